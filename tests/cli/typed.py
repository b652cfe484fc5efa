"""What a typed command leaves: its exit code, what it printed, and the record as it is then."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from comitia.folder import Folder, url
from comitia.stores import open_store


class Outcome(msgspec.Struct, frozen=True):
    """What one command left: its exit code, what it printed, and what it complained of."""

    code: int
    out: str
    err: str


Comitia = Callable[..., Outcome]


def record(folder: Path) -> str:
    """The record's signed checkpoint: it changes with every entry."""
    place = Folder(folder)
    return open_store(url(place.path, place.settings)).checkpoint()
