"""The options that every command has in common, as they were typed."""

from dataclasses import dataclass

from comitia.cli.printing import Printer


@dataclass(frozen=True)
class Line:
    """``at`` is the stated time, empty for the real one; ``key`` the act's idempotency key, empty for none."""

    printer: Printer
    folder: str
    officer: str
    at: str
    key: str
