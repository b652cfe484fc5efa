"""Returns: what organisations report in a round, one by one or as a file, held to the very same rules."""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from comitia.record.entry import Table
from comitia.register.cells import Column
from comitia.register.findings import Places, besides, findings, in_order, show, table_places
from comitia.register.organisations import Organisation
from comitia.register.original import Original
from comitia.register.shapes import LISTS, PERSONS, RETURNS, SUPPORT, keep, kept, register_rows
from comitia.register.sheet import Sheet, read_sheet
from comitia.rules import Fault, RulesBroken, rule
from comitia.tables.archive import Archive
from comitia.tables.engine import one_file, open_engine, sql
from comitia.texts import N_

UNKNOWN_ORGANISATION = rule(
    "return.unknown-organisation",
    says=N_("A return comes from an organisation in the unit's register."),
    refusal=N_("{organisation} is not in the register"),
    cure=N_("correct the id of the organisation"),
)
NOT_PRIMARY = rule(
    "return.not-primary",
    says=N_("Nomination begins in the primary organisations: only these file returns."),
    refusal=N_("{organisation} is not a primary organisation"),
    cure=N_("file the returns of the primary organisations below it"),
    sources=("CN-P-04",),
)
OTHER_LEVEL = rule(
    "return.level",
    says=N_("In a round of a level above the primary organisations, the organisations of this level file returns."),
    refusal=N_("{organisation} is at the level {found}, and the round is held at the level {wanted}"),
    cure=N_("file the returns of the organisations at the level {wanted}"),
    sources=("CN-B-10",),
)
PARTICIPANTS = rule(
    "return.participants",
    says=N_("No more members take part than the organisation has, or in a round above it the organisation's body."),
    refusal=N_("{found} members of {organisation} took part, and it has {wanted}"),
    cure=N_("correct the number of those who took part"),
    sources=("CN-B-05",),
)
UNKNOWN_NOMINEE = rule(
    "return.unknown-nominee",
    says=N_("Support is for a person who was entered as nominee in the unit."),
    refusal=N_("nobody was entered under the number {person}"),
    cure=N_("correct the number, or enter the person first"),
)
NOT_LISTED = rule(
    "return.not-listed",
    says=N_("A body that deliberates supports those on its own list of the round before, or placed by a higher body."),
    refusal=N_("{person} is not on the list of {organisation} in round {found}"),
    cure=N_("correct the number, or leave {person} out"),
    sources=("CN-P-04",),
)
SUPPORT_FIGURE = rule(
    "return.support",
    says=N_("A nominee in a return is supported by at least one member, and by no more than took part."),
    refusal=N_("{person} is supported by {found} members of {organisation}, of whom {wanted} took part"),
    cure=N_("correct the figure, or leave {person} out"),
)
rule(
    "return.duplicate",
    says=N_("A table of returns has an organisation once."),
    refusal=N_("{organisation} is in row {found} already"),
    cure=N_("keep the return that counts"),
)
rule(
    "return.support-twice",
    says=N_("A return has a nominee once."),
    refusal=N_("{organisation} supports {person} in row {found} already"),
    cure=N_("keep the row that is right"),
)
rule(
    "return.missing",
    says=N_("Support belongs to a return."),
    refusal=N_("{organisation} supports {person} and has no return"),
    cure=N_("add the return of {organisation}"),
)
rule(
    "return.inconsistent",
    says=N_("All rows of an organisation give the same number of participants."),
    refusal=N_("{organisation} has {found} participants here, and {wanted} in row {first_row}"),
    cure=N_("write the right number in all its rows"),
)
rule(
    "return.nobody",
    says=N_("An organisation that supports nobody has one row, without a person and without support."),
    refusal=N_("{organisation} has a row without a person besides other rows or with support"),
    cure=N_("write the person's number, or delete the row"),
)

COLUMNS = (
    Column("organisation", ("组织", "组织编号"), "id"),
    Column("participants", ("参加人数",), "number"),
    Column("person", ("人员编号", "编号"), "id", optional=True),
    Column("members", ("support", "支持数", "支持人数"), "number", optional=True),
)


class Deliberation(msgspec.Struct, frozen=True):
    """A round above the primary organisations: each organisation of the ``level`` files what its own body decided.

    It decides on those on its own list in the round ``former``, whose ``lists`` these are, and on those who were
    ``placed`` by a higher body.
    """

    level: str
    former: str
    lists: Table
    placed: frozenset[str]

    def may_support(self, archive: Archive, organisation: str) -> frozenset[str]:
        """Whom one organisation's body may support. Raises RuleBroken as the archive does."""
        own = pq.read_table(kept(archive, self.lists, LISTS), columns=["person"], filters=[("node", "=", organisation)])
        return self.placed.union(own["person"].to_pylist())


def check_return(
    id: str,
    organisation: Organisation | None,
    participants: int,
    support: Mapping[str, int],
    known: Container[str],
    deliberation: Deliberation | None = None,
    listed: Container[str] = (),
) -> None:
    """A single return: ``organisation`` is the register's row for ``id``, ``known`` who may be nominated, ``listed``
    those of them whom its body may support in a deliberation.

    Raises RuleBroken, as ``check_returns`` would find it.
    """
    if organisation is None:
        raise UNKNOWN_ORGANISATION.broken(organisation=id)
    if deliberation is None and organisation.members == 0:
        raise NOT_PRIMARY.broken(organisation=id)
    if deliberation and organisation.level != deliberation.level:
        raise OTHER_LEVEL.broken(organisation=id, found=organisation.level, wanted=deliberation.level)
    body = organisation.electors if deliberation else organisation.members
    if participants > body:
        raise PARTICIPANTS.broken(organisation=id, found=participants, wanted=body)
    for person, members in sorted(support.items()):
        if person not in known:
            raise UNKNOWN_NOMINEE.broken(person=person)
        if deliberation and person not in listed:
            raise NOT_LISTED.broken(organisation=id, person=person, found=deliberation.former)
        if not 1 <= members <= participants:
            raise SUPPORT_FIGURE.broken(organisation=id, person=person, found=members, wanted=participants)


def check_returns(
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str],
    returns: Table,
    support: Table,
    deliberation: Deliberation | None = None,
) -> tuple[Fault, ...]:
    """Everything that is wrong with imported returns, by the lines of their canonical CSV.

    Nominees are the ``persons`` of the tables, and the ``others`` who were entered one by one. Raises RuleBroken where
    a table is missing or none of its kind.
    """
    places = table_places(returns, "returns") | table_places(support, "support")
    with open_engine() as engine:
        _show_known(engine, archive, organisations, persons, others, deliberation)
        show(engine, "returns", kept(archive, returns, RETURNS))
        show(engine, "support", kept(archive, support, SUPPORT))
        return tuple(in_order(_faults(engine, archive, deliberation, places)))


def read_returns(
    sent: Original,
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str] = (),
    deliberation: Deliberation | None = None,
) -> tuple[pa.Table, pa.Table]:
    """The returns in a person's file, and their support: the two tables of ``ReturnsImported``, not yet kept.

    The file has a row for each organisation and person, the participants repeated; an organisation that supports nobody
    has one row without a person. Raises RulesBroken with every fault, by the rows of the file.
    """
    with looked_through(sent, archive, organisations, persons, others, deliberation) as (engine, sheet, places):
        if faults := faults_of_file(engine, archive, sheet, places, deliberation):
            raise RulesBroken(tuple(faults))
        returns, support = engine.table("returns"), engine.table("support")
        return (
            returns.project(", ".join(RETURNS.columns)).to_arrow_table(),
            support.project(", ".join(SUPPORT.columns)).to_arrow_table(),
        )


@contextmanager
def looked_through(
    sent: Original,
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str],
    deliberation: Deliberation | None,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Sheet, Places]]:
    """An engine in which queries see a file as ``filed``, ``returns`` and ``support``, whatever is wrong with it."""
    sheet = read_sheet(sent, COLUMNS)
    file, at = sheet.file, {"person": 0, "members": 0} | sheet.places
    places = {
        "returns.organisation": (file, at["organisation"]),
        "returns.participants": (file, at["participants"]),
        "support.person": (file, at["person"]),
        "support.members": (file, at["members"]),
    }
    with open_engine() as engine:
        _show_known(engine, archive, organisations, persons, others, deliberation)
        engine.from_arrow(sheet.rows).create_view("filed")
        engine.execute(sql("register", "returns_of_file"))
        yield engine, sheet, places


def faults_of_file(
    engine: duckdb.DuckDBPyConnection,
    archive: Archive,
    sheet: Sheet,
    places: Places,
    deliberation: Deliberation | None,
) -> list[Fault]:
    """Everything that is wrong with a file that was looked through, in order."""
    found = [
        *findings(engine.execute(sql("register", "returns_of_file_faults")), places),
        *_faults(engine, archive, deliberation, places),
    ]
    return besides(sheet.faults, found, sheet.places["organisation"])


def keep_returns(archive: Archive, returns: pa.Table, support: pa.Table) -> tuple[Table, Table]:
    """Keep what ``read_returns`` gave, as the two tables of ``ReturnsImported``."""
    return keep(archive, returns, RETURNS), keep(archive, support, SUPPORT)


def _faults(
    engine: duckdb.DuckDBPyConnection, archive: Archive, deliberation: Deliberation | None, places: Places
) -> list[Fault]:
    """What is wrong with ``returns`` and ``support``, whoever files them, and with them in such a round."""
    faults = findings(engine.execute(sql("register", "returns")), places)
    if deliberation is None:
        return [*faults, *findings(engine.execute(sql("register", "returns_primary")), places)]
    engine.read_parquet(one_file(kept(archive, deliberation.lists, LISTS))).create_view("lists")
    engine.from_arrow(pa.table({"person": pa.array(sorted(deliberation.placed), pa.string())})).create("placed")
    figures = {"level": deliberation.level, "former": deliberation.former}
    return [*faults, *findings(engine.execute(sql("register", "returns_deliberated"), figures), places)]


def _show_known(
    engine: duckdb.DuckDBPyConnection,
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str],
    deliberation: Deliberation | None,
) -> None:
    rows = register_rows(engine, archive, organisations)
    if deliberation:
        engine.execute("SET VARIABLE level = ?", [deliberation.level])
        body = "CASE WHEN level = getvariable('level') THEN electors ELSE 0 END AS members"
        rows = rows.project(f"organisation, parent, level, {body}")
    rows.create_view("organisations")
    engine.execute("CREATE TABLE nominees (person VARCHAR)")
    for table in persons:
        path = one_file(kept(archive, table, PERSONS))
        engine.execute("INSERT INTO nominees SELECT person FROM read_parquet(?)", [path])
    single = engine.from_arrow(pa.table({"person": pa.array(sorted(others), pa.string())}))
    single.insert_into("nominees")
