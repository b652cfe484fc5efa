"""Why each is on a slate or not, against every exchange and every other slate there is."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.contradiction import Demand, contradictions
from comitia.methods.reasons import Reason, costs, reasons
from comitia.methods.selection import select
from comitia.methods.slate import Bound

IDS = [f"p{number}" for number in range(8)]


def keeps(slate: Sequence[str], bounds: Sequence[Bound]) -> bool:
    return all(bound.least <= len(bound.members.intersection(slate)) <= bound.most for bound in bounds)


def broken(slate: Sequence[str], bounds: Sequence[Bound]) -> set[str]:
    return {bound.id for bound in bounds if not keeps(slate, [bound])}


def best(weights: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> int | None:
    slates = (slate for slate in combinations(weights, places) if keeps(slate, bounds))
    return max((sum(weights[id] for id in slate) for slate in slates), default=None)


def test_the_weight_a_limit_and_a_lot() -> None:
    """Three places, one of them for a woman: the fourth by weight keeps hers, and the lot parts two men."""
    weights = {"ann": 20, "bob": 90, "col": 50, "dan": 50, "eve": 20, "fay": 10}
    lots = {"ann": 6, "bob": 1, "col": 2, "dan": 3, "eve": 5, "fay": 4}
    women = Bound("women", frozenset({"ann", "eve", "fay"}), 1, 3)
    result = select(weights, 3, [women], lots)
    assert result.chosen == ("ann", "bob", "dan")
    assert reasons(weights, 3, [women], result, lots) == {
        "bob": Reason(True, "weight"),
        "dan": Reason(True, "lot", (), "col"),
        "col": Reason(False, "bounds", ("women",), "dan"),
        "ann": Reason(True, "bounds", ("women",), "eve"),
        "eve": Reason(False, "lot", (), "ann"),
        "fay": Reason(False, "weight"),
    }
    assert costs(weights, 3, [women], result) == {"women": 30}


def test_of_several_limits_in_the_way_the_dear_one_is_named() -> None:
    """To take a man for a woman would break both, and only the women's costs anything."""
    weights = {"m1": 9, "m2": 8, "w1": 2, "w2": 1}
    bounds = [Bound("men", frozenset({"m1", "m2"}), 0, 1), Bound("women", frozenset({"w1", "w2"}), 1, 2)]
    result = select(weights, 2, bounds)
    assert reasons(weights, 2, bounds, result)["m2"].bounds == (next(iter(result.prices)),)
    assert costs(weights, 2, bounds, result) == {"men": 0, "women": 0}  # without one the other stands
    assert costs(weights, 2, bounds[:1], select(weights, 2, bounds[:1])) == {"men": 6}


def test_a_hundred_limits() -> None:
    """More than a machine word has bits."""
    weights = {f"p{number:02}": 100 - number for number in range(40)}
    bounds = [Bound(f"b{number:02}", frozenset({f"p{number % 40:02}"}), 0, 1) for number in range(99)]
    last = Bound("last", frozenset({"p38", "p39"}), 1, 2)
    result = select(weights, 10, [*bounds, last])
    given = reasons(weights, 10, [*bounds, last], result)
    assert result.chosen == (*(f"p{number:02}" for number in range(9)), "p38")
    assert given["p38"] == Reason(True, "bounds", ("last",))
    assert given["p09"] == Reason(False, "bounds", ("last",))
    assert given["p39"] == Reason(False, "weight")
    assert costs(weights, 10, [*bounds, last], result) == dict.fromkeys((b.id for b in bounds), 0) | {"last": 29}
    assert contradictions(weights, 10, [*bounds, last, Bound("none", last.members, 0, 0)]) == (
        (Demand("last", "least", 1), Demand("none", "most", 0)),
    )


@given(
    st.dictionaries(st.sampled_from(IDS), st.tuples(st.integers(0, 3), st.integers(1, 9)), min_size=1),
    st.integers(0, 5),
    st.lists(
        st.builds(
            lambda members, least, more: (members, least, least + more),
            st.frozensets(st.sampled_from(IDS)),
            st.integers(0, 2),
            st.integers(0, 2),
        ),
        max_size=4,
    ),
)
def test_reasons_are_facts_about_exchanges_and_costs_about_slates(
    people: dict[str, tuple[int, int]], places: int, groups: list[tuple[frozenset[str], int, int]]
) -> None:
    weights, places = {id: own for id, (own, _) in people.items()}, min(places, len(people))
    lots = {id: 10 * lot + int(id[1:]) for id, (_, lot) in people.items()}
    bounds = [Bound(f"b{number}", *group) for number, group in enumerate(groups)]
    if best(weights, places, bounds) is None:
        return
    result = select(weights, places, bounds, lots)
    given = reasons(weights, places, bounds, result, lots)
    assert given == reasons(dict(reversed(weights.items())), places, bounds, result, lots)
    assert given.keys() == weights.keys()
    in_order = sorted(weights, key=lambda id: (weights[id], lots[id]), reverse=True)
    for id, reason in given.items():
        assert reason.chosen == (id in result.chosen)
        others = [other for other in in_order if (other in result.chosen) != reason.chosen]
        exchanges = {other: sorted({*result.chosen} ^ {id, other}) for other in others}
        ahead = [other for other in others if (in_order.index(other) < in_order.index(id)) == reason.chosen]
        for other in ahead:
            assert broken(exchanges[other], bounds) & {*reason.bounds}
        for name in reason.bounds:  # none too many
            assert any(broken(exchanges[other], bounds) & {*reason.bounds} == {name} for other in ahead)
        equals = [o for o in others if weights[o] == weights[id] and keeps(exchanges[o], bounds)]
        assert reason.rival == (equals[0 if reason.chosen else -1] if equals else "")
        if reason.decided == "bounds":
            assert reason.bounds
            assert (id in in_order[:places]) != reason.chosen
        else:
            assert (id in in_order[:places]) == reason.chosen
            assert (reason.decided == "lot") == bool(reason.rival)
    for bound in bounds:
        without = best(weights, places, [other for other in bounds if other != bound])
        assert costs(weights, places, bounds, result)[bound.id] == (without or 0) - result.total
