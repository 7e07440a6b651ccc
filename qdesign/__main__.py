"""`python -m qdesign` is the command line."""

import sys

from qdesign.cli import main

if __name__ == "__main__":
    sys.exit(main())
