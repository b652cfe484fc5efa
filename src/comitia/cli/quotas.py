"""``comitia quota``: quotas that are parts of all seats are split over the units."""

from typing import Annotated

import typer

from comitia.cli.desk import desk
from comitia.stages.split import SplitQuota
from comitia.texts import N_

quota = typer.Typer(add_completion=False, help=N_("Quotas that are parts of all seats."))


@quota.callback()
def _quota() -> None:
    """So that there is a group, though it has one command only."""


@quota.command("split", help=N_("Split a quota of the whole over the units, so that each can have its part."))
def split(
    ctx: typer.Context,
    quota: Annotated[str, typer.Argument(metavar="QUOTA", help=N_("The quota's id in the charter."))],
) -> None:
    here = desk(ctx)
    here.do(SplitQuota, quota=quota)
    own = here.office.election.splits[quota]
    seats = here.office.election.seats.of
    here.printer.details(
        {"unit": N_("Unit"), "seats": N_("Seats"), "part": N_("Of the group, at least"), "most": N_("Can be at most")},
        [
            {"unit": unit.name, "seats": seats[unit.id], "part": own.parts[unit.id], "most": own.most[unit.id]}
            for unit in here.office.election.charter.units
            if unit.id in own.parts
        ],
    )
