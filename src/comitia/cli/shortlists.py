"""``comitia shortlist``: the list for the ballot, why it is as it is, and what other quotas would make of it."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated

import typer

from comitia.charter.values import ratio
from comitia.cli.arguments import Unit, each
from comitia.cli.desk import desk
from comitia.cli.slates import compare, show
from comitia.explain.what_if import Change, as_it_stands, changed, made_of, slate_of
from comitia.rules import RuleBroken, rule
from comitia.stages.founding import known_unit
from comitia.stages.shortlist import MakeShortlist
from comitia.texts import N_

shortlist = typer.Typer(add_completion=False)

CHANGE = rule(
    "command.what-if",
    says=N_("A changed quota is written as its id, a relation and a figure."),
    refusal=N_("{text} is not understood"),
    cure=N_("write QUOTA>=12, QUOTA<=40 or QUOTA=12 in quotes; the figure may also be a part of the places: 30%, 1/3"),
)


@shortlist.command(help=N_("Make the shortlist: by support, within the margin and the quotas."))
def _shortlist(
    ctx: typer.Context,
    unit: Unit,
    places: Annotated[
        int,
        typer.Option(
            metavar="NUMBER", min=0, help=N_("How many candidates; none for the least that the margin allows.")
        ),
    ] = 0,
    preview: Annotated[bool, typer.Option("--preview", help=N_("Only show it; nothing is written."))] = False,
    everybody: Annotated[bool, typer.Option("--all", help=N_("List everybody who is not on it, too."))] = False,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUOTA>=NUMBER",
            help=N_("Only show who would enter and leave with another quota (also <= and =); repeatable."),
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="QUOTA", help=N_("Only show who would enter and leave without a quota; repeatable.")),
    ] = None,
) -> None:
    here = desk(ctx)
    changes = [change for text in what_if or () for change in changes_of(text)]
    if not preview and not changes and not without:
        here.do(MakeShortlist, unit=unit, places=places)
        election = here.office.election
        if not here.printer.as_json:
            base, made = as_it_stands(unit, election, here.entries)
            show(here, slate_of(unit, base, made), everybody)
        return
    known_unit(here.election.charter, unit)
    base, made = as_it_stands(unit, here.election, here.entries)
    if not changes and not without:
        show(here, slate_of(unit, base, made, places), everybody)
        return
    before = slate_of(unit, base, made)
    asked = base.question(unit, places or len(before.candidates))
    groups = [group.id for group in base.charter.groups]
    after = made_of(changed(asked, changes, each(without), groups), base)
    compare(here, before, after)


def changes_of(text: str) -> Iterable[Change]:
    """``women>=12`` as the change of a quota. Raises RuleBroken ``command.what-if``."""
    match = re.fullmatch(r"([a-z0-9][a-z0-9._-]{0,31})\s*(>=|<=|=|≥|≤)\s*(.+)", text.strip())
    if not match:
        raise CHANGE.broken(text=text)
    quota, relation, written = match.groups()
    if written.isascii() and written.isdecimal() and len(written) < 10:
        figure: int | Fraction = int(written)
    else:
        try:
            figure = ratio(written, quota)
        except RuleBroken:
            raise CHANGE.broken(text=text) from None
    if relation not in ("<=", "≤"):
        yield Change(quota, "least", figure)
    if relation not in (">=", "≥"):
        yield Change(quota, "most", figure)
