"""English notices, on a road of their own to the same types as Chinese ones."""
