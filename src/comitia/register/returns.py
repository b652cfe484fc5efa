"""Returns: what primary organisations report in a round, one by one or as a file, held to the very same rules."""

from collections.abc import Collection, Container, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.cells import Column
from comitia.register.delimited import Encoding
from comitia.register.findings import findings, in_order, show, table_places
from comitia.register.limits import Limits
from comitia.register.organisations import Organisation
from comitia.register.shapes import ORGANISATIONS, PERSONS, RETURNS, SUPPORT, keep, kept
from comitia.register.sheet import read_sheet
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
PARTICIPANTS = rule(
    "return.participants",
    says=N_("No more members take part than the organisation has."),
    refusal=N_("{found} members of {organisation} took part, and it has {wanted}"),
    cure=N_("correct the number of those who took part"),
)
UNKNOWN_NOMINEE = rule(
    "return.unknown-nominee",
    says=N_("Support is for a person who was entered as nominee in the unit."),
    refusal=N_("nobody was entered under the number {person}"),
    cure=N_("correct the number, or enter the person first"),
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


def check_return(
    id: str, organisation: Organisation | None, participants: int, support: Mapping[str, int], known: Container[str]
) -> None:
    """A single return: ``organisation`` is the register's row for ``id``, ``known`` who may be nominated.

    Raises RuleBroken, as ``check_returns`` would find it.
    """
    if organisation is None:
        raise UNKNOWN_ORGANISATION.broken(organisation=id)
    if organisation.members == 0:
        raise NOT_PRIMARY.broken(organisation=id)
    if participants > organisation.members:
        raise PARTICIPANTS.broken(organisation=id, found=participants, wanted=organisation.members)
    for person, members in sorted(support.items()):
        if person not in known:
            raise UNKNOWN_NOMINEE.broken(person=person)
        if not 1 <= members <= participants:
            raise SUPPORT_FIGURE.broken(organisation=id, person=person, found=members, wanted=participants)


def check_returns(
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str],
    returns: Table,
    support: Table,
) -> tuple[Fault, ...]:
    """Everything that is wrong with imported returns, by the lines of their canonical CSV.

    Nominees are the ``persons`` of the tables, and the ``others`` who were entered one by one. Raises RuleBroken where
    a table is missing or none of its kind.
    """
    places = table_places(returns, "returns") | table_places(support, "support")
    with open_engine() as engine:
        _show_known(engine, archive, organisations, persons, others)
        show(engine, "returns", kept(archive, returns, RETURNS))
        show(engine, "support", kept(archive, support, SUPPORT))
        return tuple(findings(engine.execute(sql("register", "returns")), places))


def read_returns(
    path: Path,
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str] = (),
    *,
    encoding: Encoding = "utf-8",
    limits: Limits | None = None,
) -> tuple[pa.Table, pa.Table]:
    """The returns in a person's file, and their support: the two tables of ``ReturnsImported``, not yet kept.

    The file has a row for each organisation and person, the participants repeated; an organisation that supports nobody
    has one row without a person. Raises RulesBroken with every fault, by the rows of the file.
    """
    sheet = read_sheet(path, COLUMNS, encoding=encoding, limits=limits)
    file, at = sheet.file, {"person": 0, "members": 0} | sheet.places
    places = {
        "returns.organisation": (file, at["organisation"]),
        "returns.participants": (file, at["participants"]),
        "support.person": (file, at["person"]),
        "support.members": (file, at["members"]),
    }
    with open_engine() as engine:
        _show_known(engine, archive, organisations, persons, others)
        engine.from_arrow(sheet.rows).create_view("filed")
        engine.execute(sql("register", "returns_of_file"))
        faults = [
            *findings(engine.execute(sql("register", "returns_of_file_faults")), places),
            *findings(engine.execute(sql("register", "returns")), places),
        ]
        if faults:
            raise RulesBroken(tuple(in_order(faults)))
        returns, support = engine.table("returns"), engine.table("support")
        return (
            returns.project(", ".join(RETURNS.columns)).to_arrow_table(),
            support.project(", ".join(SUPPORT.columns)).to_arrow_table(),
        )


def keep_returns(archive: Archive, returns: pa.Table, support: pa.Table) -> tuple[Table, Table]:
    """Keep what ``read_returns`` gave, as the two tables of ``ReturnsImported``."""
    return keep(archive, returns, RETURNS), keep(archive, support, SUPPORT)


def _show_known(
    engine: duckdb.DuckDBPyConnection,
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str],
) -> None:
    show(engine, "organisations", kept(archive, organisations, ORGANISATIONS))
    engine.execute("CREATE TABLE nominees (person VARCHAR)")
    for table in persons:
        path = one_file(kept(archive, table, PERSONS))
        engine.execute("INSERT INTO nominees SELECT person FROM read_parquet(?)", [path])
    single = engine.from_arrow(pa.table({"person": pa.array(sorted(others), pa.string())}))
    single.insert_into("nominees")
