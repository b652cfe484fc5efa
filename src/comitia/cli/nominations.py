"""``comitia register``, ``nominee`` and ``return``: who may be nominated, and who is."""

from pathlib import Path
from typing import Annotated, Any

import typer

from comitia.cli.arguments import (
    Authority,
    Encoding,
    File,
    Groups,
    Name,
    Person,
    RoundId,
    Unit,
    each,
    encoding_of,
    figures,
    pairs,
    written,
)
from comitia.cli.desk import Desk, desk
from comitia.cli.importing import Back, Good, LookOnly, before_this, import_good, shown
from comitia.cli.sealing import commitments, sealed_table
from comitia.explain.returns import Filing, history
from comitia.register.organisations import adopt, read_organisations
from comitia.register.organisations_preview import preview_organisations
from comitia.register.original import original
from comitia.register.persons import Known, read_persons
from comitia.register.persons_preview import preview_persons
from comitia.register.returns import keep_returns, read_returns
from comitia.register.returns_preview import preview_returns
from comitia.stages.filing import open_register, plan_of
from comitia.stages.founding import known_unit
from comitia.stages.ladder import deliberation
from comitia.stages.nominate import (
    AdoptRegister,
    EnterNominee,
    EnterNominees,
    FileReturn,
    ImportReturns,
    PlaceNominee,
    UnitNominations,
    WithdrawNominee,
)
from comitia.stages.quotas import reserving_groups
from comitia.stages.rounds import NO_REGISTER
from comitia.texts import N_

register = typer.Typer(add_completion=False, help=N_("The organisations of a unit."))
nominee = typer.Typer(add_completion=False, help=N_("Those who may be nominated."))
returns = typer.Typer(add_completion=False, help=N_("What organisations report in a round."))

Organisation = Annotated[str, typer.Argument(metavar="ORGANISATION", help=N_("The organisation's id."))]
Reason = Annotated[
    str,
    typer.Option(metavar="TEXT", help=N_("Why an earlier return is corrected; it is sealed. - reads standard input.")),
]
Details = Annotated[
    list[str] | None, typer.Option("--detail", metavar="WHAT=TEXT", help=N_("What else is kept, sealed; repeatable."))
]


@register.callback()
def _register() -> None:
    """The group holds one command so far."""


@register.command("adopt", help=N_("Adopt the register: columns organisation, parent, level, members (and electors)."))
def adopt_(
    ctx: typer.Context,
    unit: Unit,
    file: File,
    encoding: Encoding = "utf-8",
    preview: LookOnly = False,
    back: Back = "",
) -> None:
    here = desk(ctx)
    charter = here.election.charter
    known_unit(charter, unit)
    levels, sent = [level.id for level in charter.levels], original(Path(file), encoding_of(encoding))
    if preview or back:
        registers = {id: own.register for id, own in here.election.nominations.items() if own.register}
        earlier = registers.pop(unit, None)
        others, archive = list(registers.values()), here.folder.archive
        look = preview_organisations(sent, archive, unit, levels, charter.deliberating, earlier, others)
        shown(here, file, look, back, N_("Organisations"))
        return
    rows = read_organisations(sent, unit, levels, charter.deliberating)
    organisations, _, _ = adopt(here.folder.archive, rows)
    here.do(AdoptRegister, unit=unit, organisations=organisations)


@nominee.command("enter", help=N_("Enter a person who may be nominated."))
def enter(
    ctx: typer.Context, unit: Unit, person: Person, name: Name, group: Groups = None, detail: Details = None
) -> None:
    details = {**pairs(detail, "WHAT=TEXT"), "name": written(name, "--name")}
    desk(ctx).do(EnterNominee, unit=unit, person=person, details=details, groups=each(group))


@nominee.command(
    "import", help=N_("Enter many: columns person, name, groups (ids, separated by spaces), and whatever else is kept.")
)
def import_(
    ctx: typer.Context,
    unit: Unit,
    file: File,
    encoding: Encoding = "utf-8",
    preview: LookOnly = False,
    good: Good = False,
    back: Back = "",
) -> None:
    here = desk(ctx)
    known_unit(here.election.charter, unit)
    sent, known = original(Path(file), encoding_of(encoding)), _known(here, unit)
    if not (preview or good or back):
        table, openings = sealed_table(here, read_persons(sent, known))
        here.do(EnterNominees, unit=unit, persons=table, openings=openings)
        return
    look, persons = preview_persons(sent, known)
    if preview or not good:
        shown(here, file, look, back, N_("Persons"))
    else:
        table, openings = sealed_table(here, persons)
        import_good(here, file, look, back, EnterNominees, openings=openings, unit=unit, persons=table)


@nominee.command("place", help=N_("Place a nominee by a higher body, outside the roll-up."))
def place(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    authority: Authority,
    name: Name,
    group: Groups = None,
    detail: Details = None,
) -> None:
    details = {**pairs(detail, "WHAT=TEXT"), "name": written(name, "--name")}
    by = written(authority, "--authority")
    desk(ctx).do(PlaceNominee, unit=unit, person=person, authority=by, details=details, groups=each(group))


@nominee.command("withdraw", help=N_("Take a nominee off, at the nominee's own wish."))
def withdraw(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    statement: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("The nominee's own statement, as signed; it is sealed. - reads it."))
    ],
) -> None:
    words = written(statement, "--statement")
    desk(ctx).do(WithdrawNominee, unit=unit, person=person, statement=words)


@returns.command("file", help=N_("File one organisation's return: who was supported, by how many members."))
def file_(
    ctx: typer.Context,
    unit: Unit,
    round: RoundId,
    organisation: Organisation,
    participants: Annotated[int, typer.Option(metavar="NUMBER", help=N_("The members who took part."))],
    support: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PERSON=NUMBER]...", help=N_("The members who support each person.")),
    ] = None,
    reason: Reason = "",
) -> None:
    desk(ctx).do(
        FileReturn,
        unit=unit,
        round=round,
        organisation=organisation,
        participants=participants,
        support=figures(support),
        reason=written(reason, "--reason") if reason else "",
    )


@returns.command("import", help=N_("Many returns: columns organisation, participants, person, support."))
def import_returns(
    ctx: typer.Context,
    unit: Unit,
    round: RoundId,
    file: File,
    encoding: Encoding = "utf-8",
    reason: Reason = "",
    preview: LookOnly = False,
    good: Good = False,
    back: Back = "",
) -> None:
    here = desk(ctx)
    known_unit(here.election.charter, unit)
    archive, own = here.folder.archive, here.election.nominations.get(unit, UnitNominations())
    if own.register is None:
        raise NO_REGISTER.broken(unit=unit)
    charter = here.election.charter
    plan, register = plan_of(round, here.election.founding), open_register(round, own, unit)
    body, sent = deliberation(own, charter, plan), original(Path(file), encoding_of(encoding))
    why = written(reason, "--reason") if reason else ""
    if not (preview or good or back):
        read = read_returns(sent, archive, register, own.tables, own.persons, body)
        filed, support = keep_returns(archive, *read)
        here.do(ImportReturns, unit=unit, round=round, returns=filed, support=support, reason=why)
        return
    filings = before_this(here, own.filings[round])
    look, *told = preview_returns(sent, archive, register, own.tables, own.persons, body, filings)
    if preview or not good:
        shown(here, file, look, back, N_("Organisations"))
        return
    filed, support = keep_returns(archive, *told)
    fields: dict[str, Any] = {"unit": unit, "round": round, "returns": filed, "support": support, "reason": why}
    import_good(here, file, look, back, ImportReturns, **fields)


@returns.command("show", help=N_("Every return of an organisation, corrected ones too, and which of them counts."))
def show(ctx: typer.Context, organisation: Organisation) -> None:
    here = desk(ctx)
    shown = []
    for filing in history(organisation, here.entries, here.folder.archive):
        opening = here.store.opening(filing.reason) if filing.reason else None
        shown.append((filing, opening.content if opening else ""))
    if here.printer.as_json:
        here.printer.json([_fields(filing, reason) for filing, reason in shown])
        return
    for filing, reason in shown:
        what = N_("Entry {number}, {time}, {officer}: round {round} of {unit}; members who took part: {participants}")
        here.printer.sentence(
            what,
            number=str(filing.number),
            time=filing.time,
            officer=filing.officer,
            round=filing.round,
            unit=filing.unit,
            participants=filing.filed.participants,
        )
        for person, members in sorted(filing.filed.support.items(), key=lambda figure: (-figure[1], figure[0])):
            here.printer.sentence(N_("    {person}: {members}"), person=person, members=members)
        if reason:
            here.printer.sentence(N_("    It corrects an earlier one: {reason}"), reason=reason)
        here.printer.sentence(N_("    This return counts.") if filing.counts else N_("    It was corrected later."))


def _known(here: Desk, unit: str) -> Known:
    """What is known of persons before a file of them comes, save what this command entered under its key already."""
    charter = here.election.charter
    entered = here.election.nominations.get(unit, UnitNominations()).groups(here.reading.given)
    again = commitments(here)
    return Known(
        unit,
        [group.id for group in charter.groups],
        reserving_groups(charter, unit),
        {person: groups for person, groups in entered.items() if person not in again},
    )


def _fields(filing: Filing, reason: str) -> dict[str, object]:
    return {
        "entry": filing.number,
        "time": filing.time,
        "officer": filing.officer,
        "unit": filing.unit,
        "round": filing.round,
        "participants": filing.filed.participants,
        "support": filing.filed.support,
        "imported": filing.imported,
        "reason": reason,
        "counts": filing.counts,
    }
