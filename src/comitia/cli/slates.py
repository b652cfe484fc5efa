"""A shortlist as a table: who is on it and why, who is not, what each quota costs, and what another one changes."""

from collections.abc import Iterator, Sequence

from msgspec import to_builtins

from comitia.charter.model import Charter
from comitia.cli.desk import Desk
from comitia.explain.slate import Slate, why
from comitia.explain.told import listed
from comitia.explain.what_if import Impossible, difference
from comitia.stages.contradiction import altered, demanded, joined, names_of_quotas
from comitia.stages.names import names_of
from comitia.texts import N_, Parameter, Sentence

COLUMNS = {"person": N_("Person"), "name": N_("Name"), "groups": N_("Groups")}
SUPPORT, WHY = {"support": N_("Support")}, {"why": N_("Why")}
FIGURES = {"organisations": N_("Organisations"), "members": N_("Members")}
QUOTAS = {
    "id": N_("Quota"),
    "name": N_("Called"),
    "least": N_("Least"),
    "most": N_("Most"),
    "reached": N_("Reached"),
    "costs": N_("Costs in support"),
}
PLACES = N_("The list, place by place (- stays empty): {order}.")
Row = dict[str, Parameter]


def tell(here: Desk, answer: Slate | Impossible, everybody: bool = False) -> None:
    """A shortlist, or why there is none."""
    if isinstance(answer, Slate):
        show(here, answer, everybody)
    else:
        _impossible(here, answer)


def _impossible(here: Desk, answer: Impossible) -> None:
    """Which quotas contradict one another, which changes would do, and how many candidates."""
    printer, asked = here.printer, answer.asked
    names: dict[str, Parameter] = {limit.quota: limit.quota for limit in asked.limits}
    if printer.as_json:
        printer.json({"unit": asked.unit, "places": asked.places, "fits": False, **_plain_conflict(answer)})
        return
    what = N_("{unit}: no choice of {places} candidates meets all quotas.")
    printer.sentence(what, unit=here.election.charter.unit(asked.unit).name, places=asked.places)
    conflicts: list[Row] = [
        {"number": number, "quotas": joined([demanded(each, names) for each in conflict])}
        for number, conflict in enumerate(answer.conflicts, 1)
    ]
    printer.details({"number": N_("No."), "quotas": N_("Cannot be met together")}, conflicts)
    ways: list[Row] = [
        {"number": number, "changes": joined([altered(each, names) for each in way.changes]), "cost": way.cost}
        for number, way in enumerate(answer.ways, 1)
    ]
    if ways:
        printer.details({"number": N_("No."), "changes": N_("Would do instead"), "cost": N_("Weight")}, ways)
    printer.sentence("")
    if answer.fits:
        printer.sentence(N_("All quotas can be met by {fits} candidates: `--places {fits}`."), fits=answer.fits)
    else:
        printer.sentence(N_("No other number of candidates meets them either."))


def _plain_conflict(answer: Impossible) -> dict[str, object]:
    return {
        "contradictions": to_builtins(answer.conflicts),
        "changes": to_builtins(answer.ways),
        "places_that_fit": answer.fits,
    }


def show(here: Desk, slate: Slate, everybody: bool = False) -> None:
    """The candidates and why they are on the list; whom a quota kept off it, or ``everybody`` who is not on it; and
    what each quota costs."""
    printer, charter = here.printer, here.election.charter
    candidates, off = sorted(slate.candidates, key=slate.place), sorted(slate.off, key=slate.place)
    quotas = [*_quotas(slate, charter)]
    if printer.as_json:
        figures = {"unit": slate.asked.unit, "places": len(slate.candidates), "fits": True}
        lists = {"candidates": _plain(here, slate, candidates), "others": _plain(here, slate, off)}
        rows = [{name: printer.plain(value) for name, value in row.items()} for row in quotas]
        bounds = {"total": str(slate.selection.total), "upper": str(slate.selection.upper), "order": slate.order}
        printer.json({**figures, "support": _support(here, slate), **bounds, **lists, "quotas": rows})
        return
    printer.sentence(
        N_("{unit}: candidates: {candidates}; support of all together: {support}; without quotas it takes {least}."),
        unit=charter.unit(slate.asked.unit).name,
        candidates=len(candidates),
        support=slate.asked.measure.said(slate.support),
        least=slate.asked.measure.said(slate.enough),
    )
    printer.details(_columns(slate), [*_people(here, slate, candidates)])
    kept_off = off if everybody else [person for person in off if slate.by_quota(person)]
    if kept_off:
        printer.sentence("")
        printer.sentence(N_("Not on it:") if everybody else N_("Not on it because of a quota:"))
        printer.details(_columns(slate), [*_people(here, slate, kept_off)])
    if rest := [person for person in off if person not in kept_off]:
        what = N_("Not on it for lack of support or by lot: {count} (`--all` lists them). The first of them: {first}.")
        first = N_("{person}, support {support}, {why}")
        parameters = {"person": rest[0], "support": slate.asked.measure.said(slate.asked.supported(rest[0]))}
        printer.sentence("")
        printer.sentence(what, count=len(rest), first=Sentence(first, {**parameters, "why": why(rest[0], slate)}))
    if quotas:
        printer.details(QUOTAS, quotas)
    if slate.order:
        printer.sentence("")
        printer.sentence(PLACES, order=", ".join(person or "-" for person in slate.order))
    if slate.selection.upper != slate.selection.total:
        what = N_("A solver without a gap found it; what is proved is that none has more than {upper}, of {total}.")
        upper, total = slate.selection.upper, slate.selection.total
        printer.sentence("")
        printer.sentence(what, upper=slate.asked.measure.said_of(upper), total=slate.asked.measure.said_of(total))


def compare(here: Desk, before: Slate, after: Slate) -> None:
    """Who enters and who leaves from one slate to the other, and what that changes."""
    printer, charter = here.printer, here.election.charter
    changes = difference(before, after)
    measure = after.asked.measure
    if printer.as_json:
        figures = {"unit": after.asked.unit, "places": len(after.candidates), "fits": True}
        lists = {"enters": _plain(here, after, changes.enters), "leaves": _plain(here, after, changes.leaves)}
        printer.json({**figures, **lists, "before": _support(here, before), "after": _support(here, after)})
        return
    rows: list[Row] = []
    for people, what in ((changes.enters, N_("enters")), (changes.leaves, N_("leaves"))):
        for row in _people(here, after, sorted(people, key=after.place)):
            rows.append({"change": Sentence(what), **row})
    if rows:
        printer.rows({"change": N_("Change"), **_columns(after)}, rows)
        printer.sentence("")
    what = N_("Candidates: {places}, before {earlier}. Who enters: {enters}; who leaves: {leaves}.")
    counts = {"enters": len(changes.enters), "leaves": len(changes.leaves)}
    printer.sentence(what, places=len(after.candidates), earlier=len(before.candidates), **counts)
    what = N_("Support of all candidates: {after}, before {before}; difference: {difference}.")
    printer.sentence(
        what,
        after=measure.said(after.support),
        before=measure.said(before.support),
        difference=measure.said(changes.support),
    )
    if limits := [*_quotas(after, charter, costs=False)]:
        printer.details({name: heading for name, heading in QUOTAS.items() if name != "costs"}, limits)


def _columns(slate: Slate) -> dict[str, str]:
    """What a person has a column for: as much of the support as counts."""
    figures = {"first": SUPPORT, "rank": FIGURES, "shares": SUPPORT | FIGURES}[slate.asked.measure.plan.by]
    return COLUMNS | figures | WHY


def _people(here: Desk, slate: Slate, people: Sequence[str]) -> Iterator[Row]:
    own = here.election.nominations[slate.asked.unit]
    names = names_of(people, own, here.reading.given)
    counted = {limit.group for limit in slate.asked.limits}
    for person in people:
        groups = [group for group in slate.asked.eligible[person] if group in counted]
        own_support = slate.asked.supported(person)
        support = slate.asked.measure.share(own_support)
        yield {
            "person": person,
            "name": names[person],
            "groups": listed(groups),
            "support": support,
            **to_builtins(own_support),
            "why": why(person, slate),
        }


def _plain(here: Desk, slate: Slate, people: Sequence[str]) -> list[dict[str, object]]:
    """The same for programs: the groups as ids, the support in figures."""
    return [
        {
            **{name: here.printer.plain(value) for name, value in row.items()},
            "groups": slate.asked.eligible[person],
            "support": to_builtins(slate.asked.supported(person)),
        }
        for person, row in zip(people, _people(here, slate, people), strict=True)
    ]


def _support(here: Desk, slate: Slate) -> dict[str, object]:
    return {**to_builtins(slate.support), "measured": here.printer.plain(slate.asked.measure.said(slate.support))}


def _quotas(slate: Slate, charter: Charter, costs: bool = True) -> Iterator[Row]:
    names = names_of_quotas(charter)
    for limit in slate.asked.limits:
        figures = {"least": slate.asked.least_of(limit), "most": limit.most, "reached": slate.reached(limit)}
        row: Row = {"id": limit.quota, "name": names[limit.quota], **figures}
        yield row | ({"costs": slate.asked.measure.said_of(slate.costs[limit.quota])} if costs else {})
