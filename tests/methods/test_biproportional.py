"""Biproportional apportionment: published results, properties, and every small table solved by trying all."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import refused

from comitia.methods.biproportional import Biproportion, biproportional, settle
from comitia.methods.divisors import DIVISOR_METHODS
from comitia.methods.lots import draw
from comitia.methods.scaling import shortest
from comitia.rules import RuleBroken

CASES = Path(__file__).parents[2].parent / "shared" / "data" / "cases" / "apportionment" / "biproportional.json"
METHODS = sorted(DIVISOR_METHODS)
Table = dict[str, dict[str, int]]


def case(id: str) -> Any:
    if not CASES.exists():
        pytest.skip("the shared cases are absent")
    return next(each for each in json.loads(CASES.read_text(encoding="utf-8"))["cases"] if each["id"] == id)


def table(rows: list[dict[str, Any]]) -> Table:
    result: Table = {}
    for row in rows:
        result.setdefault(row["district"], {})[row["party"]] = int(row["value"])
    return result


def sums(cells: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    columns = sorted({column for own in cells.values() for column in own})
    return {column: sum(own.get(column, 0) for own in cells.values()) for column in columns}


def listing(cells: Table) -> list[tuple[str, str, int]]:
    return sorted((row, column, seats) for row, own in cells.items() for column, seats in own.items())


def turned(cells: Mapping[str, Mapping[str, int]], columns: Mapping[str, int]) -> Table:
    return {column: {row: own.get(column, 0) for row, own in cells.items()} for column in columns}


# --- published results -----------------------------------------------------------------------------------------------


def test_zurich_2019() -> None:
    """180 seats, 18 districts, and the parties that passed the quorum of 5 % somewhere."""
    official = case("zurich_kantonsrat_2019")
    votes, expected = table(official["votes"]), table(official["expected"])
    result = biproportional(votes, official["district_seats"], sums(expected))
    assert result.tied == ()
    assert all(result.cells[row][column] == seats for row, own in expected.items() for column, seats in own.items())
    assert sum(sums(result.cells).values()) == 180


def test_graubuenden_2022_where_the_strongest_list_of_a_district_takes_one_seat() -> None:
    """39 districts of one to few seats; in one of them two lists were equal, and none took a seat for that."""
    official = case("graubuenden_grossrat_2022")
    votes, expected = table(official["votes"]), table(official["expected"])
    winners: dict[str, dict[str, int]] = {}
    for district, own in votes.items():
        strongest = [party for party, each in own.items() if each == max(own.values())]
        winners[district] = {strongest[0]: 1} if len(strongest) == 1 else {}
    result = biproportional(votes, official["district_seats"], sums(expected), least=winners)
    assert (result.cells, result.tied) == (expected, ())
    without = biproportional(votes, official["district_seats"], sums(expected))
    assert without.cells != expected


def test_uri_2020() -> None:
    """The official figures of the canton's four largest municipalities and their 37 seats."""
    parties = ("CVP", "SPGB", "FDP", "SVP")
    votes = {
        "Altdorf": (11471, 11908, 9213, 7756),
        "Bürglen": (2822, 1606, 1567, 2945),
        "Erstfeld": (2309, 1705, 946, 1573),
        "Schattdorf": (4794, 2600, 2961, 3498),
    }
    seats = {"Altdorf": (5, 4, 3, 3), "Bürglen": (2, 1, 1, 3), "Erstfeld": (2, 2, 1, 1), "Schattdorf": (3, 2, 2, 2)}
    expected = {district: dict(zip(parties, own, strict=True)) for district, own in seats.items()}
    weights = {district: dict(zip(parties, own, strict=True)) for district, own in votes.items()}
    result = biproportional(weights, {"Altdorf": 15, "Bürglen": 7, "Erstfeld": 6, "Schattdorf": 9}, sums(expected))
    assert (result.cells, result.tied) == (expected, ())


def test_the_example_of_an_encyclopedia() -> None:
    example = case("wikipedia_en_biprop")
    names = [str(number) for number in range(3)]
    weights, expected = (
        {party: dict(zip(names, own, strict=True)) for party, own in zip(names, example[key], strict=True)}
        for key in ("votes_matrix_rows_parties", "expected_rows_parties")
    )
    parties, districts = (
        dict(zip(names, example[key], strict=True)) for key in ("expected_party_seats", "district_seats")
    )
    assert biproportional(weights, parties, districts).cells == expected


# --- every small table, by trying all --------------------------------------------------------------------------------

SMALL = st.integers(0, 5)
WEIGHTS = st.dictionaries(
    st.sampled_from("abc"), st.fixed_dictionaries({"x": SMALL, "y": SMALL, "z": SMALL}), min_size=1
)


def rows_of(seats: int, weights: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """All ways to give so many seats to the cells of a row that have weight."""
    for counts in product(*(range(seats + 1 if weight else 1) for weight in weights.values())):
        if sum(counts) == seats:
            yield dict(zip(weights, counts, strict=True))


def all_best(weights: Table, rows: Mapping[str, int], columns: Mapping[str, int], method: str) -> list[Table]:
    """The cells that meet the sums and make the product of weight / signpost, over all seats, greatest.

    That these are those with divisors is the theorem (Rote and Zachariasen 2007); under methods that give the first
    seat freely, it is left out of the product and every cell with weight must have one.
    """
    posts = DIVISOR_METHODS[method]
    first = int(posts.first_seat_is_free)
    found: dict[Fraction, list[Table]] = {}
    for choice in product(*(rows_of(rows[row], weights[row]) for row in weights)):
        cells = dict(zip(weights, choice, strict=True))
        if sums(cells) != dict(columns) or any(
            cells[row][column] < first for row, own in weights.items() for column, weight in own.items() if weight
        ):
            continue
        worth = prod(
            (
                Fraction(weight**posts.power) / Fraction(*posts.at(k))
                for row, own in weights.items()
                for column, weight in own.items()
                for k in range(first, cells[row][column])
            ),
            start=Fraction(1),
        )
        found.setdefault(worth, []).append(cells)
    return found[max(found)] if found else []


def completions(result: Biproportion) -> list[Table]:
    """All cells that the tied seats can make."""
    several = []
    for given_to in product((0, 1), repeat=len(result.tied)):
        extra = dict(zip(result.tied, given_to, strict=True))
        by_row = {row: sum(extra[pair] for pair in extra if pair[0] == row) for row in result.cells}
        columns = next(iter(result.cells.values()))
        by_column = {column: sum(extra[pair] for pair in extra if pair[1] == column) for column in columns}
        if by_row == {row: result.tied_rows.get(row, 0) for row in by_row} and by_column == {
            column: result.tied_columns.get(column, 0) for column in by_column
        }:
            several.append(
                {
                    row: {column: seats + extra.get((row, column), 0) for column, seats in own.items()}
                    for row, own in result.cells.items()
                }
            )
    return several


def certified(
    result: Biproportion, weights: Mapping[str, Mapping[str, int]], method: str, least: Mapping[str, Mapping[str, int]]
) -> None:
    """What a person can check with the divisors, cell by cell."""
    posts = DIVISOR_METHODS[method]
    for row, own in result.cells.items():
        for column, seats in own.items():
            weight, low = weights.get(row, {}).get(column, 0), least.get(row, {}).get(column, 0)
            if not weight:
                assert seats == low
                continue
            quotient = weight**posts.power / (result.row_divisors[row] * result.column_divisors[column])
            if (row, column) in result.tied:
                assert quotient == Fraction(*posts.at(seats))
            else:
                assert quotient < Fraction(*posts.at(seats))
                assert seats == max(low, int(posts.first_seat_is_free)) or quotient > Fraction(*posts.at(seats - 1))


@st.composite
def tables(draw: Any) -> tuple[Table, dict[str, int], dict[str, int]]:
    """A small table with sums that some cells have, though perhaps not cells with weight."""
    weights = draw(WEIGHTS)
    cells = {row: {column: draw(st.integers(0, 3)) for column in own} for row, own in weights.items()}
    return weights, {row: sum(own.values()) for row, own in cells.items()}, sums(cells)


@given(tables(), st.sampled_from(METHODS))
def test_the_cells_and_their_ties_are_those_found_by_trying_all(
    drawn: tuple[Table, dict[str, int], dict[str, int]], method: str
) -> None:
    weights, rows, columns = drawn
    best = all_best(weights, rows, columns, method)
    if not best:
        with pytest.raises(RuleBroken) as caught:
            biproportional(weights, rows, columns, method)
        assert caught.value.rule.id in ("biproportional.impossible", "biproportional.least")
        return
    result = biproportional(weights, rows, columns, method)
    certified(result, weights, method, {})
    assert sorted(map(listing, completions(result))) == sorted(map(listing, best))
    pairs = {f"{row}/{column}": (row, column) for row, column in result.tied}
    assert settle(result, [pairs[id] for id in draw("seed", "ties", pairs)]) in best


# --- properties ------------------------------------------------------------------------------------------------------

LARGE = st.integers(0, 10**12) | st.integers(0, 30)


@st.composite
def wide_tables(draw: Any) -> tuple[Table, dict[str, int], dict[str, int]]:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    weights = {f"r{k}": {f"c{m}": draw(LARGE) for m in range(columns)} for k in range(rows)}
    cells = {
        row: {column: draw(st.integers(int(weight > 0), 9)) * (weight > 0) for column, weight in own.items()}
        for row, own in weights.items()
    }
    return weights, {row: sum(own.values()) for row, own in cells.items()}, sums(cells)


@given(wide_tables(), st.sampled_from(METHODS))
def test_sums_are_met_and_the_divisors_prove_every_cell(
    drawn: tuple[Table, dict[str, int], dict[str, int]], method: str
) -> None:
    weights, rows, columns = drawn
    result = biproportional(weights, rows, columns, method)
    certified(result, weights, method, {})
    assert {row: sum(own.values()) + result.tied_rows.get(row, 0) for row, own in result.cells.items()} == rows
    got = sums(result.cells)
    assert {column: seats + result.tied_columns.get(column, 0) for column, seats in got.items()} == columns


@given(wide_tables(), st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_and_columns_nor_which_is_which_matters(
    drawn: tuple[Table, dict[str, int], dict[str, int]], method: str, random: Any
) -> None:
    weights, rows, columns = drawn
    result = biproportional(weights, rows, columns, method)
    shuffled: Table = {}
    for row in random.sample(sorted(weights), len(weights)):
        shuffled[row] = {column: weights[row][column] for column in random.sample(sorted(columns), len(columns))}
    assert biproportional(shuffled, dict(reversed(rows.items())), dict(reversed(columns.items())), method) == result
    across = biproportional(turned(weights, columns), columns, rows, method)
    assert across.cells == turned(result.cells, columns)
    assert set(across.tied) == {(column, row) for row, column in result.tied}
    renamed = {"r9" if row == "r0" else row: own for row, own in weights.items()}
    after = biproportional(
        renamed, {"r9" if row == "r0" else row: seats for row, seats in rows.items()}, columns, method
    )
    assert after.cells == {"r9" if row == "r0" else row: own for row, own in result.cells.items()}


@given(wide_tables(), st.data())
def test_a_least_for_cells_is_kept_and_proved(
    drawn: tuple[Table, dict[str, int], dict[str, int]], data: st.DataObject
) -> None:
    weights, rows, columns = drawn
    least = {row: {column: data.draw(st.integers(0, 2)) for column in own} for row, own in weights.items()}
    try:
        result = biproportional(weights, rows, columns, least=least)
    except RuleBroken as broken:
        assume(broken.rule.id not in ("biproportional.impossible", "biproportional.least"))
        raise
    certified(result, weights, "webster", least)
    assert all(seats >= least[row][column] for row, own in result.cells.items() for column, seats in own.items())


def test_a_full_tie_of_a_square_is_one_of_its_diagonals() -> None:
    weights = {"north": {"men": 7, "women": 7}, "south": {"men": 7, "women": 7}}
    result = biproportional(weights, {"north": 1, "south": 1}, {"men": 1, "women": 1})
    assert result.cells == {"north": {"men": 0, "women": 0}, "south": {"men": 0, "women": 0}}
    assert result.tied == (("north", "men"), ("north", "women"), ("south", "men"), ("south", "women"))
    assert (result.tied_rows, result.tied_columns) == ({"north": 1, "south": 1}, {"men": 1, "women": 1})
    lot = (("south", "women"), ("north", "women"), ("south", "men"), ("north", "men"))
    assert settle(result, lot) == {"north": {"men": 1, "women": 0}, "south": {"men": 0, "women": 1}}
    with pytest.raises(ValueError, match="is not one of"):
        settle(result, lot[:3])


def test_the_divisors_are_short_decimals() -> None:
    result = biproportional(
        {"a": {"x": 7013, "y": 2987}, "b": {"x": 1009, "y": 8991}}, {"a": 7, "b": 9}, {"x": 6, "y": 10}
    )
    assert [str(each) for each in (*result.row_divisors.values(), *result.column_divisors.values())] == [
        "1300",
        "1100",
        "1",
        "1",
    ]


@given(st.fractions(min_value=0), st.none() | st.fractions(min_value=0))
def test_the_shortest_decimal_lies_between_its_bounds(lower: Fraction, upper: Fraction | None) -> None:
    assume(upper is None or upper > lower)
    number = shortest(lower, upper)
    assert number > lower and (upper is None or number < upper)
    assert 10**60 % number.denominator == 0


# --- what cannot be met ----------------------------------------------------------------------------------------------


def test_biproportional_sums_agree() -> None:
    with refused("biproportional.sums", "2", "3"):
        biproportional({"a": {"x": 1}}, {"a": 2}, {"x": 3})


def test_biproportional_impossible_names_the_rows_and_their_columns() -> None:
    weights = {"a": {"x": 5}, "b": {"x": 3}, "c": {"x": 1, "y": 9}}
    with refused("biproportional.impossible", "a, b: these rows have 4 seats", "columns only: x", "room for 3"):
        biproportional(weights, {"a": 2, "b": 2, "c": 2}, {"x": 3, "y": 3})


def test_biproportional_least_is_not_more_than_the_seats() -> None:
    """Adams gives a seat to every cell with weight, so that a row of two such cells needs two."""
    with refused("biproportional.least", "a has 1 seats", "must have 2"):
        biproportional({"a": {"x": 5, "y": 1}, "b": {"x": 4}}, {"a": 1, "b": 3}, {"x": 2, "y": 2}, "adams")
