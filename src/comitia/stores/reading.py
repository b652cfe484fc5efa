"""Reading the record's tables: the last checkpoint, the entries, and the nodes of their tree."""

from collections.abc import Iterator
from typing import Protocol

from comitia.record.checkpoint import Checkpoint
from comitia.record.merkle import Frontier, leaf_hash
from comitia.rules import RuleBroken
from comitia.stores.database import DAMAGED, Row
from comitia.texts import N_, Parameter, Sentence

CHUNK = 1_000
"""Entries that are read at a time."""


class Rows(Protocol):
    """Whatever answers a query: a database (over what is committed) or the inside of a transaction."""

    def rows(self, sql: str, *values: object) -> list[Row]: ...


class Reading:
    """The record as one source of rows has it; ``place`` is for messages. Raises RuleBroken ``record.damaged``."""

    def __init__(self, source: Rows, place: str) -> None:
        self._source = source
        self._place = place

    def note(self) -> str:
        """The last signed checkpoint; "" before the first entry."""
        rows = self._source.rows("SELECT note FROM record")
        if len(rows) != 1:
            raise self._damaged(N_("checkpoints: {count}, instead of one"), count=len(rows))
        return str(rows[0][0])

    def leaves(self, start: int, stop: int) -> Iterator[bytes]:
        """The entries' bytes from ``start`` up to but not including ``stop``."""
        query = "SELECT content FROM leaf WHERE number >= ? AND number < ? ORDER BY number"
        for first in range(start, stop, CHUNK):
            past = min(first + CHUNK, stop)
            rows = self._source.rows(query, first, past)
            if len(rows) != past - first:
                raise self._damaged(N_("entries are missing between {first} and {last}"), first=first, last=past - 1)
            for (leaf,) in rows:
                yield self.octets(leaf)

    def signed_leaves(self, start: int, size: int, root: bytes) -> Iterator[bytes]:
        """The entries from ``start`` to the last of ``size``. At their end, refused where they do not give the root."""
        if start < size:
            frontier = Frontier(start, self.node)
            for leaf in self.leaves(start, size):
                frontier.append(leaf_hash(leaf))
                yield leaf
            if frontier.root() != root:
                raise self._damaged(N_("its entries do not give the root that was signed"))

    def node(self, level: int, index: int) -> bytes:
        """The hash of a node of the tree."""
        for (hash,) in self._source.rows("SELECT hash FROM node WHERE position = ?", position(level, index)):
            return self.octets(hash)
        first, last = index << level, (index + 1 << level) - 1
        raise self._damaged(N_("the hash over entries {first} to {last} is missing"), first=first, last=last)

    def octets(self, value: object) -> bytes:
        """The value of a cell that holds bytes: a damaged file may hold something else there."""
        if not isinstance(value, bytes):
            raise self._damaged(N_("there is {found} where bytes should be"), found=type(value).__name__)
        return value

    def _damaged(self, fault: str, **parameters: Parameter) -> RuleBroken:
        return DAMAGED.broken(place=self._place, fault=Sentence(fault, parameters))


def position(level: int, index: int) -> int:
    """One number for a node: its place when the tree is written from left to right, a parent between its children."""
    return (2 * index + 1 << level) - 1


def size_under(note: str) -> int:
    """The number of entries under a checkpoint that the store wrote itself; 0 for "". Its signature is not verified."""
    return Checkpoint.parse(note.rpartition("\n\n")[0] + "\n").size if note else 0
