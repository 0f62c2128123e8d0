"""What Kexun costs, measured beside named peers in the same run: `./run bench [name]`."""
