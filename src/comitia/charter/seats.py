"""The seats within a charter: they add up, every unit has the figures that they follow, and they can be apportioned."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from comitia.charter.feasible import part as reachable
from comitia.charter.finding import Finding, dotted
from comitia.charter.model import Seats, Unit
from comitia.charter.places import Path
from comitia.charter.portions import beforehand, figure, maximum, minimum, portions, sharing, size, steps_of
from comitia.methods.apportionment import apportion
from comitia.methods.biproportional import biproportional
from comitia.rules import RuleBroken, rule
from comitia.texts import N_, Sentence

UNIT_SEATS = rule(
    "charter.unit-seats",
    says=N_("Where the charter fixes all seats, every unit has its own: a seat at least, and its minimum."),
    refusal=N_("{unit} has {seats} of the seats, and must have at least {least}"),
    cure=N_("write the unit's seats, or take another method than fixed"),
)
OUTSIDE = rule(
    "charter.outside",
    says=N_("A unit whose seats the charter fixes is outside the apportionment: no base and no bounds are about it."),
    refusal=N_("{unit} has fixed seats ({seats}), and {key} as well"),
    cure=N_("remove the one or the other"),
    sources=("DE-CDU-28",),
)
KEY = rule(
    "charter.seats-key",
    says=N_("Every key of the seats means something under the charter's method, and none is missing."),
    refusal=N_("{key} {what}"),
    cure=N_("correct the method, or {key}; where there are several parts, `base` gives units what they have at least"),
)
FIXED = rule(
    "charter.fixed-seats",
    says=N_("Where the charter fixes the units' seats, they add up to the total."),
    refusal=N_("the units' seats add up to {sum}, and the total is {total}"),
    cure=N_("correct the total or the units"),
)
SUM = rule(
    "charter.seats-sum",
    says=N_("Fixed seats, base seats, and the parts or the seats of the step table add up to the total."),
    refusal=N_("fixed seats: {fixed}; base seats: {base}; {what}: {rest}; together {sum}, and the total is {total}"),
    cure=N_("correct the total, or what does not add up"),
    sources=("DE-SPD-15", "DE-CDU-28", "INT-ITF"),
)
PART = rule(
    "charter.part-seats",
    says=N_("A part is a number of seats, or a share that makes a whole number of those that are split."),
    refusal=N_("the part {part} has seats: {seats}, and a share: {share}, which of {left} makes {exact}"),
    cure=N_("give it seats or a share, a share that makes a whole number"),
    sources=("DE-CDU-28",),
)
MINIMUM = rule(
    "charter.minimum",
    says=N_("The seats suffice for what every unit has at least: its fixed seats, its base, its minimum."),
    refusal=N_("the least that {units} units must have makes {needed} together, and the seats are {total}"),
    cure=N_("lower the minimum, the base or the fixed seats, or raise the total to {needed}"),
    sources=("DE-SPD-15",),
)
MAXIMUM = rule(
    "charter.maximum",
    says=N_("The units may have all the seats between them."),
    refusal=N_("the most that {units} units may have makes {room} together, and the seats are {total}"),
    cure=N_("raise the maximum, or lower the total to {room}"),
)
BOUNDS = rule(
    "charter.bounds",
    says=N_("The most that a unit may have is not less than what it has at least."),
    refusal=N_("{unit} has at least {least}, by its base or minimum, and may have at most {most}"),
    cure=N_("raise the maximum, or lower the minimum or the base"),
)
FIGURES = rule(
    "charter.figures",
    says=N_("Every unit has the figure that a part, or a category, of the seats follows."),
    refusal=N_("{key} follows {basis}, and these units have no such figure: {units}"),
    cure=N_("write the figure in each unit: `organisations`, or a key of its `figures`"),
    sources=("CN-P-10", "DE-CDU-28"),
)
BY_MEMBERS = rule(
    "charter.by-members",
    says=N_("As many of the seats follow the membership as the charter's own rule asks."),
    refusal=N_("{seats} of {total} seats follow members, and must be at least {ratio}"),
    cure=N_("give more seats to parts whose basis is members: {needed} at least"),
    sources=("DE-13",),
)
EX_OFFICIO = rule(
    "charter.ex-officio",
    says=N_("No more of those who vote sit by their office than the charter's own rule allows."),
    refusal=N_("{ex_officio} of {voting} voting members sit by their office, and may be at most {ratio}"),
    cure=N_("have fewer of them, or more delegates"),
    sources=("DE-09",),
)
CATEGORIES = rule(
    "charter.categories",
    says=N_("The seats of all categories, each named once, add up to the total; their ties are settled by lot."),
    refusal=N_("{categories}: together {sum}, and the total is {total}; ties are settled by: {tie}"),
    cure=N_('name each group once, correct the sum, and write tie = "lot"'),
)


def own_seats(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """Fixed seats are enough, add up, and stand alone."""
    for number, unit in enumerate(units):
        if unit.seats:
            for key in ("base", "minimum", "maximum"):
                if getattr(unit, key) is not None:
                    at: Path = ("units", number, key)
                    yield Finding(at, OUTSIDE.broken(unit=unit.name, seats=unit.seats, key=key))
        least = max(1, seats.minimum)
        if seats.method == "fixed" and unit.seats < least:
            broken = UNIT_SEATS.broken(unit=unit.name, seats=unit.seats, least=least)
            yield Finding(("units", number, "seats"), broken)
    together = sum(unit.seats for unit in units)
    if seats.method == "fixed" and together != seats.total:
        yield Finding(("seats", "total"), FIXED.broken(sum=together, total=seats.total))


def keys_mean_something(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """Steps are for the method of that name, bounds for one part, and fixed seats need neither."""
    under = Sentence(N_("means nothing under the method {method}"), {"method": seats.method})
    wrong: dict[str, Sentence] = {}
    match seats.method:
        case "fixed":
            wrong = dict.fromkeys(("base", "maximum", "parts", "steps"), under)
        case "steps":
            wrong = dict.fromkeys(("minimum", "maximum", "parts"), under)
            if not seats.steps:
                yield _key(("seats", "steps"), Sentence(N_("is missing")))
        case _:
            wrong = {"steps": under}
            if len(seats.parts) > 1:
                wrong |= dict.fromkeys(
                    ("minimum", "maximum"), Sentence(N_("means nothing where there are several parts"))
                )
    own = Sentence(N_("means nothing beside the unit's own key of that name"))
    for number, unit in enumerate(units):
        for name in sorted(unit.figures.keys() & {"members", "organisations"}):
            yield _key(("units", number, "figures", name), own)
    for key, what in wrong.items():
        if getattr(seats, key):
            yield _key(("seats", key), what)
        for number, unit in enumerate(units):
            if getattr(unit, key, None) is not None and not unit.seats:
                yield _key(("units", number, key), what)


def _key(path: Path, what: Sentence) -> Finding:
    return Finding(path, KEY.broken(key=dotted(path), what=what))


def seats_add_up(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """What is fixed, what is base, and what is split are the total."""
    fixed, base = sum(unit.seats for unit in units), sum(beforehand(seats, unit) for unit in sharing(units))
    left = seats.total - fixed - base
    rest, what = Fraction(left), Sentence(N_("parts"))
    if seats.method == "steps":
        if not seats.steps or any(steps_reach(seats, units)):
            return
        rest, what = Fraction(sum(steps_of(seats, units).values())), Sentence(N_("steps"))
    elif seats.parts and left >= 0:
        wrong = list(_part_sizes(seats, left))
        yield from wrong
        if wrong:
            return
        rest = sum((size(part, left) for part in seats.parts), Fraction(0))
    together = fixed + base + int(rest)
    if seats.method != "fixed" and together != seats.total:
        figures = {"fixed": fixed, "base": base, "rest": int(rest), "sum": together, "total": seats.total}
        yield Finding(("seats", "total"), SUM.broken(what=what, **figures))


def _part_sizes(seats: Seats, left: int) -> Iterator[Finding]:
    for number, part in enumerate(seats.parts):
        exact = size(part, left)
        if (part.share is None) == (part.seats == 0) or exact.denominator > 1:
            share = "–" if part.share is None else part.share
            broken = PART.broken(part=part.name, seats=part.seats, share=share, left=left, exact=exact)
            yield Finding(("seats", "parts", number), broken)


def bounds_fit(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """What the units must have is there, and what is there they may have."""
    if seats.method == "fixed":
        return
    clashes: dict[Path, RuleBroken] = {}  # one of the general maximum, told for the first unit that it is too low for
    for number, unit in enumerate(units):
        least, limit = minimum(seats, unit), maximum(seats, unit)
        if limit is not None and least > limit:
            at: Path = ("seats", "maximum") if unit.maximum is None else ("units", number, "maximum")
            clashes.setdefault(at, BOUNDS.broken(unit=unit.name, least=least, most=limit))
    yield from (Finding(at, broken) for at, broken in clashes.items())
    needed = sum(minimum(seats, unit) for unit in units)
    if needed > seats.total:
        key = "minimum" if seats.minimum else "base" if seats.base else "total"
        yield Finding(("seats", key), MINIMUM.broken(units=len(units), needed=needed, total=seats.total))
    limits = [maximum(seats, unit) for unit in units]
    known = [limit for limit in limits if limit is not None]
    if len(known) == len(limits) and sum(known) < seats.total and units:
        key = "maximum" if seats.maximum else "total"
        yield Finding(("seats", key), MAXIMUM.broken(units=len(units), room=sum(known), total=seats.total))


def figures_known(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """Every unit that takes part has the figure that a part follows, and every unit those of the categories."""
    lacking: dict[Path, tuple[str, list[str]]] = {}
    for number, part in enumerate(seats.parts):
        without = [unit.id for unit in sharing(units) if figure(unit, part.basis) is None]
        lacking["seats", "parts", number, "basis"] = part.basis, without
    for number, category in enumerate(seats.categories):
        without = [unit.id for unit in units if category.group not in unit.figures]
        lacking["seats", "categories", number, "group"] = category.group, without
    for path, (basis, missing) in lacking.items():
        if missing:
            yield Finding(path, FIGURES.broken(key=dotted(path), basis=basis, units=", ".join(missing)))


def steps_reach(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """A step table can be read from top to bottom, and nobody is above it."""
    try:
        steps_of(seats, units if seats.steps else ())
    except RuleBroken as broken:
        yield Finding(("seats", "steps"), broken)


def members_first(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """So much of the whole follows members."""
    asked = seats.by_members_at_least
    yield from reachable(("seats", "by_members_at_least"), asked)
    left = seats.total - sum(beforehand(seats, unit) for unit in units)
    if asked is not None and left >= 0:
        own = [size(part, left) for part in seats.parts if part.basis == "members"] if seats.parts else [left]
        follow = int(sum(own))
        if follow < asked * seats.total:
            needed = -(-asked * seats.total // 1)
            broken = BY_MEMBERS.broken(seats=follow, total=seats.total, ratio=asked, needed=needed)
            yield Finding(("seats", "by_members_at_least"), broken)


def few_ex_officio(seats: Seats) -> Iterator[Finding]:
    """Those elected, and those who sit by their office, are the voting members."""
    voting, ratio = seats.total + seats.ex_officio, seats.ex_officio_at_most
    yield from reachable(("seats", "ex_officio_at_most"), ratio)
    if ratio is not None and seats.ex_officio > ratio * voting:
        broken = EX_OFFICIO.broken(ex_officio=seats.ex_officio, voting=voting, ratio=ratio)
        yield Finding(("seats", "ex_officio"), broken)


def categories_add_up(seats: Seats) -> Iterator[Finding]:
    """Every seat is for one category."""
    named = Counter(category.group for category in seats.categories)
    together = sum(category.seats for category in seats.categories)
    good = max(named.values(), default=1) == 1 and together == seats.total and seats.tie == "lot"
    if named and not good:
        shown = ", ".join(f"{category.group} {category.seats}" for category in seats.categories)
        broken = CATEGORIES.broken(categories=shown, sum=together, total=seats.total, tie=seats.tie)
        yield Finding(("seats", "categories"), broken)


PLAIN = (
    own_seats,
    keys_mean_something,
    seats_add_up,
    bounds_fit,
    figures_known,
    steps_reach,
    members_first,
)


def can_be_apportioned(seats: Seats, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """Where nothing else is wrong, the methods can do what they are asked for: it is tried."""
    if any(finding for question in PLAIN for finding in question(seats, units)) or not units:
        return
    key = "method"
    try:
        results = [
            apportion(portion.weights, portion.seats, portion.method, portion.least, portion.most)
            for portion in portions(seats, units)
        ]
        if seats.categories and not any(result.tied for result in results):
            key, stepped = "categories", steps_of(seats, units) if seats.method == "steps" else {}
            given = [*(result.seats for result in results), stepped]
            rows = {unit.id: beforehand(seats, unit) + sum(own.get(unit.id, 0) for own in given) for unit in units}
            columns = {category.group: category.seats for category in seats.categories}
            biproportional({unit.id: unit.figures for unit in units}, rows, columns)
    except RuleBroken as broken:
        yield Finding(("seats", key), broken)


QUESTIONS = (*PLAIN, few_ex_officio, categories_add_up, can_be_apportioned)
