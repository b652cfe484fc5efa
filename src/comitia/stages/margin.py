"""The margin of a contested step: how many more candidates than seats there have to be."""

from fractions import Fraction
from math import ceil, floor

from comitia.charter.model import Margin
from comitia.rules import rule
from comitia.texts import N_

MARGIN = rule(
    "contest.margin",
    says=N_("There are more candidates than seats, by the margin that the charter asks at this step."),
    refusal=N_(
        "{unit}: {candidates} candidates for {seats} seats is {margin} %, and must be {wanted} % or more at this step"
    ),
    cure=N_("add {missing} more"),
    sources=("CN-P-01", "CN-P-02", "CN-L-38", "CN-B-09"),
)
STRICT = rule(
    "contest.margin-strict",
    says=N_("There are more candidates than seats, by more than the margin that the charter asks at this step."),
    refusal=N_(
        "{unit}: {candidates} candidates for {seats} seats is {margin} %, and must be more than {wanted} % at this step"
    ),
    cure=N_("add {missing} more"),
    sources=("CN-P-01",),
)
UNCONTESTED = rule(
    "contest.permitted",
    says=N_("A unit that may go without contest still needs a candidate for every seat."),
    refusal=N_("{unit}: {candidates} candidates for {seats} seats"),
    cure=N_("add {missing} more"),
    sources=("CN-P-03",),
)


def least_candidates(margin: Margin, seats: int, placed: int = 0, permitted: bool = False) -> int:
    """The least number of candidates, placed ones included, that the margin allows for so many seats.

    ``permitted`` is the recorded permission to go without contest (CN-P-03): then every seat needs one candidate.
    """
    if permitted:
        return seats
    outside = min(placed, seats) if margin.base == "contested" else 0
    contested = seats - outside
    if margin.more_than is not None:
        return outside + floor(contested * (1 + margin.more_than)) + 1 if contested else outside
    assert margin.at_least is not None
    return outside + ceil(contested * (1 + margin.at_least))


def require_margin(margin: Margin, unit: str, candidates: int, seats: int, placed: int, permitted: bool) -> None:
    """Refuse a step with too few candidates (of whom ``placed`` come from a higher body)."""
    missing = least_candidates(margin, seats, placed, permitted) - candidates
    if missing <= 0:
        return
    outside = min(placed, seats) if margin.base == "contested" else 0
    if permitted:
        raise UNCONTESTED.broken(unit=unit, candidates=candidates, seats=seats, missing=missing)
    ratio = margin_reached(margin, candidates, seats, placed)
    wanted, breach = (
        (margin.more_than, STRICT) if margin.more_than is not None else (margin.at_least or Fraction(0), MARGIN)
    )
    raise breach.broken(
        unit=unit,
        candidates=candidates - outside,
        seats=seats - outside,
        margin=percent(ratio),
        wanted=percent(wanted),
        missing=missing,
    )


def margin_reached(margin: Margin, candidates: int, seats: int, placed: int) -> Fraction:
    """The margin over the charter's base: all seats, or those left when placed nominees and their seats are set aside.

    0 where nothing is left to contest.
    """
    contested = seats - (min(placed, seats) if margin.base == "contested" else 0)
    return Fraction(candidates - seats, contested) if contested else Fraction(0)


def percent(ratio: Fraction) -> str:
    """A ratio in per cent with one decimal, cut, not rounded: 15.99 % must never be shown as 16.0 %."""
    tenths = floor(abs(ratio) * 1000)
    return f"{'-' if ratio < 0 else ''}{tenths // 10}.{tenths % 10}"
