"""``python -m gkxl``: the command line, where ``gkxl`` itself is not on the path."""

from gkxl.cli import main

if __name__ == "__main__":
    main()
