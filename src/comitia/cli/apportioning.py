"""``comitia apportion``: the seats go to the units, and somebody else decides where units are tied."""

from typing import Annotated

import typer

from comitia.cli.arguments import Authority, written
from comitia.cli.comparing import compared
from comitia.cli.desk import Desk, desk
from comitia.explain.seats import columns, remarks
from comitia.stages.apportion import Apportion, DecideTie
from comitia.texts import N_, Parameter

apportion = typer.Typer(add_completion=False, invoke_without_command=True)


@apportion.callback(
    help=N_("Apportion the seats to the units, by the charter's method; or set the methods side by side.")
)
def _apportion(
    ctx: typer.Context,
    compare: Annotated[
        bool, typer.Option("--compare", help=N_("Only set all methods side by side; nothing is recorded."))
    ] = False,
    plan: Annotated[
        str,
        typer.Option(
            "--charter", metavar="FILE", help=N_("With --compare: a charter's file, or the name of a shipped one.")
        ),
    ] = "",
) -> None:
    if compare or plan:
        compared(ctx, plan)
    elif ctx.invoked_subcommand is None:
        here = desk(ctx)
        here.do(Apportion)
        show(here)


@apportion.command("decide", help=N_("Record which of the units that are tied get the last seats of a part."))
def decide(
    ctx: typer.Context,
    part: Annotated[str, typer.Argument(metavar="PART", help=N_("The part's id; `members` where there is only one."))],
    units: Annotated[list[str], typer.Argument(metavar="UNIT...", help=N_("As many units as there are tied seats."))],
    authority: Authority,
) -> None:
    here = desk(ctx)
    here.do(DecideTie, part=part, units=tuple(units), authority=written(authority, "--authority"))
    show(here)


def show(here: Desk) -> None:
    """The seats of every unit and where they come from, and how to check them."""
    election, said = here.office.election, here.printer.said
    charter, of = election.charter, election.seats.of
    origins = columns(election.seats, charter)
    headings = {f"part {number}": said(heading) for number, (heading, _) in enumerate(origins)}
    rows: list[dict[str, Parameter]] = []
    for unit in charter.units:
        row: dict[str, Parameter] = {"unit": unit.name, "members": unit.members, "seats": of[unit.id]}
        row |= {name: own.get(unit.id, 0) for name, (_, own) in zip(headings, origins, strict=True)}
        rows.append(row)
    here.printer.details({"unit": N_("Unit"), "members": N_("Members"), **headings, "seats": N_("Seats")}, rows)
    if not here.printer.as_json:
        print()
    for sentence in remarks(election.seats, charter):
        here.printer.sentence(sentence.template, **sentence.parameters)
