"""What is handed to people: new files, which never replace one that is there."""

from pathlib import Path

from comitia.record.acknowledgement import Acknowledgement
from comitia.record.canonical import decode
from comitia.stores.store import Store


def write_new(path: str, text: str) -> None:
    """Write a new file, in UTF-8. Raises FileExistsError where there is one."""
    with Path(path).open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def acknowledged(store: Store, index: int) -> Acknowledgement:
    """The entry with its receipt, and what opens the parts that were sealed in it."""
    (leaf,) = store.leaves(index, index + 1)
    openings = map(store.opening, decode(leaf).sealed.values())
    return Acknowledgement(leaf, str(store.receipt(index)), tuple(opening for opening in openings if opening))
