"""``comitia round``: open and close rounds, show their lists, and say who has not filed."""

from typing import Annotated

import typer

from comitia.cli.arguments import RoundId, Unit
from comitia.cli.desk import desk
from comitia.explain.lists import NodeList, Place, node_list, not_filed
from comitia.stages.founding import known_unit
from comitia.stages.margin import percent
from comitia.stages.nominate import CloseRound, OpenRound
from comitia.texts import N_, Parameter, Sentence

round = typer.Typer(add_completion=False, help=N_("Nomination rounds: their lists, and who has not filed."))

LISTED = 100
"""Organisations that have not filed, as many as a reader is shown; ``--json`` gives them all."""

SHORT = {"organisations": N_("cut, organisations short: {short}"), "members": N_("cut, members short: {short}")}

Round = Annotated[str, typer.Option("--round", metavar="ROUND", help=N_("The round; the last one if it is left out."))]


@round.command("open", help=N_("Open a nomination round in a unit."))
def open_(ctx: typer.Context, unit: Unit, round: RoundId) -> None:
    desk(ctx).do(OpenRound, unit=unit, round=round)


@round.command("close", help=N_("Close a round: the returns are rolled up, level by level."))
def close(ctx: typer.Context, unit: Unit, round: RoundId) -> None:
    here = desk(ctx)
    here.do(CloseRound, unit=unit, round=round)
    closed = here.office.election.nominations[unit].closed[round]
    here.printer.details(
        {
            "place": N_("Place"),
            "person": N_("Person"),
            "organisations": N_("Organisations"),
            "members": N_("Members"),
        },
        [
            {"place": place, "person": person, "organisations": organisations, "members": members}
            for place, (person, organisations, members) in enumerate(closed.nominees, 1)
        ],
    )


@round.command(
    "list", help=N_("Who is on a list of a closed round with which support, who was cut, and who took part.")
)
def list_(
    ctx: typer.Context,
    unit: Unit,
    node: Annotated[
        str, typer.Argument(metavar="[ORGANISATION]", help=N_("Whose list; the unit's own if it is left out."))
    ] = "",
    round: Round = "",
) -> None:
    here = desk(ctx)
    known_unit(here.election.charter, unit)
    found = node_list(here.election, here.folder.archive, unit, node, round)
    if here.printer.as_json:
        here.printer.json(_fields(found))
        return
    off = here.election.off(unit)
    level = next(level.name for level in here.election.charter.levels if level.id == found.level)
    here.printer.sentence(N_("{node} ({level}), round {round}"), node=found.node, level=level, round=found.round)
    here.printer.sentence(
        N_(
            "Filed: {returned} of {organisations} organisations ({organised} %); took part: {participants} of "
            "{members} members ({shared} %)"
        ),
        returned=found.returned,
        organisations=found.organisations,
        organised=percent(found.organised),
        participants=found.participants,
        members=found.members,
        shared=percent(found.shared),
    )
    here.printer.details(
        {
            "place": N_("Place"),
            "person": N_("Person"),
            "organisations": N_("Organisations"),
            "members": N_("Members"),
            "list": N_("List"),
        },
        [
            {
                "place": place.place,
                "person": place.person,
                "organisations": place.organisations,
                "members": place.members,
                "list": Sentence(N_("has left the lists")) if place.person in off else _listed(place),
            }
            for place in found.places
        ],
    )


def _listed(place: Place) -> Parameter:
    """Whether the name goes up, or what it lacked to the last that does."""
    if place.listed:
        return Sentence(N_("goes up"))
    return Sentence(SHORT[place.figure], {"short": place.short}) if place.figure else Sentence(N_("cut"))


def _fields(found: NodeList) -> dict[str, object]:
    return {
        "node": found.node,
        "level": found.level,
        "round": found.round,
        "organisations": found.organisations,
        "returned": found.returned,
        "members": found.members,
        "participants": found.participants,
        "nominees": [
            {
                "place": place.place,
                "person": place.person,
                "organisations": place.organisations,
                "members": place.members,
                "listed": place.listed,
                **({"short": place.short, "figure": place.figure} if place.figure else {}),
            }
            for place in found.places
        ],
    }


@round.command("missing", help=N_("Who has not filed in a round, by name, while it is open and after."))
def missing(
    ctx: typer.Context,
    unit: Unit,
    node: Annotated[str, typer.Option(metavar="ORGANISATION", help=N_("Only those below this organisation."))] = "",
    round: Round = "",
) -> None:
    here = desk(ctx)
    known_unit(here.election.charter, unit)
    absent = not_filed(here.election, here.folder.archive, unit, node, round)
    rows: list[dict[str, Parameter]] = [
        {"parent": each.parent, "organisation": each.organisation, "members": each.members} for each in absent
    ]
    if here.printer.as_json:
        here.printer.json(rows)
        return
    if rows:
        columns = {"parent": N_("Organisation above"), "organisation": N_("Organisation"), "members": N_("Members")}
        here.printer.rows(columns, rows[:LISTED])
    if len(rows) > LISTED:
        here.printer.sentence(N_("... and {count} more"), count=len(rows) - LISTED)
    members = sum(each.members for each in absent)
    what = N_("Organisations that have not filed: {count}, with {members} members")
    here.printer.sentence(what, count=len(rows), members=members)
