"""``comitia vetting`` and ``comitia veto``: the bodies answer their checks, and a candidacy may be ended."""

from typing import Annotated

import typer

from comitia.cli.arguments import Person, Unit, each, written
from comitia.cli.desk import desk
from comitia.progress.steps import unanswered
from comitia.stages.vet import (
    CloseVetting,
    ConcludeVeto,
    GiveOpinion,
    OpenVetting,
    ProposeVeto,
    ReplyToVeto,
    SecondVeto,
)
from comitia.texts import N_

vetting = typer.Typer(add_completion=False, help=N_("Vet the nominees: open, give opinions, close."))
veto = typer.Typer(add_completion=False, help=N_("End a candidacy: propose, second, reply, conclude."))


@vetting.command("open", help=N_("Open vetting of everybody on the unit's list."))
def open_(ctx: typer.Context, unit: Unit) -> None:
    desk(ctx).do(OpenVetting, unit=unit)


@vetting.command("opinion", help=N_("Answer a check about nominees."))
def opinion(
    ctx: typer.Context,
    unit: Unit,
    check: Annotated[str, typer.Argument(metavar="CHECK", help=N_("The check's id in the charter."))],
    clear: Annotated[
        list[str] | None, typer.Option(metavar="PERSON", help=N_("Nothing stands against them; several with commas."))
    ] = None,
    adverse: Annotated[
        list[str] | None, typer.Option(metavar="PERSON", help=N_("Something does; it takes grounds."))
    ] = None,
    grounds: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("The grounds; they are sealed. - reads standard input."))
    ] = "",
    rest: Annotated[
        bool, typer.Option("--rest", help=N_("Clear everybody else who still needs an answer to this check."))
    ] = False,
) -> None:
    here = desk(ctx)
    cleared, doubted = each(clear), each(adverse)
    if rest:
        waiting = unanswered(here.election, unit, check)
        cleared += tuple(person for person in waiting if person not in (*cleared, *doubted))
    sealed = written(grounds, "--grounds") if grounds else ""
    here.do(GiveOpinion, unit=unit, check=check, clear=cleared, adverse=doubted, grounds=sealed)


@vetting.command("close", help=N_("Close vetting, when everybody is decided."))
def close(ctx: typer.Context, unit: Unit) -> None:
    desk(ctx).do(CloseVetting, unit=unit)


@veto.command("propose", help=N_("Propose a veto, on a ground of the charter."))
def propose(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    ground: Annotated[str, typer.Argument(metavar="GROUND", help=N_("The ground's id in the charter."))],
    reasons: Annotated[str, typer.Option(metavar="TEXT", help=N_("They are sealed. - reads standard input."))],
) -> None:
    desk(ctx).do(ProposeVeto, unit=unit, person=person, ground=ground, reasons=written(reasons, "--reasons"))


@veto.command("second", help=N_("Second a veto, as another decider."))
def second(ctx: typer.Context, unit: Unit, person: Person) -> None:
    desk(ctx).do(SecondVeto, unit=unit, person=person)


@veto.command("reply", help=N_("Take the nominee's reply."))
def reply(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    text: Annotated[str, typer.Option(metavar="TEXT", help=N_("It is sealed. - reads standard input."))],
) -> None:
    desk(ctx).do(ReplyToVeto, unit=unit, person=person, reply=written(text, "--text"))


@veto.command("conclude", help=N_("Conclude a veto, after the reply or its time."))
def conclude(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    outcome: Annotated[str, typer.Argument(metavar="stands|lifted", help=N_("What becomes of it."))],
) -> None:
    desk(ctx).do(ConcludeVeto, unit=unit, person=person, outcome=outcome)
