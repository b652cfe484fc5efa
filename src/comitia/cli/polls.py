"""``comitia poll`` and ``comitia count``: a unit's meeting votes, and its papers become a result."""

from pathlib import Path
from typing import Annotated

import typer

from comitia.cli.arguments import Unit, figures
from comitia.cli.desk import desk
from comitia.cli.papers import read_papers
from comitia.stages.count import ConfirmTally, EnterPapers, EnterTally, LeaveVacant
from comitia.stages.poll import AccountPapers, ApproveScrutineers, DeclareValidity, OpenPoll, RecordAttendance
from comitia.texts import N_

poll = typer.Typer(add_completion=False, help=N_("The vote of a unit's meeting."))
count = typer.Typer(add_completion=False, help=N_("Count the papers, and sign the tally."))


@poll.command("open", help=N_("Open the vote that is next: the first, one among the tied, or one for open places."))
def open_(
    ctx: typer.Context,
    unit: Unit,
    due: Annotated[int, typer.Option(metavar="NUMBER", help=N_("The electors due to attend."))],
) -> None:
    here = desk(ctx)
    here.do(OpenPoll, unit=unit, due=due)
    paper = here.office.election.polls[unit].votes[-1].opened.candidates
    here.printer.details(
        {"place": N_("On the paper"), "person": N_("Person")},
        [{"place": place, "person": person} for place, person in enumerate(paper, 1)],
    )


@poll.command("attend", help=N_("Record how many electors are present."))
def attend(
    ctx: typer.Context,
    unit: Unit,
    present: Annotated[int, typer.Argument(metavar="NUMBER", help=N_("The electors present."))],
) -> None:
    desk(ctx).do(RecordAttendance, unit=unit, present=present)


@poll.command("scrutineers", help=N_("Record the scrutineers whom the meeting approved."))
def scrutineers(
    ctx: typer.Context,
    unit: Unit,
    officers: Annotated[list[str], typer.Argument(metavar="OFFICER...", help=N_("Scrutineers of the unit."))],
) -> None:
    desk(ctx).do(ApproveScrutineers, unit=unit, scrutineers=tuple(officers))


@poll.command("papers", help=N_("Account for the ballot papers."))
def papers(
    ctx: typer.Context,
    unit: Unit,
    issued: Annotated[int, typer.Option(metavar="NUMBER", help=N_("Papers handed out."))],
    returned: Annotated[int, typer.Option(metavar="NUMBER", help=N_("Papers taken from the box."))],
) -> None:
    desk(ctx).do(AccountPapers, unit=unit, issued=issued, returned=returned)


@poll.command("declare", help=N_("Declare the vote valid; it is void where more papers came back than were issued."))
def declare(ctx: typer.Context, unit: Unit) -> None:
    desk(ctx).do(DeclareValidity, unit=unit)


@count.command("enter", help=N_("Enter the papers: a line for each, one sign for each name on the paper, + or - or 0."))
def enter(
    ctx: typer.Context,
    unit: Unit,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("A text file; - reads standard input."))],
) -> None:
    desk(ctx).do(EnterPapers, unit=unit, papers=read_papers(Path(file)))


@count.command("tally", help=N_("Enter a tally that was made by hand."))
def tally(
    ctx: typer.Context,
    unit: Unit,
    approve: Annotated[
        list[str],
        typer.Argument(metavar="PERSON=NUMBER...", help=N_("The papers that approve of each name on the paper.")),
    ],
    valid: Annotated[int, typer.Option(metavar="NUMBER", help=N_("Valid papers."))],
    blank: Annotated[int, typer.Option(metavar="NUMBER", help=N_("Valid papers that approve of nobody."))] = 0,
    against: Annotated[
        list[str] | None, typer.Option(metavar="PERSON=NUMBER", help=N_("Papers against a name; repeatable."))
    ] = None,
    overvote: Annotated[int, typer.Option(metavar="NUMBER", help=N_("Void: more approvals than places."))] = 0,
    undervote: Annotated[
        int, typer.Option(metavar="NUMBER", help=N_("Void: fewer approvals than the charter asks."))
    ] = 0,
    unreadable: Annotated[int, typer.Option(metavar="NUMBER", help=N_("Void: cannot be read."))] = 0,
) -> None:
    void = {"ballot.overvote": overvote, "ballot.undervote": undervote, "ballot.unreadable": unreadable}
    desk(ctx).do(
        EnterTally,
        unit=unit,
        valid=valid,
        blank=blank,
        invalid={rule: papers for rule, papers in void.items() if papers},
        approve=figures(approve),
        against=figures(against),
    )


@count.command("confirm", help=N_("Sign the tally that another scrutineer entered, or reject it."))
def confirm(
    ctx: typer.Context,
    unit: Unit,
    reject: Annotated[bool, typer.Option("--reject", help=N_("It does not agree with the papers."))] = False,
) -> None:
    desk(ctx).do(ConfirmTally, unit=unit, agree=0 if reject else 1)


@count.command("vacant", help=N_("Leave open places vacant, with the consent of the meeting."))
def vacant(
    ctx: typer.Context,
    unit: Unit,
    consenting: Annotated[int, typer.Option(metavar="NUMBER", help=N_("The electors who consent."))],
) -> None:
    desk(ctx).do(LeaveVacant, unit=unit, consenting=consenting)
