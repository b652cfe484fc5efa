"""Small units at random: a tree of levels (some left out), persons, and returns filed and imported, some twice."""

from dataclasses import dataclass

import pyarrow as pa
from hypothesis import strategies as st

from comitia.record.entry import Table
from comitia.register.filings import Filed, Imported
from comitia.register.shapes import DELIBERATING, ORGANISATIONS, RETURNS, SUPPORT, Shape, keep
from comitia.tables.archive import Archive

UNIT = "u"
LEVELS = ("branch", "town", "county", "unit")


@dataclass(frozen=True)
class Return:
    organisation: str
    participants: int
    support: dict[str, int]


@dataclass(frozen=True)
class Round:
    """``organisations`` maps an id to parent, level, members; ``filings`` are single returns and lists of returns.

    ``place`` is that of the level that holds the round; ``off`` are those who have left the lists.
    """

    organisations: dict[str, tuple[str, str, int]]
    filings: tuple[Return | tuple[Return, ...], ...]
    longest: tuple[int | None, ...]
    rank_by: tuple[str, ...]
    place: int = 0
    off: frozenset[str] = frozenset()

    @property
    def filers(self) -> dict[str, int]:
        """Who files, and how many may take part there."""
        here = {id: row for id, row in self.organisations.items() if row[1] == LEVELS[self.place]}
        return {id: electors(id) if self.place else members for id, (_, _, members) in here.items()}


def electors(organisation: str) -> int:
    """How many people an organisation's own body has."""
    return 3 + int(organisation[1:])


def table(shape: Shape, rows: list[tuple[str | int, ...]]) -> pa.Table:
    types = [(name, pa.int64() if name in shape.numbers else pa.string()) for name in shape.columns]
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    return pa.table(
        [pa.array(column, kind) for column, (_, kind) in zip(columns, types, strict=True)], pa.schema(types)
    )


def kept_register(archive: Archive, organisations: dict[str, tuple[str, str, int]]) -> Table:
    return keep(archive, table(ORGANISATIONS, [(id, *rest) for id, rest in organisations.items()]), ORGANISATIONS)


def kept_deliberating(archive: Archive, organisations: dict[str, tuple[str, str, int]]) -> Table:
    """The same with the size of every organisation's body."""
    rows = [(id, *rest, electors(id)) for id, rest in organisations.items()]
    return keep(archive, table(DELIBERATING, rows), DELIBERATING)


def kept_returns(archive: Archive, returns: tuple[Return, ...]) -> Imported:
    support = [(one.organisation, person, n) for one in returns for person, n in one.support.items()]
    filed = [(one.organisation, one.participants) for one in returns]
    return Imported(keep(archive, table(RETURNS, filed), RETURNS), keep(archive, table(SUPPORT, support), SUPPORT))


def kept_filings(archive: Archive, filings: tuple[Return | tuple[Return, ...], ...]) -> list[Filed | Imported]:
    return [
        Filed(one.organisation, one.participants, one.support)
        if isinstance(one, Return)
        else kept_returns(archive, one)
        for one in filings
    ]


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    organisations: dict[str, tuple[str, str, int]] = {}
    above = [UNIT]
    for level, most in (("county", 3), ("town", 5), ("branch", 10)):
        here = [f"{level[0]}{n}" for n in range(draw(st.integers(1 if level == "branch" else 0, most)))]
        for id in here:
            members = draw(st.integers(1, 9)) if level == "branch" else 0
            organisations[id] = (draw(st.sampled_from(above)), level, members)
        above += here
    places = sorted({LEVELS.index(level) for _, level, _ in organisations.values()})
    place = draw(st.sampled_from([0, *places]))
    filers = Round(organisations, (), (), (), place).filers

    @st.composite
    def returns(draw: st.DrawFn, organisation: str) -> Return:
        participants = draw(st.integers(0, filers[organisation]))
        figures = st.integers(1, participants) if participants else st.nothing()
        support = st.dictionaries(st.sampled_from([f"p{n}" for n in range(6)]), figures, max_size=4)
        return Return(organisation, participants, draw(support) if participants else {})

    single = st.sampled_from([*filers]).flatmap(returns)
    several = st.lists(st.sampled_from([*filers]), unique=True).flatmap(lambda ids: st.tuples(*map(returns, ids)))
    limits = st.none() | st.integers(0, 4)
    return Round(
        organisations,
        tuple(draw(st.lists(single | several, max_size=6))),
        (None, *draw(st.tuples(limits, limits, limits))),
        draw(st.sampled_from([("organisations", "members"), ("members", "organisations"), ("members",)])),
        place,
        draw(st.frozensets(st.sampled_from(["p0", "p1"]))),
    )
