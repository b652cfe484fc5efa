"""What a rehearsal tells: a chapter for each stage, with a table and what else is worth saying; values, no print."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

import msgspec

from comitia.texts import Parameter, Sentence

T = TypeVar("T")


class Chapter(msgspec.Struct, frozen=True):
    """A stage as it went. ``rows`` are under ``columns``; ``remarks`` stand below the table."""

    title: Sentence
    columns: tuple[Parameter, ...] = ()
    rows: tuple[tuple[Parameter, ...], ...] = ()
    remarks: tuple[Sentence, ...] = ()


class Progress(Protocol):
    """Shows how far long work has come; ``each`` hands on the items one by one."""

    def each(self, items: Iterable[T], what: Sentence, total: int) -> Iterator[T]: ...


class Silent:
    """Progress that nobody watches."""

    def each(self, items: Iterable[T], what: Sentence, total: int) -> Iterator[T]:
        yield from items
