"""The methods against definitions, brute force and worked examples: none of comitia's code is the judge."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import floor
from types import SimpleNamespace
from typing import Any

import pytest
from comitia_verify.findings import Wrong
from comitia_verify.methods import selection
from comitia_verify.methods.apportionment import SIGNPOSTS, check_seats
from comitia_verify.methods.lots import draw
from comitia_verify.methods.margin import check_margin, reaches
from comitia_verify.methods.outcome import elect
from comitia_verify.methods.period import check_period
from comitia_verify.methods.rollup import Filing, Organisation, roll_up
from comitia_verify.methods.selection import Bound, ceiling, check_best
from hypothesis import given, settings
from hypothesis import strategies as st

SEED = "a seed"


def stated(members: list[int], total: int, method: str, minimum: int, seats: list[int], **more: Any) -> Any:
    """A charter, and what the record says of its seats."""
    none = {"seats": 0, "figures": {}, "base": None, "minimum": None, "maximum": None}
    units = [
        SimpleNamespace(id=f"u{number}", members=own, organisations=0, **none) for number, own in enumerate(members)
    ]
    plan = {"total": total, "method": method, "minimum": minimum, "maximum": None, "base": 0, "tie": "lot"}
    charter = SimpleNamespace(units=units, seats=SimpleNamespace(parts=(), categories=(), steps=(), **plan))
    of = {f"u{number}": own for number, own in enumerate(seats)}
    part = {"id": "members", "basis": "members", "certificate": {}, "tied": (), "tied_seats": 0} | more
    return charter, SimpleNamespace(
        seats=of, parts=(SimpleNamespace(seats=of, **part),), cells=SimpleNamespace(seats={})
    )


def good_seats(members: list[int], total: int, method: str, minimum: int, seats: list[int]) -> bool:
    """Whether the seats are accepted, once certificate and lot are stated as the verifier itself asks for them."""
    more: dict[str, Any] = {}
    for _ in range(3):
        try:
            check_seats(*stated(members, total, method, minimum, seats, **more), SEED)
            return True
        except Wrong as wrong:
            if wrong.figures.get("what") == "certificate":
                more["certificate"] = wrong.figures["given"]
            elif wrong.figures.get("what") == "tied":
                more["tied"], more["tied_seats"] = wrong.figures["given"]
            else:
                return False
    raise AssertionError


def splits(total: int, units: int) -> Iterator[list[int]]:
    if units == 1:
        yield [total]
        return
    for first in range(total + 1):
        for rest in splits(total - first, units - 1):
            yield [first, *rest]


def by_steps(members: list[int], total: int, method: str, minimum: int) -> list[int] | None:
    """A divisor method seat by seat: the next goes to the strongest claim, of equals to the first drawn."""
    drawn = [int(id[1:]) for id in draw(SEED, "seats/members", [f"u{number}" for number in range(len(members))])]
    seats = [minimum] * len(members)
    power = 2 if method == "huntington-hill" else 1
    while sum(seats) < total:
        posts = [SIGNPOSTS[method](own) for own in seats]
        claims = [
            (post > 0, Fraction(-(own**power)) / post if post else Fraction(0), drawn.index(unit), unit)
            for unit, (own, post) in enumerate(zip(members, posts, strict=True))
        ]
        seats[min(claims)[3]] += 1
    infinite = any(SIGNPOSTS[method](own) == 0 for own in seats)
    return None if sum(seats) > total or infinite else seats


@pytest.mark.parametrize("method", SIGNPOSTS)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=3), st.integers(1, 7), st.integers(0, 2))
@settings(max_examples=30, deadline=None)
def test_just_one_apportionment_is_accepted_for_divisor_methods(
    method: str, members: list[int], total: int, minimum: int
) -> None:
    accepted = [seats for seats in splits(total, len(members)) if good_seats(members, total, method, minimum, seats)]
    right = by_steps(members, total, method, minimum)
    assert accepted == ([right] if right else [])


@given(st.lists(st.integers(1, 30), min_size=1, max_size=3), st.integers(1, 7), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_just_one_apportionment_is_accepted_for_largest_remainders(
    members: list[int], total: int, minimum: int
) -> None:
    accepted = [
        seats for seats in splits(total, len(members)) if good_seats(members, total, "hamilton", minimum, seats)
    ]
    rest, left = dict(enumerate(members)), total
    while small := [unit for unit, own in rest.items() if Fraction(own * left, sum(rest.values())) < minimum]:
        left -= minimum * len(small)
        rest = {unit: own for unit, own in rest.items() if unit not in small}
    if left < 0 or minimum * len(members) > total or (left and not rest):
        assert accepted == []
        return
    quotas = {unit: Fraction(own * left, sum(rest.values())) for unit, own in rest.items()}
    right = [floor(quotas[unit]) if unit in rest else minimum for unit in range(len(members))]
    drawn = draw(SEED, "seats/members", _tied_units(quotas, left))
    order = sorted(rest, key=lambda unit: (-(quotas[unit] % 1), drawn.index(f"u{unit}") if f"u{unit}" in drawn else -1))
    for unit in order[: total - sum(right)]:
        right[unit] += 1
    assert accepted == [right]


def _tied_units(quotas: dict[int, Fraction], seats: int) -> list[str]:
    """The units whose remainders are equal to the last that gets a seat, where not all of them get one."""
    left = seats - sum(floor(own) for own in quotas.values())
    remainders = sorted((own % 1 for own in quotas.values()), reverse=True)
    if not left or left == len(remainders) or remainders[left - 1] != remainders[left]:
        return []
    return [f"u{unit}" for unit, own in quotas.items() if own % 1 == remainders[left]]


def test_the_house_of_1792() -> None:
    """The first apportionment of the House: 120 seats by Hamilton (vetoed), 105 by Jefferson with divisor 33,000.

    Figures: Balinski and Young, *Fair Representation*, 2nd ed. (2001), appendix B, census of 1790.
    """
    census = [236841, 55540, 70835, 68705, 278514, 475327, 141822, 179570, 331589, 353523, 432879, 68446, 206236]
    census += [85533, 630560]
    hamilton = [8, 2, 2, 2, 9, 16, 5, 6, 11, 12, 14, 2, 7, 3, 21]
    jefferson = [7, 1, 2, 2, 8, 14, 4, 5, 10, 10, 13, 2, 6, 2, 19]
    assert good_seats(census, 120, "hamilton", 0, hamilton)
    assert good_seats(census, 105, "jefferson", 0, jefferson)
    assert not good_seats(census, 105, "jefferson", 0, [8, *jefferson[1:4], 7, *jefferson[5:]])
    with pytest.raises(Wrong) as wrong:
        check_seats(*stated(census, 105, "jefferson", 0, jefferson), SEED)
    assert wrong.value.figures["given"]["lower"] <= 33_000 <= wrong.value.figures["given"]["upper"]


def best_sets(
    approvals: dict[str, int], places: int, reserves: list[tuple[frozenset[str], int]]
) -> set[frozenset[str]]:
    """All sets that can have places together and are best: most votes first, by trying every set."""
    kept = [(members, min(least, len(members & approvals.keys()))) for members, least in reserves]
    unreserved = places - sum(least for _, least in kept)
    best: list[int] = []
    found: set[frozenset[str]] = set()
    for size in range(len(approvals) + 1):
        for people in map(frozenset, combinations(sorted(approvals), size)):
            beyond = sum(max(0, len(people & members) - least) for members, least in kept)
            beyond += len(people.difference(*(members for members, _ in kept)))
            votes = sorted((approvals[person] for person in people), reverse=True)
            if beyond <= unreserved and votes >= best:
                found = {people} | (found if votes == best else set())
                best = votes
    return found


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 3), max_size=6),
    st.integers(1, 4),
    st.lists(st.sampled_from(["", "w", "m"]), min_size=7, max_size=7),
    st.integers(0, 2),
    st.integers(0, 2),
)
@settings(max_examples=300, deadline=None)
def test_elected_are_those_in_every_best_set_and_tied_those_in_some(
    approvals: dict[str, int], places: int, groups: list[str], women: int, men: int
) -> None:
    of = dict(zip("abcdefg", groups, strict=True))
    members = {group: frozenset(person for person in of if of[person] == group) for group in ("w", "m")}
    reserves = [(members["w"], women), (members["m"], min(men, places - min(women, places)))]
    reserves[0] = (members["w"], min(women, places))
    sets = best_sets(approvals, places, reserves)
    outcome = elect({person: (votes,) for person, votes in approvals.items()}, places, 0, reserves)
    sure = frozenset.intersection(*sets)
    assert set(outcome.elected) == sure
    assert set(outcome.tied) == frozenset.union(*sets) - sure
    assert outcome.tied_places == len(next(iter(sets))) - len(sure)
    assert outcome.open == places - len(next(iter(sets)))


def votes(**approvals: int) -> dict[str, tuple[int, ...]]:
    return {person: (own,) for person, own in approvals.items()}


def test_worked_examples_of_counts() -> None:
    """CN-L-36, CN-B-29b and DE-CDU-15new."""
    assert elect(votes(A=70, B=60, C=60), 2, 51, []) == (("A",), ("B", "C"), 1, 0)
    assert elect(votes(a=51, b=52, c=53, d=54, e=50), 5, 51, []) == (("d", "c", "b", "a"), (), 0, 1)
    men = {f"m{number}": 90 - number for number in range(9)}
    women = frozenset({"w1", "w2", "w3"})
    assert elect(votes(**men, w1=60, w2=55, w3=52), 10, 51, [(women, 5)]).elected[7:] == ("w1", "w2", "w3")
    women = frozenset({"w1", "w2", "w3", "w4", "w5"})
    outcome = elect(votes(**men, w1=60, w2=55, w3=50, w4=50, w5=50), 10, 51, [(women, 5)])
    assert (len(outcome.elected), outcome.open) == (7, 3)
    with pytest.raises(Wrong):
        elect(votes(a=1, b=1), 1, 0, [(frozenset("a"), 1), (frozenset("b"), 1)])


def test_a_new_vote_among_the_tied_only_parts_equals() -> None:
    assert elect({"A": (70,), "B": (60, 1), "C": (60, 9)}, 2, 51, []) == (("A", "C"), (), 0, 0)
    assert elect({"A": (70,), "B": (60, 5), "C": (60, 5)}, 2, 51, []) == (("A",), ("B", "C"), 1, 0)
    assert elect({"A": (70,), "B": (60, 0), "C": (60, 0), "D": (59,)}, 2, 51, []) == (("A",), (), 0, 1)


@given(
    st.lists(st.tuples(st.integers(0, 12), st.sets(st.integers(0, 2))), min_size=1, max_size=7),
    st.integers(0, 5),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=3, max_size=3),
    st.lists(st.fractions(-4, 4, max_denominator=4), min_size=3, max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_the_best_slate_is_proved_and_no_other(
    people: list[tuple[int, set[int]]], places: int, limits: list[tuple[int, int]], prices: list[Fraction]
) -> None:
    """Whatever the prices are: with bad ones the search decides."""
    weights = {f"p{number}": own for number, (own, _) in enumerate(people)}
    bounds = [
        Bound(
            frozenset(f"p{number}" for number, (_, of) in enumerate(people) if group in of),
            least,
            least + more,
            price,
        )
        for group, ((least, more), price) in enumerate(zip(limits, prices, strict=True))
    ]
    totals = [
        sum(weights[person] for person in slate)
        for slate in combinations(weights, places)
        if all(bound.least <= len(bound.members.intersection(slate)) <= bound.most for bound in bounds)
    ]
    for total in set(totals):
        if total == max(totals):
            check_best(weights, places, bounds, total)
        else:
            with pytest.raises(Wrong, match="better slate"):
                check_best(weights, places, bounds, total)


def test_a_gap_that_prices_cannot_close_is_searched_if_that_is_not_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three groups of two out of three people, at most one of each: 1 is the best, half of everybody would be 3/2."""
    weights = dict.fromkeys("abc", 2) | {"x": 0, "y": 0}
    bounds = [Bound(frozenset(pair), 0, 1, Fraction(-1)) for pair in ("ab", "bc", "ca")]
    assert check_best(weights, 2, bounds, 2) == "search"
    assert check_best(weights, 2, bounds, 4) == "prices"
    assert ceiling(weights, 2, bounds) == 3
    with monkeypatch.context() as patch:
        patch.setattr(selection, "MOST_CASES", 1)
        assert check_best(weights, 2, bounds, 2) == "bounded"
    with monkeypatch.context() as patch:
        patch.setattr(selection, "MOST_FIGURES", 1)
        assert check_best(weights, 2, bounds, 2) == "bounded"


PERSONS = ("a", "b", "c", "d")


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), min_size=1, max_size=6),
    st.data(),
    st.integers(1, 3),
    st.sampled_from([("organisations", "members"), ("members", "organisations"), ("members",)]),
)
@settings(max_examples=100, deadline=None)
def test_the_roll_up_is_what_its_definition_says(
    branches: list[tuple[int, int]], data: st.DataObject, longest: int, rank_by: tuple[str, ...]
) -> None:
    """Branches hang below the unit, a county, or one of its two towns; lists of counties and towns are cut."""
    parents = {"town-1": "county", "town-2": "county", "county": "unit"}
    register = {"town-1": Organisation("county", 1, 0), "town-2": Organisation("county", 1, 0)}
    register["county"] = Organisation("unit", 2, 0)
    for number, (place, members) in enumerate(branches):
        parent = ("unit", "county", "town-1", "town-2")[place]
        parents[f"b{number}"] = parent
        register[f"b{number}"] = Organisation(parent, 0, members)
    filed: dict[str, tuple[int, dict[str, int]]] = {}
    filings = []
    for number in data.draw(st.lists(st.integers(0, len(branches) - 1), max_size=8)):
        organisation = f"b{number}"
        participants = data.draw(st.integers(0, register[organisation].members))
        support = {
            p: data.draw(st.integers(1, participants)) for p in PERSONS if participants and data.draw(st.booleans())
        }
        filed[organisation] = (participants, support)
        row = (organisation, participants, sorted(support.items()))
        filings.append(Filing("0", True, lambda row=row: iter([row])))  # type: ignore[misc]
    levels = [("branch", None), ("town", longest), ("county", longest), ("top", 2 * longest)]
    result = roll_up(register, "unit", filings, set(PERSONS), levels, rank_by)

    def below(node: str) -> list[str]:
        def inside(id: str) -> bool:
            return id == node or (id in parents and inside(parents[id]))

        return [id for id in register if id.startswith("b") and inside(id)]

    def figures(node: str, person: str) -> tuple[int, int]:
        own = [filed[id][1].get(person, 0) for id in below(node) if id in filed]
        return sum(support > 0 for support in own), sum(own)

    def going_up(node: str) -> set[str]:
        if node.startswith("b"):
            return set(filed[node][1]) if node in filed else set()
        people = set().union(*(going_up(child) for child, parent in parents.items() if parent == node))
        most = 2 * longest if node == "unit" else longest

        def key(person: str) -> list[int]:
            return [figures(node, person)[name == "members"] for name in rank_by]

        return {person for person in people if sum(key(other) > key(person) for other in people) < most}

    nodes = ("county", "town-1", "town-2", "unit")
    level = {"county": "county", "town-1": "town", "town-2": "town", "unit": "top"}
    assert result.nodes == [
        (
            node,
            level[node],
            len(below(node)),
            sum(id in filed for id in below(node)),
            sum(register[id].members for id in below(node)),
            sum(filed[id][0] for id in below(node) if id in filed),
        )
        for node in nodes
    ]
    assert result.lists == [(n, person, *figures(n, person)) for n in nodes for person in sorted(going_up(n))]
    assert {person for person, _, _ in result.nominees} == going_up("unit")


@pytest.mark.parametrize(
    ("ratio", "strict", "seats", "candidates", "good"),
    [
        ("3/20", True, 108, 124, False),  # CN-P-01
        ("3/20", True, 108, 125, True),
        ("3/20", True, 100, 115, False),
        ("3/20", True, 100, 116, True),
        ("3/20", True, 20, 23, False),
        ("3/20", True, 20, 24, True),
        ("1/10", False, 50, 54, False),  # CN-L-38
        ("1/10", False, 50, 55, True),
        ("1/5", False, 5, 6, True),  # CN-B-09
        ("1/5", False, 7, 8, False),
        ("1/5", False, 7, 9, True),
    ],
)
def test_margins(ratio: str, strict: bool, seats: int, candidates: int, good: bool) -> None:
    plan = {
        "more_than": None,
        "at_least": None,
        "base": "seats",
        "more_than" if strict else "at_least": Fraction(ratio),
    }
    if good:
        check_margin(SimpleNamespace(**plan), candidates, seats, 0, False)
    else:
        with pytest.raises(Wrong):
            check_margin(SimpleNamespace(**plan), candidates, seats, 0, False)


@pytest.mark.parametrize(
    ("ratio", "strict", "due", "present", "good"),
    [
        ("1/2", True, 100, 50, False),  # CN-L-24
        ("1/2", True, 100, 51, True),
        ("2/3", True, 60, 40, False),
        ("2/3", True, 60, 41, True),
        ("4/5", False, 10, 8, True),  # CN-B-18
        ("4/5", False, 10, 7, False),
        ("4/5", False, 11, 9, True),
        ("4/5", False, 11, 8, False),
    ],
)
def test_quorums(ratio: str, strict: bool, due: int, present: int, good: bool) -> None:
    plan = {"more_than": None, "at_least": None, "more_than" if strict else "at_least": Fraction(ratio)}
    assert reaches(SimpleNamespace(**plan), present, due) is good


def test_periods() -> None:
    """The day of the event is not counted; where a country's holidays count, only the least length is known."""

    def period(days: int, working: bool, holidays: str, last: date) -> bool:
        charter = SimpleNamespace(calendar=SimpleNamespace(holidays=holidays))
        try:
            check_period(charter, date(2026, 3, 19), days, working, last)
        except Wrong:
            return False
        return True

    assert [period(2, False, "CN", date(2026, 3, day)) for day in (20, 21, 22)] == [False, True, False]
    assert [period(2, True, "", date(2026, 3, day)) for day in (22, 23, 24)] == [False, True, False]
    assert [period(2, True, "CN", date(2026, 3, day)) for day in (20, 21, 31)] == [False, True, True]


@pytest.mark.parametrize(
    ("holidays", "free", "worked", "last", "good"),
    [
        ("CN", (), (), 23, True),  # Thursday 19 March 2026: Friday and Monday
        ("CN", (20,), (), 24, True),
        ("CN", (20,), (), 23, False),
        ("CN", (), (21,), 21, True),  # a Saturday that is worked
        ("CN", (20,), (22,), 23, True),
        ("CN", (21,), (), 23, False),  # a Saturday is free anyway
        ("CN", (), (20,), 23, False),  # and a Friday is worked
        ("CN", (25,), (), 23, False),  # after its end
        ("", (20,), (), 24, False),  # without holidays there is no exception
    ],
)
def test_periods_with_stated_exceptions(
    holidays: str, free: tuple[int, ...], worked: tuple[int, ...], last: int, good: bool
) -> None:
    """CN-N-01: two working days, with the free and the worked days that the notice states."""
    charter = SimpleNamespace(calendar=SimpleNamespace(holidays=holidays))
    start, stated = date(2026, 3, 19), [[date(2026, 3, day) for day in days] for days in (free, worked)]
    with nullcontext() if good else pytest.raises(Wrong):
        check_period(charter, start, 2, True, date(2026, 3, last), *stated)


def test_lots_are_drawn_by_hashes() -> None:
    """`printf 'seed\\nseats\\na' | sha256sum` begins with 80cb; b's with c40c, c's with 23fa, d's with b3b5."""
    assert draw("seed", "seats", ["a", "b", "c", "d"]) == ("c", "a", "d", "b")
    assert draw("seed", "seats", ["d", "c", "b", "a"]) == ("c", "a", "d", "b")
