"""A lottery as it stands on the record: types, panels and the weights of the proof as tables, the rest in digits."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from comitia.methods.lottery import Lottery
from comitia.methods.selection import Bound
from comitia.record.entry import Table
from comitia.tables.archive import Archive


class Published(Protocol):
    """What is read of a lottery that was published."""

    @property
    def types(self) -> Table: ...
    @property
    def panels(self) -> Table: ...
    @property
    def tickets(self) -> tuple[str, ...]: ...


def on_record(found: Lottery, bounds: Sequence[Bound], archive: Archive) -> dict[str, Any]:
    """The fields of the entry that say what the lottery is, and prove how great its chances can be."""
    rows = [bound.id for bound in bounds]  # and, where only the heaviest slates are drawn from, their weight
    return {
        "types": _put(
            archive,
            {"person": "string", "type": "string"},
            1,
            [(id, _name(type)) for type, ids in enumerate(found.types) for id in ids],
        ),
        "panels": _put(
            archive,
            {"panel": "string", "type": "string", "people": "int64"},
            2,
            [
                (_name(p), _name(t), count)
                for p, panel in enumerate(found.panels)
                for t, count in enumerate(panel)
                if count
            ],
        ),
        "tickets": tuple(map(str, found.tickets)),
        "chances": tuple(str(level.chance) for level in found.levels),
        "weights": _put(
            archive,
            {"level": "string", "type": "string", "weight": "int64"},
            2,
            [
                (_name(n), _name(t), own)
                for n, level in enumerate(found.levels)
                for t, own in enumerate(level.weights)
                if own
            ],
        ),
        "prices": tuple(
            {id: str(price) for id, price in zip(rows, level.prices, strict=False) if price} for level in found.levels
        ),
        "shortfall": str(found.shortfall),
        "total": str(found.total),
        "total_prices": {id: str(price) for id, price in found.prices.items() if found.total and price},
        "support": tuple(str(price) for level in found.levels for price in level.prices[len(rows) :]),
    }


def read(published: Published, archive: Archive) -> Lottery:
    """The lottery to draw from, as it was published; its proof is for the verifier."""
    types: dict[str, list[str]] = {}
    for person, type in archive.rows(published.types):
        types.setdefault(str(type), []).append(str(person))
    names = sorted(types)
    panels = [dict.fromkeys(names, 0) for _ in published.tickets]
    for panel, type, people in archive.rows(published.panels):
        panels[int(panel) - 1][str(type)] = int(people)
    return Lottery(
        tuple(tuple(types[name]) for name in names),
        tuple(tuple(panel[name] for name in names) for panel in panels),
        tuple(map(int, published.tickets)),
        (),
    )


def _name(place: int) -> str:
    """Panels, types and levels are numbered from 1, with leading zeros so that they sort as they count."""
    return f"{place + 1:05}"


def _put(archive: Archive, columns: Mapping[str, str], key: int, rows: Sequence[tuple[str | int, ...]]) -> Table:
    cells = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(list(column), kind) for column, kind in zip(cells, columns.values(), strict=True)]
    return archive.put(pa.table(arrays, names=list(columns)), tuple(columns), key)
