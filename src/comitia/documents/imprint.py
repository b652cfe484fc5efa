"""The imprint: what every document says of itself, and how a reader finds it on the record."""

import msgspec

from comitia.texts import N_, Sentence, Text


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

    @property
    def standing(self) -> Sentence:
        """Whether the document counts: it does once the election is certified, and never in a rehearsal."""
        if self.rehearsal:
            return Sentence(N_("Rehearsal: nobody has been elected, and nothing here is official."))
        if self.official:
            return Sentence(N_("Official: the election is certified."))
        return Sentence(N_("Unofficial: the election is not certified yet."))

    @property
    def reference(self) -> Sentence:
        """Where the document stands on the record; the root follows."""
        return Sentence(N_("Entry {entry} of the record. Root of the record up to it:"), {"entry": self.entry})

    @property
    def how_to_check(self) -> Sentence:
        return Sentence(
            N_(
                "Anyone can check this page against the record: export the bundle, or ask for it, and run "
                "comitia-verify on it."
            )
        )


REHEARSAL = N_("REHEARSAL")
"""What stands across every page of a rehearsal."""


class Person(msgspec.Struct, frozen=True):
    """A person as documents list them: the public number, and the name as opened from its sealed part.

    The name is empty where it has been erased; the number then stands alone.
    """

    number: str
    name: str
