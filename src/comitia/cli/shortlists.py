"""``comitia shortlist``: the list for the ballot, why it is as it is, and what other quotas would make of it."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, get_args

import typer

from comitia.charter.values import ratio
from comitia.cli.arguments import Unit, each
from comitia.cli.desk import desk
from comitia.cli.slates import compare, show, tell
from comitia.explain.slate import Slate
from comitia.explain.what_if import Change, as_it_stands, changed, made_slate, outcome, slate_of
from comitia.methods.crowd import Side
from comitia.rules import RuleBroken, rule
from comitia.stages.choosing import Question
from comitia.stages.contradiction import Weights
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


WEIGHTS = rule(
    "command.weights",
    says=N_("What it costs that a quota gives way is a number from 1 on, or fixed where it may not."),
    refusal=N_("{pair} is not understood"),
    cure=N_("write QUOTA=NUMBER or QUOTA=fixed; several with commas"),
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
    weights: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUOTA=NUMBER",
            help=N_("Where nothing fits: what it costs that a quota gives way by one, or fixed; repeatable."),
        ),
    ] = None,
) -> None:
    here = desk(ctx)
    changes, left_out = [change for text in what_if or () for change in changes_of(text)], each(without)
    costs = weights_of(each(weights))
    if not (preview or changes or left_out or costs):
        here.do(MakeShortlist, unit=unit, places=places)
        if not here.printer.as_json:
            show(here, made_slate(unit, here.office.election, here.entries), everybody)
        return
    known_unit(here.election.charter, unit)
    base, made = as_it_stands(unit, here.election, here.entries)
    groups = [group.id for group in base.charter.groups]

    def question(places: int) -> Question:
        return changed(base.question(unit, places), changes, left_out, groups)

    before = slate_of(unit, base, made, 0 if changes or left_out else places, costs)
    if not changes and not left_out:
        tell(here, before, everybody)
        return
    after = outcome(question, places or before.asked.places, base, costs)
    if isinstance(before, Slate) and isinstance(after, Slate):
        compare(here, before, after)
    else:
        tell(here, after, everybody)


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


def weights_of(pairs: Iterable[str]) -> Weights:
    """``women=3`` and ``leading=fixed`` as what it costs that either side of a quota gives way.

    Raises RuleBroken ``command.weights``.
    """
    found: dict[tuple[str, Side], int | None] = {}
    for pair in pairs:
        quota, _, written = pair.partition("=")
        number = written.isascii() and written.isdecimal() and 0 < int(written[:10]) < 10**9
        if not quota or not (number or written == "fixed"):
            raise WEIGHTS.broken(pair=pair)
        found |= {(quota, side): int(written) if number else None for side in get_args(Side)}
    return found
