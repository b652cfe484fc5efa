"""``comitia register``, ``nominee`` and ``return``: who may be nominated, and who is."""

from pathlib import Path
from typing import Annotated

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
from comitia.cli.desk import desk
from comitia.cli.sealing import sealed_once
from comitia.explain.returns import Filing, history
from comitia.register.organisations import adopt, read_organisations
from comitia.register.persons import persons_table, read_persons
from comitia.register.returns import keep_returns, read_returns
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
def adopt_(ctx: typer.Context, unit: Unit, file: File, encoding: Encoding = "utf-8") -> None:
    here = desk(ctx)
    charter = here.election.charter
    known_unit(charter, unit)
    levels = [level.id for level in charter.levels]
    rows = read_organisations(Path(file), unit, levels, charter.deliberating, encoding=encoding_of(encoding))
    organisations, _, _ = adopt(here.folder.archive, rows)
    here.do(AdoptRegister, unit=unit, organisations=organisations)


@nominee.command("enter", help=N_("Enter a person who may be nominated."))
def enter(
    ctx: typer.Context, unit: Unit, person: Person, name: Name, group: Groups = None, detail: Details = None
) -> None:
    details = {**pairs(detail, "WHAT=TEXT"), "name": written(name, "--name")}
    desk(ctx).do(EnterNominee, unit=unit, person=person, details=details, groups=each(group))


@nominee.command("import", help=N_("Enter many: columns person, name, groups, and whatever else is kept."))
def import_(ctx: typer.Context, unit: Unit, file: File, encoding: Encoding = "utf-8") -> None:
    here = desk(ctx)
    charter = here.election.charter
    known_unit(charter, unit)
    groups = [group.id for group in charter.groups]
    persons = read_persons(Path(file), groups, encoding=encoding_of(encoding))
    openings = sealed_once(here, persons)
    rows = [(each.person, each.groups, part.commitment) for each, part in zip(persons, openings, strict=True)]
    here.do(EnterNominees, unit=unit, persons=persons_table(here.folder.archive, rows), openings=openings)


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
    ctx: typer.Context, unit: Unit, round: RoundId, file: File, encoding: Encoding = "utf-8", reason: Reason = ""
) -> None:
    here = desk(ctx)
    known_unit(here.election.charter, unit)
    archive, own = here.folder.archive, here.election.nominations.get(unit, UnitNominations())
    if own.register is None:
        raise NO_REGISTER.broken(unit=unit)
    charter = here.election.charter
    plan, register = plan_of(round, here.election.founding), open_register(round, own, unit)
    body, code = deliberation(own, charter, plan), encoding_of(encoding)
    read = read_returns(Path(file), archive, register, own.tables, own.persons, body, encoding=code)
    filed, support = keep_returns(archive, *read)
    why = written(reason, "--reason") if reason else ""
    here.do(ImportReturns, unit=unit, round=round, returns=filed, support=support, reason=why)


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
