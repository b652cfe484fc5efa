"""What a lottery means: everybody's chance, why nobody has more, and which ticket decided."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import msgspec

from comitia.charter.model import Charter
from comitia.explain.told import listed
from comitia.methods.lots import draw
from comitia.stages.lottery import LotteryPublished, ShortlistDrawn
from comitia.stages.margin import percent
from comitia.stages.tickets import read
from comitia.tables.archive import Archive
from comitia.texts import N_, Parameter, Sentence


class Chance(msgspec.Struct, frozen=True):
    """The ``chance`` of each of the ``people`` who are alike: members of just these of the quotas' ``groups``."""

    groups: tuple[str, ...]
    people: tuple[str, ...]
    chance: Fraction


def chances(
    published: LotteryPublished, charter: Charter, groups: Mapping[str, tuple[str, ...]], archive: Archive
) -> list[Chance]:
    """Type by type, the least chance first. ``groups``: those of everybody who was vetted."""
    asked = {quota.group for quota in charter.quotas if quota.of == "candidates"}
    found = read(published, archive)
    rows = [
        Chance(tuple(group for group in groups[ids[0]] if group in asked), ids, chance)
        for ids, chance in zip(found.types, found.chances(), strict=True)
    ]
    return sorted(rows, key=lambda row: (row.chance, row.groups, row.people))


def tickets(published: LotteryPublished) -> int:
    """How many tickets there are."""
    return sum(map(int, published.tickets))


def proof(published: LotteryPublished) -> Iterator[Sentence]:
    """How great the chances can be, and what proves it."""
    what = N_("Places to be drawn: {places}; panels: {panels}; tickets: {tickets}; every panel keeps every quota.")
    places = published.places - len(published.placed) - len(published.kept)
    figures: dict[str, Parameter] = {"places": places, "panels": len(published.tickets)}
    yield Sentence(what, {**figures, "tickets": str(tickets(published))})
    if published.support:
        what = N_("Only panels of the greatest support within the quotas are drawn from: {total}.")
        yield Sentence(what, {"total": published.total})
    if published.chances[:1] == ("0",):
        yield Sentence(N_("Some can be on no panel: their chance is 0."))
    if least := next((chance for chance in published.chances if chance != "0"), ""):
        what = N_("It is proved that no lottery makes the least chance, 0 aside, greater than {chance}.")
        yield Sentence(what, {"chance": least})
    if published.shortfall != "0":
        what = N_("Nobody's chance falls short of the best that is proved by more than {shortfall}.")
        yield Sentence(what, {"shortfall": published.shortfall})


def own_chance(
    person: str,
    published: LotteryPublished,
    charter: Charter,
    groups: Mapping[str, tuple[str, ...]],
    archive: Archive,
) -> Iterator[Sentence]:
    """What a lottery promises one person before it is drawn."""
    if person in published.placed:
        yield Sentence(N_("Stands without a draw: placed by a higher body."))
    elif person in published.kept:
        yield Sentence(N_("Stands without a draw: was drawn before."))
    for row in chances(published, charter, groups, archive):
        if person in row.people:
            what = N_(
                "In the lottery, with a chance of {chance} ({percent} %), like everybody in the same groups of quotas "
                "({groups}): {people} in all; the draw is on {day}."
            )
            figures: dict[str, Parameter] = {"chance": str(row.chance), "percent": percent(row.chance)}
            figures |= {"groups": listed(row.groups), "people": len(row.people), "day": published.draws_on}
            yield Sentence(what, figures)


def own_draw(person: str, published: LotteryPublished, event: ShortlistDrawn, archive: Archive) -> Iterator[Sentence]:
    """Why a person was drawn or not: the ticket, its panel, and the place among those who are alike."""
    found = read(published, archive)
    type = next((type for type, ids in enumerate(found.types) if person in ids), None)
    if type is None:
        if person not in event.candidates:
            yield Sentence(N_("Not on the shortlist: was not in the lottery."))
        return
    panel = found.panel_of(int(event.ticket))
    order = draw(event.seed, f"lottery/{event.unit}", found.types[type])
    template = (
        N_(
            "On the shortlist: ticket {ticket} of {tickets} belongs to panel {panel}, which takes {count} of those who "
            "are alike ({people}); this nominee was drawn as number {place} of them."
        )
        if person in event.candidates
        else N_(
            "Not on the shortlist: ticket {ticket} of {tickets} belongs to panel {panel}, which takes {count} of those "
            "who are alike ({people}); this nominee was drawn as number {place} of them."
        )
    )
    figures: dict[str, Parameter] = {"ticket": event.ticket, "tickets": str(tickets(published)), "panel": panel + 1}
    figures |= {"count": found.panels[panel][type], "people": len(order), "place": order.index(person) + 1}
    yield Sentence(template, figures)
