"""`python -m qdesign.cli` is the command line, too."""

import sys

from qdesign.cli import main

if __name__ == "__main__":
    sys.exit(main())
