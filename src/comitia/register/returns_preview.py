"""A look at a file of returns before it is imported: every row marked, and what is good set apart."""

from collections.abc import Collection, Sequence

import duckdb
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.filings import Filings, show_filings
from comitia.register.findings import findings, in_order
from comitia.register.marks import Figure, Preview, show_rows
from comitia.register.original import Original
from comitia.register.returns import Deliberation, faults_of_file, looked_through
from comitia.register.shapes import RETURNS, SUPPORT
from comitia.rules import rule
from comitia.tables.archive import Archive
from comitia.tables.engine import sql
from comitia.texts import N_, Sentence

rule(
    "return.held",
    says=N_("A return is imported whole or not at all: where one row is wrong, the others of its organisation wait."),
    refusal=N_("row {found} of {organisation} is wrong, and a return counts whole"),
    cure=N_("correct row {found}, and send all rows of {organisation} again"),
)
rule(
    "return.took-part",
    says=N_("A later return of an organisation replaces its earlier one, which stays on the record."),
    refusal=N_("{wanted} members of {organisation} took part; in its earlier return {found}"),
    cure=N_("say with `--reason TEXT` why the return is corrected"),
    sources=("CN-P-09",),
)
rule(
    "return.changes",
    says=N_("The figures of a later return replace those of the earlier one."),
    refusal=N_("{wanted} members of {organisation} support {person}; in its earlier return {found}"),
    cure=N_("say with `--reason TEXT` why the return is corrected"),
    sources=("CN-P-09",),
)
rule(
    "return.drops",
    says=N_("Whoever is not in a later return has no support of the organisation any more."),
    refusal=N_("persons in the earlier return of {organisation} who are not in this one: {found}, among them {person}"),
    cure=N_("add them if they are still supported; a return counts whole"),
)
rule(
    "unusual.nobody",
    says=N_("A return in which nobody took part is looked at again."),
    refusal=N_("nobody of {organisation} took part; it has {wanted} members"),
    cure=N_("ask whether it met; leave it out if it has not"),
)
rule(
    "unusual.less",
    says=N_("A correction by which fewer than half as many took part is looked at again."),
    refusal=N_("{found} members of {organisation} took part, where its earlier return has {wanted}"),
    cure=N_("see whether the number was typed right"),
)
rule(
    "unusual.less-support",
    says=N_("A correction with less than half of the earlier support is looked at again."),
    refusal=N_("the support in the return of {organisation} adds up to {found}, in its earlier return to {wanted}"),
    cure=N_("see whether rows of the organisation are missing"),
)
rule(
    "unusual.unanimous",
    says=N_("A return in which every member took part and supports every nominee is looked at again."),
    refusal=N_("all {wanted} members of {organisation} took part and support everybody in its return: {found}"),
    cure=N_("see whether the members were counted, or the number of members was copied"),
)
rule(
    "unusual.alike",
    says=N_("Three or more returns from below one organisation with just the same figures are looked at again."),
    refusal=N_(
        "{organisation} and {other} report just the same figures; organisations below {parent} that do: {found}"
    ),
    cure=N_("see whether one return was copied to the others"),
)


def preview_returns(
    sent: Original,
    archive: Archive,
    organisations: Table,
    persons: Sequence[Table],
    others: Collection[str] = (),
    deliberation: Deliberation | None = None,
    filings: Filings = (),
) -> tuple[Preview, pa.Table, pa.Table]:
    """What the import of a file would do to a round in which ``filings`` stand; the rest as for ``read_returns``.

    Also gives the good returns that say anything new, and their support. Raises RulesBroken where the file cannot be
    read.
    """
    with looked_through(sent, archive, organisations, persons, others, deliberation) as (engine, sheet, places):
        faults = faults_of_file(engine, archive, sheet, places, deliberation)
        show_rows(engine, "wrong", faults)
        engine.execute("CREATE SCHEMA standing; SET schema = 'standing'")
        show_filings(engine, archive, filings)
        engine.execute("SET schema = 'main'")
        engine.execute(sql("register", "returns_beside"))
        held = findings(engine.execute(sql("register", "returns_held")), places)
        changes = findings(engine.execute(sql("register", "returns_changes")), places)
        warnings = findings(engine.execute(sql("register", "returns_unusual")), places)
        show_rows(engine, "odd", warnings)
        preview = Preview(
            sent,
            sheet.width,
            tuple(in_order([*faults, *held])),
            tuple(warnings),
            tuple(changes),
            engine.sql(sql("register", "returns_marks")).to_arrow_table(),
            _figures(engine),
        )
        return preview, _told(engine, "returns", RETURNS.columns), _told(engine, "support", SUPPORT.columns)


def _told(engine: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str]) -> pa.Table:
    """The good rows of a table, without those of organisations whose return stands as it is."""
    told = f"SELECT {', '.join(columns)} FROM {name} SEMI JOIN (FROM marked WHERE mark <> 'same') USING (organisation)"
    return engine.sql(told).to_arrow_table()


def _figures(engine: duckdb.DuckDBPyConnection) -> tuple[Figure, ...]:
    sums = "count(*), coalesce(sum(participants), 0)::BIGINT"
    ((returns, participants),) = engine.execute(f"SELECT {sums} FROM earlier").fetchall()
    more = "count(*) FILTER (mark = 'new'), coalesce(sum(participants - coalesce(was, 0)), 0)::BIGINT"
    ((new, others),) = engine.execute(f"SELECT {more} FROM marked").fetchall()
    return (
        Figure(Sentence(N_("Returns")), returns, returns + new),
        Figure(Sentence(N_("Members who took part")), participants, participants + others),
        *(
            Figure(Sentence(N_("Support for {person}"), {"person": person}), stood, becomes)
            for person, stood, becomes in engine.execute(sql("register", "returns_support")).fetchall()
        ),
    )
