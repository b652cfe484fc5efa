"""Figures within a charter: limits that can be met, and enough of everything that there has to be."""

from collections.abc import Iterator
from fractions import Fraction

from comitia.charter.finding import Finding, dotted
from comitia.charter.model import (
    Counting,
    Level,
    Margin,
    Margins,
    Nomination,
    Poll,
    Quorum,
    Retention,
    Shortlisting,
    Unit,
)
from comitia.charter.places import Path
from comitia.rules import rule
from comitia.texts import N_, Sentence

TOO_FEW = rule(
    "charter.too-few",
    says=N_(
        "An election has a unit, a round, a rank order, and at least two levels: the primary organisation and the unit."
    ),
    refusal=N_("{key} has {found}, and must have at least {needed}"),
    cure=N_("add what is missing"),
    sources=("CN-P-04",),
)
ONE_LIMIT = rule(
    "charter.one-limit",
    says=N_("A limit is either more than a ratio or at least a ratio."),
    refusal=N_("{key} has {found} of more_than and at_least"),
    cure=N_("write exactly one of the two"),
    sources=("CN-P-01", "CN-L-38", "CN-L-24", "CN-B-18"),
)
WHOLE = rule(
    "charter.whole",
    says=N_("A part is not more than the whole, and nothing is asked for that would have to be more."),
    refusal=N_("{key} is {ratio}, which nothing can reach"),
    cure=N_("write a ratio up to 1, below 1 where more than it is asked for"),
)
LIST_LENGTH = rule(
    "charter.list-length",
    says=N_("A level's list holds somebody, and suffices for the level's margin, the unit's for that of those vetted."),
    refusal=N_("{key} is {list} times the seats, and must be {wanted}"),
    cure=N_("write a longer list"),
    sources=("CN-P-01",),
)
PRIMARY_LIST = rule(
    "charter.primary-list",
    says=N_("Every nominee of a primary organisation goes up."),
    refusal=N_("{level} is the level of the primary organisations, and has a list"),
    cure=N_("remove its list, or list the levels from the primary organisation upward"),
    sources=("CN-P-04",),
)
LEVEL_MARGIN = rule(
    "charter.level-margin",
    says=N_("A level between the primary organisations and the unit may have places and a margin, both or neither."),
    refusal=N_("{level} has places or a margin, and {reason}"),
    cure=N_("write both for a level between the two; the unit's margin is that of those vetted, in [margins]"),
    sources=("CN-B-09",),
)
SECOND_VOTE = rule(
    "charter.second-candidates",
    says=N_("In a second vote at least one candidate stands for each open place."),
    refusal=N_("second_candidates is {ratio}, and must be at least 1"),
    cure=N_("write 1 or more"),
    sources=("CN-B-29b", "DE-CDU-43"),
)
NO_WEIGHT = rule(
    "charter.no-weight",
    says=N_("Where candidates are chosen by shares, the organisations or the members count."),
    refusal=N_("neither the organisations nor the members count when candidates are chosen"),
    cure=N_("give one of them a weight of 1 or more"),
    sources=("CN-P-09", "CN-B-10"),
)
RETENTION = rule(
    "charter.retention",
    says=N_("What the papers refer to is kept at least as long as the papers."),
    refusal=N_("papers are kept {papers} days and the rest {personal} days"),
    cure=N_("keep the personal data at least as long as the papers, or the papers for a shorter time"),
    sources=("US-106", "UK-51"),
)


def enough(units: tuple[Unit, ...], levels: tuple[Level, ...], nomination: Nomination) -> Iterator[Finding]:
    """There is something to elect in, and a way up to it."""
    counted: tuple[tuple[Path, int, int], ...] = (
        (("units",), len(units), 1),
        (("levels",), len(levels), 2),
        (("nomination", "rounds"), len(nomination.rounds), 1),
        (("nomination", "rank_by"), len(set(nomination.rank_by)), 1),
    )
    for path, found, needed in counted:
        if found < needed:
            yield Finding(path, TOO_FEW.broken(key=dotted(path), found=found, needed=needed))


def margins_have_one_limit(margins: Margins) -> Iterator[Finding]:
    """A margin is strict or it is not."""
    yield from _one_limit(("margins", "vetted"), margins.vetted)
    yield from _one_limit(("margins", "ballot"), margins.ballot)


def levels_have_margins(levels: tuple[Level, ...]) -> Iterator[Finding]:
    """A margin is one of nominees over places, where a list goes up from organisations above the primary ones."""
    for number, level in enumerate(levels):
        at: Path = ("levels", number)
        if level.margin:
            yield from _one_limit((*at, "margin"), level.margin)
        if level.margin is None and level.places is None:
            continue
        reason = None
        if number == 0:
            reason = Sentence(N_("every nominee of a primary organisation goes up"))
        elif number == len(levels) - 1:
            reason = Sentence(N_("it is the unit's level"))
        elif level.margin is None or not level.places:
            reason = Sentence(N_("lacks the other"))
        if reason:
            yield Finding(at, LEVEL_MARGIN.broken(level=level.name, reason=reason))


def quorum_attainable(poll: Poll) -> Iterator[Finding]:
    """A quorum is strict or it is not, and can be reached."""
    yield from _one_limit(("poll", "quorum"), poll.quorum)
    yield from part(("poll", "quorum", "at_least"), poll.quorum.at_least)
    yield from part(("poll", "quorum", "more_than"), poll.quorum.more_than, strict=True)


def threshold_attainable(counting: Counting) -> Iterator[Finding]:
    """Somebody can be elected, and a second vote has candidates."""
    yield from part(("counting", "more_than"), counting.more_than, strict=True)
    yield from part(("counting", "least_marks"), counting.least_marks)
    if counting.second_candidates < 1:
        at = ("counting", "second_candidates")
        yield Finding(at, SECOND_VOTE.broken(ratio=counting.second_candidates))


def lists_suffice(levels: tuple[Level, ...], margins: Margins) -> Iterator[Finding]:
    """Every list can hold somebody, and enough for the margin that its level, or vetting, asks of it."""
    for number, level in enumerate(levels):
        at = ("levels", number, "list")
        if number == 0 and level.list is not None:
            yield Finding(at, PRIMARY_LIST.broken(level=level.name))
        elif level.list == 0:
            yield Finding(at, LIST_LENGTH.broken(key=dotted(at), list=level.list, wanted="> 0"))
    # List, places and margin are all ratios of the seats, so that one can rule the other out whatever the seats are.
    for number, level in enumerate(levels):
        last = number == len(levels) - 1
        margin, places = (margins.vetted, Fraction(1)) if last else (level.margin, level.places)
        if level.list and margin and places:
            yield from _list_suffices(("levels", number, "list"), level.list, margin, places)


def _list_suffices(at: Path, limit: Fraction, margin: Margin, places: Fraction) -> Iterator[Finding]:
    if margin.more_than is not None and limit <= places * (1 + margin.more_than):
        wanted = f"> {places * (1 + margin.more_than)}"
        yield Finding(at, LIST_LENGTH.broken(key=dotted(at), list=limit, wanted=wanted))
    if margin.at_least is not None and limit < places * (1 + margin.at_least):
        wanted = f"≥ {places * (1 + margin.at_least)}"
        yield Finding(at, LIST_LENGTH.broken(key=dotted(at), list=limit, wanted=wanted))


def shares_are_parts(units: tuple[Unit, ...]) -> Iterator[Finding]:
    """A group is not larger than the membership."""
    for number, unit in enumerate(units):
        for group, share in unit.shares.items():
            yield from part(("units", number, "shares", group), share)


def support_counts(shortlist: Shortlisting) -> Iterator[Finding]:
    """Somebody's support can count, and be enough."""
    if shortlist.by == "shares" and not shortlist.organisations and not shortlist.members:
        yield Finding(("shortlist", "organisations"), NO_WEIGHT.broken())
    for name in ("organisations_more_than", "members_more_than"):
        yield from part(("shortlist", name), getattr(shortlist, name), strict=True)


def kept_long_enough(retention: Retention) -> Iterator[Finding]:
    """While papers are kept, those on them can be told."""
    if retention.personal_days < retention.papers_days:
        broken = RETENTION.broken(papers=retention.papers_days, personal=retention.personal_days)
        yield Finding(("retention", "personal_days"), broken)


def _one_limit(path: Path, limit: Margin | Quorum) -> Iterator[Finding]:
    found = sum(ratio is not None for ratio in (limit.more_than, limit.at_least))
    if found != 1:
        yield Finding(path, ONE_LIMIT.broken(key=dotted(path), found=found))


def part(path: Path, ratio: Fraction | None, strict: bool = False) -> Iterator[Finding]:
    """A ratio that is asked for at this key can be reached; ``strict`` where more than it is asked for."""
    if ratio is not None and (ratio > 1 or (strict and ratio == 1)):
        yield Finding(path, WHOLE.broken(key=dotted(path), ratio=ratio))


QUESTIONS = (
    enough,
    margins_have_one_limit,
    levels_have_margins,
    quorum_attainable,
    threshold_attainable,
    lists_suffice,
    shares_are_parts,
    support_counts,
    kept_long_enough,
)
