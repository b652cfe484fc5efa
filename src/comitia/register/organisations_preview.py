"""A look at a register before it is adopted: every row marked.

A register is adopted whole or not at all: participation is measured by all organisations and members in it, and who is
not in it could not file.
"""

from collections.abc import Collection, Sequence

import duckdb
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.findings import findings, in_order
from comitia.register.marks import Figure, Preview, show_rows
from comitia.register.organisations import look_through
from comitia.register.original import Original
from comitia.register.shapes import DELIBERATING, register_rows
from comitia.rules import rule
from comitia.tables.archive import Archive
from comitia.tables.engine import one_file, open_engine, sql
from comitia.texts import N_, Sentence

rule(
    "register.below",
    says=N_("What stands below an organisation with a fault waits with it."),
    refusal=N_("{organisation} is below {found}, which has a fault or stands below one that has"),
    cure=N_("correct {found}; this row may be right"),
)
rule(
    "register.held",
    says=N_("Where one row of an organisation is wrong, its others wait."),
    refusal=N_("another row of {organisation} is wrong"),
    cure=N_("correct the other row, or delete one of them"),
)
rule(
    "register.changes",
    says=N_("A register that is adopted later replaces the earlier one, as a whole."),
    refusal=N_("{organisation} was below {parent} at the level {level}, with {members} members"),
    cure=N_("nothing has to be done if the change is meant"),
)
rule(
    "unusual.empty",
    says=N_("An organisation without members that has nothing below it is looked at again."),
    refusal=N_("{organisation}, at the level {found}, has no organisations below it"),
    cure=N_("add those that are missing, or delete the row"),
)
rule(
    "unusual.members",
    says=N_("A number of members that is less than half of the earlier one, or more than double, is looked at again."),
    refusal=N_("{organisation} has {found} members here, and {wanted} in the register adopted before"),
    cure=N_("see whether the number was typed right"),
)


def preview_organisations(
    sent: Original,
    archive: Archive,
    unit: str,
    levels: Sequence[str],
    deliberating: Collection[str] = (),
    earlier: Table | None = None,
    others: Sequence[Table] = (),
) -> Preview:
    """What the adoption of a file would do in place of the ``earlier`` register; the rest as ``read_organisations``.

    ``others`` are the registers of other units, whose organisations may not be here too. Raises RulesBroken where the
    file cannot be read.
    """
    with open_engine() as engine:
        sheet, faults, places = look_through(engine, sent, unit, levels, deliberating)
        if others:
            elsewhere = {"unit": unit, "others": [one_file(archive.path(other)) for other in others]}
            twice = findings(engine.execute(sql("register", "organisations_elsewhere"), elsewhere), places)
            faults = in_order([*faults, *twice])
        show_rows(engine, "wrong", faults)
        _show_earlier(engine, archive, earlier)
        engine.execute(sql("register", "organisations_beside"))
        held = findings(engine.execute(sql("register", "organisations_held")), places)
        changes = findings(engine.execute(sql("register", "organisations_changes")), places)
        warnings = findings(engine.execute(sql("register", "organisations_unusual")), places)
        show_rows(engine, "odd", warnings)
        marks = engine.sql(sql("register", "organisations_marks")).to_arrow_table()
        return Preview(
            sent,
            sheet.width,
            tuple(in_order([*faults, *held])),
            tuple(warnings),
            tuple(changes),
            marks,
            _figures(engine),
        )


def _show_earlier(engine: duckdb.DuckDBPyConnection, archive: Archive, earlier: Table | None) -> None:
    if earlier:
        register_rows(engine, archive, earlier).create_view("earlier")
        return
    cells = [(name, pa.int64() if name in DELIBERATING.numbers else pa.string()) for name in DELIBERATING.columns]
    engine.from_arrow(pa.schema(cells).empty_table()).create("earlier")


def _figures(engine: duckdb.DuckDBPyConnection) -> tuple[Figure, ...]:
    sums = "SELECT count(*), count(*) FILTER (members > 0), coalesce(sum(members), 0)::BIGINT FROM"
    (before,), (after,) = (engine.execute(f"{sums} {table}").fetchall() for table in ("earlier", "good"))
    names = (N_("Organisations"), N_("Primary organisations"), N_("Members"))
    return tuple(Figure(Sentence(name), *figures) for name, *figures in zip(names, before, after, strict=True))
