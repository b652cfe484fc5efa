"""``comitia lottery``: candidates who are drawn, with everybody's chance on the record before the draw."""

from typing import Annotated

import typer

from comitia.cli.arguments import Unit
from comitia.cli.desk import desk
from comitia.explain.lottery import chances, proof, tickets
from comitia.rules import rule
from comitia.stages.founding import known_unit
from comitia.stages.lottery import DrawShortlist, PublishLottery
from comitia.stages.margin import percent
from comitia.texts import N_, Parameter

lottery = typer.Typer(
    add_completion=False, help=N_("Candidates by lottery: publish it, show everybody's chance, draw.")
)

UNPUBLISHED = rule(
    "command.lottery",
    says=N_("A lottery is shown where one was published."),
    refusal=N_("{unit} has no lottery"),
    cure=N_("publish one with `comitia lottery publish {unit} --source TEXT --on DATE`"),
)


@lottery.command("publish", help=N_("Publish the lottery: its panels and tickets, and the source of its numbers."))
def publish(
    ctx: typer.Context,
    unit: Unit,
    source: Annotated[str, typer.Option(metavar="TEXT", help=N_("What will give the numbers; this is public."))],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=N_("The day on which it gives them."))],
    places: Annotated[
        int, typer.Option(metavar="NUMBER", help=N_("How many candidates; none for the least that the margin allows."))
    ] = 0,
) -> None:
    desk(ctx).do(PublishLottery, unit=unit, source=source, draws_on=on, places=places)


@lottery.command("draw", help=N_("Draw the shortlist, with the numbers that the source gave."))
def draw(
    ctx: typer.Context, unit: Unit, seed: Annotated[str, typer.Argument(metavar="SEED", help=N_("These numbers."))]
) -> None:
    desk(ctx).do(DrawShortlist, unit=unit, seed=seed)


@lottery.command("show", help=N_("Show a lottery: the chances of all who are in it, and their proof."))
def show(ctx: typer.Context, unit: Unit) -> None:
    here = desk(ctx)
    election = here.election
    known_unit(election.charter, unit)
    if unit not in election.lotteries:
        raise UNPUBLISHED.broken(unit=unit)
    published = election.lotteries[unit].published
    rows = chances(published, election.charter, election.groups(unit), here.folder.archive)
    if here.printer.as_json:
        here.printer.json(
            {
                "places": published.places,
                "panels": len(published.tickets),
                "tickets": str(tickets(published)),
                "proved": list(published.chances),
                "shortfall": published.shortfall,
                "source": published.source,
                "draws_on": published.draws_on,
                "chances": [
                    {"groups": list(row.groups), "people": list(row.people), "chance": str(row.chance)} for row in rows
                ],
            }
        )
        return
    for sentence in proof(published):
        here.printer.sentence(sentence.template, **sentence.parameters)
    what = N_("The draw is on {day}, with numbers from: {source}")
    here.printer.sentence(what, day=published.draws_on, source=published.source)
    names = {group.id: group.name for group in election.charter.groups}
    cells: list[dict[str, Parameter]] = [
        {
            "groups": " + ".join(here.printer.said(names[group]) for group in row.groups) or "-",
            "people": len(row.people),
            "chance": str(row.chance),
            "percent": f"{percent(row.chance)} %",
        }
        for row in rows
    ]
    columns = {
        "groups": N_("Groups"),
        "people": N_("People"),
        "chance": N_("Chance of each"),
        "percent": N_("Per cent"),
    }
    here.printer.details(columns, cells)
