#!/usr/bin/env python3
"""Run a management command of this checkout; the installed console script is `pendopo`."""

from pendopo.project.cli import main

if __name__ == "__main__":
    main()
