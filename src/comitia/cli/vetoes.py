"""``comitia veto``: a candidacy is ended, step by step, and the nominee is heard before it takes effect."""

from typing import Annotated

import typer

from comitia.cli.arguments import Evidence, Person, Reasons, Unit, written
from comitia.cli.desk import desk
from comitia.stages.appeal import DecideAppeal, FileAppeal
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto
from comitia.texts import N_

veto = typer.Typer(
    add_completion=False, help=N_("End a candidacy: propose, second, notify, reply, conclude, appeal, decide.")
)

Words = Annotated[str, typer.Option("--text", metavar="TEXT", help=N_("It is sealed. - reads standard input."))]
Outcome = Annotated[str, typer.Argument(metavar="stands|lifted", help=N_("What becomes of it."))]


@veto.command("propose", help=N_("Propose a veto, on a ground of the charter."))
def propose(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    ground: Annotated[str, typer.Argument(metavar="GROUND", help=N_("The ground's id in the charter."))],
    reasons: Reasons,
    evidence: Evidence = None,
) -> None:
    here = desk(ctx)
    why, files = written(reasons, "--reasons"), here.attached(evidence)
    here.do(ProposeVeto, unit=unit, person=person, ground=ground, reasons=why, evidence=files)


@veto.command("second", help=N_("Second a veto, as another decider."))
def second(ctx: typer.Context, unit: Unit, person: Person) -> None:
    desk(ctx).do(SecondVeto, unit=unit, person=person)


@veto.command("notify", help=N_("Record that the nominee was told; the time to reply runs from this day."))
def notify(
    ctx: typer.Context,
    unit: Unit,
    person: Person,
    service: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("How the nominee was told, and by whom; it is sealed."))
    ],
    evidence: Evidence = None,
) -> None:
    here = desk(ctx)
    how, files = written(service, "--service"), here.attached(evidence)
    here.do(NotifyOfVeto, unit=unit, person=person, service=how, evidence=files)


@veto.command("reply", help=N_("Take the nominee's reply."))
def reply(ctx: typer.Context, unit: Unit, person: Person, text: Words, evidence: Evidence = None) -> None:
    here = desk(ctx)
    said, files = written(text, "--text"), here.attached(evidence)
    here.do(ReplyToVeto, unit=unit, person=person, reply=said, evidence=files)


@veto.command("conclude", help=N_("Review a veto after the reply or its time: it stands, or is lifted."))
def conclude(ctx: typer.Context, unit: Unit, person: Person, outcome: Outcome, reasons: Reasons) -> None:
    why = written(reasons, "--reasons")
    desk(ctx).do(ConcludeVeto, unit=unit, person=person, outcome=outcome, reasons=why)


@veto.command("appeal", help=N_("Take the nominee's appeal against a veto that stands."))
def appeal(ctx: typer.Context, unit: Unit, person: Person, text: Words, evidence: Evidence = None) -> None:
    here = desk(ctx)
    said, files = written(text, "--text"), here.attached(evidence)
    here.do(FileAppeal, unit=unit, person=person, appeal=said, evidence=files)


@veto.command("decide", help=N_("Decide an appeal, as a vetter of the charter's body of appeal."))
def decide(ctx: typer.Context, unit: Unit, person: Person, outcome: Outcome, reasons: Reasons) -> None:
    why = written(reasons, "--reasons")
    desk(ctx).do(DecideAppeal, unit=unit, person=person, outcome=outcome, reasons=why)
