"""The imprint: what every document says of itself, and how a reader finds it on the record."""

import msgspec

from comitia.texts import Text


class Imprint(msgspec.Struct, frozen=True):
    """Whose document this is, and which state of the record it shows.

    ``official`` is set once the election is certified; ``rehearsal`` where the clock was not the real one. ``entry`` is
    the number of the entry that the document makes public (from 0), ``root`` the Merkle root, in hexadecimal, of the
    record up to and including it.
    """

    body: Text
    election: Text
    official: bool
    rehearsal: bool
    entry: int
    root: str


class Person(msgspec.Struct, frozen=True):
    """A person as documents list them: the public number, and the name as opened from its sealed part.

    The name is empty where it has been erased; the number then stands alone.
    """

    number: str
    name: str
