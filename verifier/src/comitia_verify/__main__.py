"""``python -m comitia_verify`` is the command too."""

import sys

from comitia_verify.cli import main

sys.exit(main())
