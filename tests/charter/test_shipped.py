"""The shipped charters say what the published figures and the rule sets say."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from comitia.charter.file import loads
from comitia.charter.model import Margin
from comitia.charter.shipped import shipped, shipped_text
from comitia.rules import RuleBroken

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "congress"

CHARTERS = {name: loads(shipped_text(name), f"{name}.toml") for name in shipped()}
CONGRESS, UNION, PARTY, SMALL = (
    CHARTERS[name] for name in ("national-congress", "union-conference", "german-party", "co-operative")
)


def published(name: str) -> list[dict[str, str]]:
    if not DATA.exists():
        pytest.skip("the published figures are not at hand (../shared/data)")
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_four_charters_are_shipped_and_another_is_refused():
    assert shipped() == ("co-operative", "german-party", "national-congress", "union-conference")
    with pytest.raises(RuleBroken, match=r"charter\.shipped: no charter named \.\./model.*co-operative, german-party"):
        shipped_text("../model")


@pytest.mark.parametrize("name", shipped())
def test_a_charter_has_the_id_that_it_is_shipped_under_and_comments(name: str):
    assert CHARTERS[name].id == name
    assert shipped_text(name).startswith("# ")


def test_the_congress_has_the_38_units_in_the_published_order():
    rows = published("units_38.csv")
    assert [unit.name.en for unit in CONGRESS.units] == [row["unit"] for row in rows]
    assert [unit.kind == "province" for unit in CONGRESS.units] == [row["kind"] == "province" for row in rows]


def test_members_and_organisations_add_up_to_the_published_totals():
    rows = [row for row in published("national_membership.csv") if row["as_of"] == "2021-12-31"]
    total = {row["metric"]: Fraction(row["value_10k"]) * 10_000 for row in rows}
    assert sum(unit.members for unit in CONGRESS.units) == total["members_total"] == 96_712_000
    assert sum(unit.organisations for unit in CONGRESS.units) == total["primary_orgs_total"] == 4_936_000


def test_published_provinces_are_exact_and_every_other_figure_is_marked_as_assumed():
    rows = {
        row["province"]: row for row in published("province_membership_partial.csv") if row["as_of"] == "2021-12-31"
    }
    for unit in CONGRESS.units:
        keys = [f"units.{unit.id}.members", f"units.{unit.id}.organisations"]
        keys += [f"units.{unit.id}.shares.women"] if unit.shares else []
        if row := rows.get(unit.name.en):
            assert unit.members == Fraction(row["members_10k"]) * 10_000
            assert unit.organisations == Fraction(row["primary_orgs_10k"]) * 10_000
            assert unit.shares["women"] == Fraction(row["women_pct"]) / 100
            assert not set(keys) & set(CONGRESS.assumed)
        else:
            assert set(keys) <= set(CONGRESS.assumed)


def test_estimated_provinces_are_proportional_to_their_seats_in_the_legislature():
    seats = {row["unit"]: int(row["npc14_2023"]) for row in published("npc_seat_allocation_13_14.csv")}
    known = {row["province"] for row in published("province_membership_partial.csv") if row["as_of"] == "2021-12-31"}
    estimated = [unit for unit in CONGRESS.units if unit.name.en in seats.keys() - known]
    assert len(estimated) == 28
    one = estimated[0]
    for unit in estimated:  # largest remainder gives each within one of its exact part
        exact = Fraction(one.members * seats[unit.name.en], seats[one.name.en])
        assert abs(unit.members - exact) <= 1 + Fraction(seats[unit.name.en], seats[one.name.en])


def test_cn_p_01_and_cn_p_02_the_margin_is_strict_and_leaves_out_those_placed():
    assert CONGRESS.seats.total == 2300
    assert CONGRESS.margins.ballot == CONGRESS.margins.vetted == Margin(more_than=Fraction(15, 100), base="contested")


def test_cn_p_04_the_levels_go_from_the_branch_to_the_unit():
    assert [level.id for level in CONGRESS.levels] == ["branch", "township", "county", "prefecture", "unit"]
    assert CONGRESS.levels[0].list is None


def test_cn_p_06_and_cn_p_07_four_musts_and_two_signatures():
    checks = {check.id: check for check in CONGRESS.vetting.checks}
    assert {id for id, check in checks.items() if check.applies_to} == {"personal-report"}
    assert checks["personal-report"].applies_to == "leading"
    assert {"file", "discipline", "tip-offs"} <= checks.keys()
    assert checks["conduct-party"].body != checks["conduct-discipline"].body


def test_cn_p_08_a_veto_has_ground_codes_and_two_deciders():
    assert CONGRESS.vetting.veto.deciders == 2
    assert [ground.id for ground in CONGRESS.vetting.veto.grounds] == ["political", "integrity"]


def test_cn_p_10_the_structure_by_kind_of_unit():
    quotas = {quota.id: quota for quota in CONGRESS.quotas}
    three = ("province", "central-finance", "central-enterprises")
    assert (quotas["front-line"].at_least, quotas["front-line"].kinds) == (Fraction(1, 3), three)
    assert (quotas["leading"].at_most, quotas["leading"].kinds) == (Fraction(2, 3), three)
    assert (quotas["women-above"].above_membership, quotas["women-above"].kinds) == (True, ("province",))
    others = {unit.kind for unit in CONGRESS.units} - {"province"}
    assert (quotas["women-some"].at_least_count, set(quotas["women-some"].kinds)) == (1, others)


def test_cn_l_24_cn_l_30_cn_l_35_cn_l_36_and_cn_c_11_the_meeting_and_the_count():
    assert CONGRESS.poll.quorum.more_than == Fraction(1, 2)
    assert CONGRESS.poll.order == "strokes"
    assert (CONGRESS.counting.more_than, CONGRESS.counting.base) == (Fraction(1, 2), "due")
    assert CONGRESS.counting.tie == "new-vote"
    assert CONGRESS.counting.least_marks == 0


def test_cn_n_01_notices_in_working_days():
    assert [(notice.before, notice.days, notice.working_days) for notice in CONGRESS.notices] == [
        ("vet", 3, True),
        ("shortlist", 5, True),
    ]


def test_de_09_de_13_de_cdu_28_de_cdu_43_de_spd_8_and_de_spd_15_the_german_party():
    assert (PARTY.seats.method, PARTY.seats.base) == ("jefferson", 2)
    assert {part.basis: part.seats for part in PARTY.seats.parts} == {"members": 184, "votes": 50}
    assert (PARTY.seats.by_members_at_least, PARTY.seats.ex_officio_at_most) == (Fraction(1, 2), Fraction(1, 5))
    assert (PARTY.counting.more_than, PARTY.counting.base) == (Fraction(1, 2), "valid")
    assert PARTY.counting.least_marks == Fraction(1, 2)
    assert PARTY.counting.second_vote == "plurality"
    assert {(quota.group, quota.of, quota.at_least) for quota in PARTY.quotas} == {
        ("women", "elected", Fraction(2, 5)),
        ("men", "elected", Fraction(2, 5)),
    }


def test_int_itf_us_106_us_117_and_uk_51_the_union():
    assert {quota.id for quota in UNION.quotas if quota.of == "elected"} == {"women-share", "one-woman", "one-young"}
    assert UNION.counting.more_than is None
    assert UNION.retention.papers_days >= 365
    assert PARTY.retention.papers_days >= 365


def test_the_co_operative_is_small_enough_to_type():
    assert len(shipped_text("co-operative").splitlines()) < 100
    assert len(SMALL.units) == 2
    assert SMALL.seats.total == 7


def test_only_the_national_charter_assumes_anything():
    assert [name for name, charter in CHARTERS.items() if charter.assumed] == ["national-congress"]
