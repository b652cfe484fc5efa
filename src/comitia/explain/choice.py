"""Why a nominee is on the shortlist or not, and why a candidate was elected or not: the figures that decided."""

from collections.abc import Iterator, Mapping

from comitia.charter.model import Charter
from comitia.explain.slate import Slate, why
from comitia.explain.told import listed
from comitia.stages.count import OutcomeDeclared, Tallied
from comitia.stages.margin import percent
from comitia.stages.poll import PollOpened
from comitia.texts import N_, Sentence


def on_shortlist(person: str, slate: Slate, charter: Charter) -> Iterator[Sentence]:
    """Why a person is on the shortlist or not, and the quotas that decided it, with their figures."""
    if person not in slate.asked.eligible:
        yield Sentence(N_("Not on the shortlist: was not among those who could stand when it was made."))
        return
    what = N_("Not on the shortlist of {places}: {why}.")
    if person in slate.candidates:
        what = N_("On the shortlist of {places}: {why}.")
    yield Sentence(what, {"places": len(slate.candidates), "why": why(person, slate)})
    if person not in slate.reasons:
        return
    said = slate.asked.measure.said
    figures = {"own": said(slate.asked.supported(person)), "least": said(slate.enough)}
    yield Sentence(N_("The support is {own}; without quotas it takes {least}."), figures)
    ahead = [] if person in slate.candidates else [*slate.ahead(person)]
    if not ahead and not slate.by_quota(person):
        return
    names = {quota.id: quota.name for quota in charter.quotas}
    for limit in slate.asked.limits:
        if limit.quota in slate.reasons[person].bounds:
            bounds = {"least": slate.asked.least_of(limit), "most": limit.most, "reached": slate.reached(limit)}
            what = N_("Quota {quota}: {reached} of the candidates, within {least} to {most}.")
            yield Sentence(what, {"quota": names[limit.quota], **bounds})
    if ahead:
        yield Sentence(N_("On it by quota with no more support: {ahead}."), {"ahead": listed(ahead)})


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
