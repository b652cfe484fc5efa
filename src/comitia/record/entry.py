"""Entries: the only thing that the record is made of.

An *event* is what happened, as a frozen struct of integers and strings. An *entry* is an event with its actor, its time
and the commitments to its sealed parts; its canonical JSON is the leaf of the Merkle tree.
"""

from typing import Annotated, Any

import msgspec

from comitia.rules import rule
from comitia.texts import N_

LONGEST = 65_535
"""Bytes of the longest entry: the log's bundles of entries give each a length of two bytes (C2SP tlog-tiles)."""

SIZE = rule(
    "record.entry-size",
    says=N_("An entry is at most 65,535 bytes long."),
    refusal=N_("the entry is {size} bytes long, and at most {longest} are allowed"),
    cure=N_("put what is long into a table or a sealed part, so that the entry holds its hash only"),
)

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")]
"""An identifier that may stand in public: a code of a unit, an organisation, an officer, or a person's number that is
used in this election only. Never a name, never a membership or identity number."""

IdOrNothing = Annotated[str, msgspec.Meta(pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?\Z")]
"""An identifier, or the empty text where none is meant."""

Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""SHA-256 in lower-case hexadecimal."""

Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
"""A number of things: never negative, and small enough for every JSON reader."""


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="event"):
    """What happened, in public. Subclasses name their kind: ``class Filed(Event, tag="return.filed")``."""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table that the record commits to: bulk data that is no entry of its own.

    ``sha256`` is the hash of the table's canonical CSV: a header of the column names, rows sorted by the key columns
    (the leading columns, as ``columns`` gives them), commas, no quotes, every line ended by one LF. Cells are ids and
    integers.
    """

    sha256: Hash
    rows: Count
    columns: tuple[str, ...]


class Draft(msgspec.Struct, frozen=True):
    """An event that a stage decided on, before the office dates it; ``sealed`` maps a part's name to its content."""

    event: Event
    sealed: dict[str, str] = {}


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One entry as it stands on the record. ``time`` is UTC, ``2021-11-18T01:00:00Z``; ``sealed`` holds commitments."""

    kind: str
    time: str
    actor: Id
    body: dict[str, Any]
    sealed: dict[str, Hash] = {}
