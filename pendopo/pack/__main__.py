"""`python -m pendopo.pack FILE` verifies a pack."""

import sys

from pendopo.pack import command

if __name__ == "__main__":
    sys.exit(command.verify_pack(sys.argv[1:]))
