"""What a comparison of methods says: whom each favours, and which paradoxes it shows, in sentences with figures."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from comitia.methods.compare import Answer, Comparison, Paradoxes, round_divisor
from comitia.methods.divisors import DIVISOR_METHODS
from comitia.texts import N_, Parameter, Sentence, Text

SHORT: dict[str, str] = {
    "hamilton": N_("Hamilton"),
    "droop": N_("Droop"),
    "adams": N_("Adams"),
    "dean": N_("Dean"),
    "huntington-hill": N_("Hill"),
    "webster": N_("Webster"),
    "jefferson": N_("Jefferson"),
    "fixed": N_("Charter"),
    "steps": N_("Step table"),
}
"""Methods as they stand above a column of figures."""
TOLD = 3
"""So many cases of each paradox are told; the others are counted."""


def decimal(number: Fraction | None, places: int = 2, signed: bool = False) -> str:
    """A figure to read, rounded; ``-`` where there is none."""
    if number is None:
        return "-"
    scaled = round(abs(number) * 10**places)
    whole, rest = divmod(scaled, 10**places)
    sign = "-" if number < 0 and scaled else "+" if signed and scaled else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}}" if places else "")


def divisor(answer: Answer) -> str:
    """By what a person divides every unit's weight to find its seats, in as round a figure as will do."""
    if quota := answer.result.certificate.get("quota"):
        number = Fraction(quota)
    else:
        found = round_divisor(answer.result.certificate)
        if found is None:
            return "-"
        number = found
    for places in range(13):
        if (number * 10**places).denominator == 1:
            return decimal(number, places)
    return str(number) if answer.result.tied and not quota else decimal(number)


def favoured(answer: Answer) -> Sentence:
    """Which units the method favours on these figures, and by how much."""
    if answer.larger_third is None:
        return Sentence("-")
    if not answer.favour:
        return Sentence(N_("larger units") if answer.favour is None else N_("smaller units"))
    if answer.favour == 1:
        return Sentence(N_("neither"))
    by = max(answer.favour, 1 / answer.favour) - 1
    what = N_("larger units, {percent} %") if answer.favour > 1 else N_("smaller units, {percent} %")
    return Sentence(what, {"percent": decimal(by * 100)})


def alike(comparison: Comparison) -> tuple[Answer, ...]:
    """The other methods that give every unit the seats that it has anyway."""
    own = comparison.own.result
    return tuple(
        answer
        for answer in comparison.others
        if answer.refused is None and (answer.result.seats, answer.result.tied) == (own.seats, own.tied)
    )


def remarks(comparison: Comparison, names: Mapping[str, Text]) -> Iterator[Sentence]:
    """What the figures do not show: who is tied, which method gives nothing, and what a little change would do."""
    for answer in (comparison.own, *comparison.others):
        method = Sentence(SHORT[answer.method])
        if answer.refused is not None:
            yield Sentence(N_("{method} gives no seats: {reason}."), {"method": method, "reason": answer.refused})
        elif answer.result.tied:
            what = N_("{method}: units tied for the last seats ({seats}): {units}.")
            tied: dict[str, Parameter] = {
                "seats": answer.result.tied_seats,
                "units": _listed(answer.result.tied, names),
            }
            yield Sentence(what, {"method": method, **tied})
    if comparison.own.method in DIVISOR_METHODS:
        what = N_(
            "{method} has no paradoxes: with one seat more in all no unit loses one, and where one unit grows, no seat"
            " goes from one of the others to another."
        )
        yield Sentence(what, {"method": Sentence(SHORT[comparison.own.method])})
    for found in comparison.paradoxes:
        yield from _paradoxes(found, names)


def _paradoxes(found: Paradoxes, names: Mapping[str, Text]) -> Iterator[Sentence]:
    looked = {"first": found.first, "last": found.last, "units": found.units}
    method = Sentence(SHORT[found.method])
    yield Sentence(
        N_(
            "{method}: one seat more in all, and a unit has one less; from {first} to {last} seats, cases of it:"
            " {cases}."
        ),
        {"method": method, **looked, "cases": len(found.alabama)},
    )
    for case in found.alabama[:TOLD]:
        seats = {"later": case.seats + 1, "seats": case.seats}
        what = N_("- {later} instead of {seats}: one less for {losing}.")
        yield Sentence(what, {**seats, "losing": _listed(case.losing, names)})
    for heading, what, shifts in (
        (
            N_(
                "{method}: one unit grows by up to a hundredth, and a seat goes from a second to a third; tried in the"
                " largest units ({units}), cases of it: {cases}."
            ),
            N_("- {more} more in {unit}: from {losing} to {winning}."),
            found.population,
        ),
        (
            N_(
                "{method}: one unit joins with the seats that it has, and a seat goes from a second to a third; tried"
                " with the largest units ({units}), cases of it: {cases}."
            ),
            N_("- {unit} joins with {more}: from {losing} to {winning}."),
            found.newcomer,
        ),
    ):
        yield Sentence(heading, {"method": method, **looked, "cases": len(shifts)})
        for shift in shifts[:TOLD]:
            units = {"losing": _listed(shift.losing, names), "winning": _listed(shift.winning, names)}
            yield Sentence(what, {"more": shift.more, "unit": names[shift.unit], **units})


def _listed(units: Sequence[str], names: Mapping[str, Text]) -> Text:
    """The names of units, as many as a person reads."""
    found, more = [names[unit] for unit in units[:8]], ["…"] * (len(units) > 8)
    return Text(", ".join([name.en for name in found] + more), "、".join([name.zh for name in found] + more))
