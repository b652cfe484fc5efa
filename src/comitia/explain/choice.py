"""Why a nominee is on the shortlist or not, and why a candidate was elected or not: the figures that decided."""

from collections.abc import Iterator, Mapping

from comitia.charter.model import Charter
from comitia.explain.told import listed
from comitia.stages.choosing import Question
from comitia.stages.count import OutcomeDeclared, Tallied
from comitia.stages.margin import percent
from comitia.stages.poll import PollOpened
from comitia.stages.shortlist import ShortlistMade
from comitia.texts import N_, Parameter, Sentence


def on_shortlist(person: str, made: ShortlistMade, asked: Question, charter: Charter) -> Iterator[Sentence]:
    """Why a person is on the shortlist or not; ``asked`` is what it answers, as things stood when it was made."""
    support, eligible = asked.supported(person), asked.eligible
    worth = {each: asked.measure.worth(asked.supported(each)) for each in asked.free}
    chosen = [each for each in made.candidates if each not in made.placed]
    last = min(chosen, key=worth.__getitem__, default="")
    figures: dict[str, Parameter] = {"places": len(made.candidates), "support": asked.measure.said(support)}
    figures["least"] = asked.measure.said(asked.supported(last))
    if person in made.placed:
        yield Sentence(N_("On the shortlist: placed there by a higher body."))
    elif person in chosen:
        what = N_("On the shortlist of {places}, with the support {support}; the least of those chosen had {least}.")
        yield Sentence(what, figures)
    elif person not in eligible:
        yield Sentence(N_("Not on the shortlist: was not among those who could stand when it was made."))
    elif person not in worth:
        yield from _too_little(asked, person)
    elif worth[person] < worth[last]:
        what = N_(
            "Not on the shortlist of {places}: the support was {support}, and all who were chosen had {least} or more."
        )
        yield Sentence(what, figures)
    elif worth[person] == worth[last] and not made.prices:
        equals = [each for each in chosen if worth[each] == worth[person]]
        what = N_(
            "Not on the shortlist of {places}: the support was {support}, as that of {equals}, and the lot decided: "
            "this nominee drew {lot}, they drew {lots}; the higher lot wins."
        )
        lots = asked.lots
        drawn = ", ".join(str(lots[each]) for each in equals)
        yield Sentence(what, {**figures, "equals": listed(equals), "lot": lots[person], "lots": drawn})
    else:
        before = [each for each in chosen if worth[each] <= worth[person]]
        what = N_(
            "Not on the shortlist of {places}: the support was {support}; {before} are on it with no more, because of "
            "quotas."
        )
        yield Sentence(what, {**figures, "before": listed(before)})
        yield from _quotas(person, made, asked, charter)


def _too_little(asked: Question, person: str) -> Iterator[Sentence]:
    """The support was not enough to be chosen at all: what the charter asks, and what there was."""
    plan, full, own = asked.measure.plan, asked.measure.full, asked.supported(person)
    for ratio, number, whole, what in (
        (
            plan.organisations_more_than,
            own.organisations,
            full.organisations,
            N_(
                "Not on the shortlist: it takes the support of more than {ratio} % of {whole} organisations; "
                "it was {own}."
            ),
        ),
        (
            plan.members_more_than,
            own.members,
            full.members,
            N_("Not on the shortlist: it takes the support of more than {ratio} % of {whole} members; it was {own}."),
        ),
    ):
        if ratio is not None and number <= ratio * whole:
            yield Sentence(what, {"ratio": percent(ratio), "whole": whole, "own": number})


def _quotas(person: str, made: ShortlistMade, asked: Question, charter: Charter) -> Iterator[Sentence]:
    """The quotas that stand between a person and the shortlist: they are met with nobody to spare."""
    names = {quota.id: quota.name for quota in charter.quotas}
    for limit in asked.limits:
        reached = sum(limit.group in asked.eligible[each] for each in made.candidates)
        inside = limit.group in asked.eligible[person]
        figures = {"least": limit.least, "most": limit.most, "reached": reached}
        if inside and reached == limit.most:
            what = N_(
                "The quota {quota} allows {most} of this nominee's group among the candidates, and {reached} are on it."
            )
            yield Sentence(what, {"quota": names[limit.quota], **figures})
        elif not inside and reached == limit.least:
            what = N_(
                "The quota {quota} asks for {least} of a group that this nominee is not in, and {reached} are on it."
            )
            yield Sentence(what, {"quota": names[limit.quota], **figures})


def in_vote(
    person: str,
    opened: PollOpened,
    present: int,
    tally: Tallied,
    outcome: OutcomeDeclared,
    charter: Charter,
    groups: Mapping[str, tuple[str, ...]],
) -> Iterator[Sentence]:
    """What one vote decided about a candidate, with the figures. ``groups`` are those of the unit's candidates."""
    approvals = {each: row[0] for each, row in zip(opened.candidates, tally.tally, strict=True)}
    own, approve, against, abstain = approvals[person], *tally.tally[opened.candidates.index(person)]
    figures = {"round": opened.round, "approve": approve, "against": against, "abstain": abstain}
    what = N_("Vote {round}; approvals: {approve}; against: {against}; abstentions: {abstain}.")
    yield Sentence(what, {**figures})
    yield from _threshold(opened, present, tally, outcome, charter)
    last = min((approvals[each] for each in (*outcome.elected, *outcome.tied)), default=0)
    if outcome.lot and person in outcome.lot:
        place = outcome.lot.index(person) + 1
        what = N_("It was a tie of {tied}, and the lot decided; this candidate was drawn as number {place}.")
        yield Sentence(what, {"tied": listed(outcome.lot), "place": place})
    if person in outcome.elected:
        yield Sentence(N_("Elected in vote {round}."), {"round": opened.round})
    elif person in outcome.tied:
        what = N_("Tied in vote {round}: {tied} are equal at the cut and compete for {places} places.")
        yield Sentence(what, {"round": opened.round, "tied": listed(outcome.tied), "places": outcome.tied_places})
    elif person not in outcome.lot and own < max(outcome.needed, 1):
        what = N_("Not elected; approvals: {approvals}, needed: {needed}.")
        yield Sentence(what, {"approvals": own, "needed": max(outcome.needed, 1)})
    elif person not in outcome.lot and own < last:
        what = N_(
            "Not elected: {approvals} approvals would have been enough, but there were {places} places, and all who "
            "are ahead have {last} approvals or more."
        )
        yield Sentence(what, {"approvals": own, "places": opened.places, "last": last})
    elif person not in outcome.lot:
        yield from _reserved(own, outcome, approvals, charter, groups)


def _threshold(
    opened: PollOpened, present: int, tally: Tallied, outcome: OutcomeDeclared, charter: Charter
) -> Iterator[Sentence]:
    counting = charter.counting
    if not outcome.needed or counting.more_than is None:
        yield Sentence(N_("In this vote those with the most approvals are elected."))
        return
    what = {
        "due": N_("It takes {needed} approvals: more than {ratio} % of {base} electors due."),
        "present": N_("It takes {needed} approvals: more than {ratio} % of {base} electors present."),
        "valid": N_("It takes {needed} approvals: more than {ratio} % of {base} valid papers."),
    }[counting.base]
    base = {"due": opened.due, "present": present, "valid": tally.valid}[counting.base]
    yield Sentence(what, {"needed": outcome.needed, "ratio": percent(counting.more_than), "base": base})


def _reserved(
    own: int,
    outcome: OutcomeDeclared,
    approvals: Mapping[str, int],
    charter: Charter,
    groups: Mapping[str, tuple[str, ...]],
) -> Iterator[Sentence]:
    """Places are reserved, so that somebody with no more approvals was elected, or a place stays open for a group."""
    for quota in charter.quotas:
        if quota.of == "elected":
            took = [each for each in outcome.elected if approvals[each] <= own and quota.group in groups.get(each, ())]
            what = N_(
                "Not elected: {approvals} approvals, but places are reserved by the quota {quota}; with no more "
                "approvals, these took them: {took}."
            )
            yield Sentence(what, {"approvals": own, "quota": quota.name, "took": listed(took)})
