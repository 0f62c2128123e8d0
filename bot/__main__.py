"""`python -m bot` is `kexun`."""

from bot.cli import main

if __name__ == "__main__":
    main()
