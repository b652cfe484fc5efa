"""A finding: a rule that a charter breaks, and the key that breaks it."""

import msgspec

from comitia.charter.places import Path
from comitia.rules import RuleBroken


class Finding(msgspec.Struct, frozen=True):
    """``path`` leads to the key (see ``places``); ``broken`` says which rule, with which figures, and the cure."""

    path: Path
    broken: RuleBroken


def dotted(path: Path) -> str:
    """A path as people read it, list places counted from 1: ``units[3].members``."""
    shown = ""
    for part in path:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return shown.removeprefix(".")
