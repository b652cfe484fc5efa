"""The command line: it turns what is typed into intents, asks the office, and prints what it answers.

Nothing is decided here. A command is a few lines, and each group has a file of its own.
"""

import sys

from comitia.cli.app import run


def main() -> None:
    """The command ``comitia``."""
    sys.exit(run(sys.argv[1:]))
