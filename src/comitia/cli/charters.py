"""``comitia charter``: the plan of an election, before there is one."""

from pathlib import Path
from typing import Annotated

import typer

from comitia.charter.agenda import agenda
from comitia.charter.file import load, loads
from comitia.charter.model import Charter
from comitia.charter.shipped import shipped, shipped_text
from comitia.cli.line import Line
from comitia.texts import N_

charter = typer.Typer(
    add_completion=False, help=N_("The plan of an election: list and show the shipped ones, check your own.")
)


def charter_of(plan: str) -> Charter:
    """A shipped charter by its name, or one in a file. Raises RulesBroken."""
    return loads(shipped_text(plan), plan) if plan in shipped() else load(Path(plan))


@charter.command("list", help=N_("List the charters that come with comitia."))
def list_(ctx: typer.Context) -> None:
    line: Line = ctx.obj
    plans = {name: charter_of(name) for name in shipped()}
    line.printer.rows(
        {
            "name": N_("Charter"),
            "body": N_("Body"),
            "election": N_("Election"),
            "units": N_("Units"),
            "seats": N_("Seats"),
        },
        [
            {
                "name": name,
                "body": plan.body,
                "election": plan.name,
                "units": len(plan.units),
                "seats": plan.seats.total,
            }
            for name, plan in plans.items()
        ],
    )


@charter.command("show", help=N_("Print a shipped charter, to read or to begin your own with."))
def show(name: Annotated[str, typer.Argument(metavar="NAME", help=N_("A name of `comitia charter list`."))]) -> None:
    print(shipped_text(name), end="")


@charter.command("check", help=N_("Check a charter: every fault at its line and column, else its calendar."))
def check(
    ctx: typer.Context,
    plan: Annotated[str, typer.Argument(metavar="FILE", help=N_("A TOML file, or the name of a shipped charter."))],
) -> None:
    line: Line = ctx.obj
    found = charter_of(plan)
    line.printer.sentence(
        N_("{body}: {election}. {units} units, {seats} seats. No fault was found."),
        body=found.body,
        election=found.name,
        units=len(found.units),
        seats=found.seats.total,
    )
    line.printer.rows(
        {"opens": N_("From"), "closes": N_("Until"), "working": N_("Working days"), "what": N_("What")},
        [
            {
                "opens": period.opens.isoformat(),
                "closes": period.closes.isoformat(),
                "working": period.working,
                "what": period.what,
            }
            for period in agenda(found)
        ],
    )
