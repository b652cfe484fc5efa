"""A unit's register of organisations: a tree of levels whose leaves are the primary organisations."""

from collections.abc import Collection, Sequence

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comitia.record.entry import Table
from comitia.register.cells import Column
from comitia.register.findings import Places, besides, findings, in_order, show, table_places
from comitia.register.original import Original
from comitia.register.shapes import DELIBERATING, ORGANISATIONS, Shape, keep, kept, register_shape
from comitia.register.sheet import Sheet, read_sheet
from comitia.rules import Fault, RulesBroken, rule
from comitia.tables.archive import Archive
from comitia.tables.engine import open_engine, sql
from comitia.texts import N_

rule(
    "register.duplicate",
    says=N_("An organisation is in the register once."),
    refusal=N_("{organisation} is in row {found} already"),
    cure=N_("delete one of the rows, or correct the id"),
)
rule(
    "register.unit",
    says=N_("The register lists the organisations below the unit, not the unit itself."),
    refusal=N_("{organisation} is the unit itself"),
    cure=N_("delete the row"),
)
rule(
    "register.level",
    says=N_("Every organisation is at a level of the charter below the unit."),
    refusal=N_("{organisation} is at the level {found}; the levels below the unit are {wanted}"),
    cure=N_("write one of these levels"),
)
rule(
    "register.parent",
    says=N_("The parent of an organisation is in the register, or is the unit."),
    refusal=N_("{organisation} has the parent {found}, which is not in the register"),
    cure=N_("correct the parent, or add {found}; the highest organisations have the parent {wanted}"),
)
rule(
    "register.parent-level",
    says=N_("The parent of an organisation is at a higher level; levels may be left out, so there is no circle."),
    refusal=N_("{organisation} is at the level {wanted}, and its parent at the level {found}, which is not above it"),
    cure=N_("correct the level or the parent"),
    sources=("CN-P-04",),
)
rule(
    "register.members",
    says=N_("A primary organisation has at least one member."),
    refusal=N_("{organisation} is a primary organisation and has {found} members"),
    cure=N_("write the number of its members, or delete the row if it is dissolved"),
)
rule(
    "register.members-above",
    says=N_("Members are counted in primary organisations only."),
    refusal=N_("{organisation} is at the level {wanted} and has {found} members of its own"),
    cure=N_("write 0, and list its members in a primary organisation below it"),
)
rule(
    "register.electors",
    says=N_("An organisation whose body holds a nomination round has people in that body, at least one."),
    refusal=N_("{organisation} is at the level {wanted}, which holds a round, and its body has {found} members"),
    cure=N_("write in the column electors how many people belong to its body"),
    sources=("CN-B-10",),
)
rule(
    "register.left-out",
    says=N_("No organisation leaves out a level that holds a round, so that somebody speaks for its members."),
    refusal=N_("{organisation} is at the level {wanted}, and nothing above it is at the level {found}"),
    cure=N_("put it below an organisation of the level {found}, one of its own if need be"),
    sources=("CN-B-10",),
)
ELSEWHERE = rule(
    "register.elsewhere",
    says=N_(
        "An organisation belongs to one unit, so that its members are counted once and its filer files for it only."
    ),
    refusal=N_("{organisation} of {unit} is in the register of another unit too"),
    cure=N_("delete it from one of the registers, or give it an id of its own"),
)
rule(
    "register.no-primary",
    says=N_("A unit has primary organisations: nominations begin there."),
    refusal=N_("{organisation} has no organisation at the level {wanted}"),
    cure=N_("add the primary organisations"),
    sources=("CN-P-04",),
)

COLUMNS = (
    Column("organisation", ("组织", "组织编号", "id"), "id"),
    Column("parent", ("上级", "上级组织", "上级编号"), "id"),
    Column("level", ("层级", "级别"), "id"),
    Column("members", ("党员数", "成员数", "人数"), "number", optional=True),
)
ELECTORS = Column("electors", ("委员数", "委员人数"), "number", optional=True)


class Organisation(msgspec.Struct, frozen=True):
    """One row of a register; ``members`` is 0 above the primary organisations.

    ``electors``: the people in its own body, where its level holds nomination rounds.
    """

    organisation: str
    parent: str
    level: str
    members: int
    electors: int = 0


def read_organisations(
    sent: Original, unit: str, levels: Sequence[str], deliberating: Collection[str] = ()
) -> pa.Table:
    """The register of ``unit`` in a person's file: columns organisation, parent, level, members (0 above the primary).

    ``levels`` are the charter's, from the primary organisation upward, the unit's last. Where some of them are
    ``deliberating``, there is a column electors too. Raises RulesBroken.
    """
    with open_engine() as engine:
        _, faults, _ = look_through(engine, sent, unit, levels, deliberating)
        if faults:
            raise RulesBroken(tuple(faults))
        columns = ", ".join(_shape(deliberating).columns)
        return engine.view("organisations").project(columns).to_arrow_table()


def look_through(
    engine: duckdb.DuckDBPyConnection, sent: Original, unit: str, levels: Sequence[str], deliberating: Collection[str]
) -> tuple[Sheet, list[Fault], Places]:
    """Let queries see a file as ``organisations``, whatever is wrong with it; and everything that is, in order."""
    sheet = read_sheet(sent, (*COLUMNS, ELECTORS) if deliberating else COLUMNS)
    rows, shape = sheet.rows, _shape(deliberating)
    for name in shape.numbers:
        rows = rows.set_column(rows.column_names.index(name), name, pc.fill_null(rows[name], 0))
    if not deliberating:
        rows = rows.append_column("electors", pa.repeat(pa.scalar(0, pa.int64()), rows.num_rows))
    engine.from_arrow(rows).create_view("organisations")
    places = {f"organisations.{name}": (sheet.file, 0) for name in shape.numbers}
    places |= {f"organisations.{name}": (sheet.file, at) for name, at in sheet.places.items()}
    found = _faults(engine, unit, levels, deliberating, places)
    return sheet, besides(sheet.faults, found, sheet.places["organisation"]), places


def check_organisations(
    archive: Archive, table: Table, unit: str, levels: Sequence[str], deliberating: Collection[str] = ()
) -> tuple[int, int]:
    """The same check of a table in the archive; gives its number of primary organisations and of their members.

    Raises RulesBroken with rows of the canonical CSV, and RuleBroken where the table is no register (``table.shape``).
    """
    with open_engine() as engine:
        show(engine, "organisations", kept(archive, table, _shape(deliberating)))
        faults = _faults(engine, unit, levels, deliberating, table_places(table, "organisations"))
        if faults:
            raise RulesBroken(tuple(in_order(faults)))
        query = "SELECT count(*), sum(members)::BIGINT FROM organisations WHERE members > 0"
        primary, members = engine.execute(query).fetchall()[0]
    return primary, members


def _shape(deliberating: Collection[str]) -> Shape:
    return DELIBERATING if deliberating else ORGANISATIONS


def _faults(
    engine: duckdb.DuckDBPyConnection,
    unit: str,
    levels: Sequence[str],
    deliberating: Collection[str],
    places: Places,
) -> list[Fault]:
    engine.execute("CREATE TABLE levels (level VARCHAR, place INTEGER)")
    engine.executemany("INSERT INTO levels VALUES (?, ?)", [[level, at] for at, level in enumerate(levels[:-1])])
    faults = findings(engine.execute(sql("register", "organisations"), {"unit": unit}), places)
    if deliberating:
        engine.execute("SET VARIABLE deliberating = ?", [list(deliberating)])
        faults += findings(engine.execute(sql("register", "deliberating")), places)
    return faults


def adopt(archive: Archive, rows: pa.Table) -> tuple[Table, int, int]:
    """Keep a register that ``read_organisations`` gave: the table, its primary organisations, and their members."""
    primary, shape = pc.greater(rows["members"], 0), DELIBERATING if "electors" in rows.column_names else ORGANISATIONS
    return keep(archive, rows, shape), pc.sum(primary).as_py(), pc.sum(rows["members"]).as_py()


def find(archive: Archive, organisations: Table, organisation: str) -> Organisation | None:
    """The row of one organisation, None where it is not in the register. Raises RuleBroken as the archive does."""
    path = kept(archive, organisations, register_shape(organisations))
    found = pq.read_table(path, filters=[("organisation", "=", organisation)]).to_pylist()
    return Organisation(**found[0]) if found else None
