"""Charters that could be read and cannot be carried out: each rule refuses, at the line of the key that breaks it.

Each case changes one place of a shipped charter; the places come from the changed text itself.
"""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comitia.charter import shape
from comitia.charter.check import check, check_keys
from comitia.charter.file import loads
from comitia.charter.model import Charter
from comitia.charter.shipped import shipped_text
from comitia.rules import CATALOGUE, Fault, RulesBroken
from comitia.stages.apportion import apportioned

SMALL, UNION, PARTY, CONGRESS = (
    shipped_text(name) for name in ("co-operative", "union-conference", "german-party", "national-congress")
)
POLL_WINDOW = '{ stage = "poll", opens = 2026-03-16, closes = 2026-03-27 },'

MEMBERS, VOTES = (f'id = "{id}"\nname = {{ en = "By {id}", zh = "按" }}\nbasis = "{id}"' for id in ("members", "votes"))
DRAWN = SMALL.replace("[poll]", '[shortlist]\nmethod = "lottery-leximin"\n\n[poll]')

CASES: list[tuple[str, str, str, str, str]] = [
    # rule, charter, old text, new text, words of the refusal
    (
        "charter.no-weight",
        SMALL,
        "[poll]",
        '[shortlist]\nby = "shares"\norganisations = 0\nmembers = 0\n\n[poll]',
        "neither the organisations nor the members count",
    ),
    (
        "charter.whole",
        SMALL,
        "[poll]",
        '[shortlist]\nmembers_more_than = "100 %"\n\n[poll]',
        "shortlist.members_more_than is 1, which nothing can reach",
    ),
    ("charter.repeated-id", SMALL, 'id = "south"', 'id = "north"', "units[2]: the id north is used above already"),
    (
        "charter.repeated-id",
        SMALL,
        '{ id = "first"',
        '{ id = "first", opens = 2026-03-02, closes = 2026-03-02 }, { id = "first"',
        "nomination.rounds[2]",
    ),
    ("charter.blank", SMALL, 'zh = "北岸"', 'zh = " "', "units[1].name.zh is empty"),
    (
        "charter.reference",
        SMALL,
        'group = "women"',
        'group = "wommen"',
        "is wommen, which is not in groups; write one of these, or add it there: women",
    ),
    ("charter.reference", UNION, 'applies_to = "young"', 'applies_to = "old"', "vetting.checks[2].applies_to is old"),
    ("charter.reference", UNION, 'young = "17 %"', 'old = "17 %"', "units[1].shares.old is old"),
    (
        "charter.reference",
        UNION,
        'kinds = ["region"]',
        'kinds = ["region", "county"]',
        "kinds[2] is county, which is not in units.kind; write one of these, or add it there: region, section",
    ),
    ("charter.reference", SMALL, 'body = "board"', 'body = "bord"', "bord, which is not in vetting.bodies"),
    (
        "charter.reference",
        CONGRESS,
        'consult_by = "organisation"',
        'consult_by = "organization"',
        "vetting.consult_by is organization, which is not in vetting.bodies",
    ),
    (
        "charter.reference",
        SMALL,
        "reply_days = 2",
        'reply_days = 2\nappeal_to = "court"',
        "vetting.veto.appeal_to is court, which is not in vetting.bodies; write one of these, or add it there: board",
    ),
    ("charter.assumed", CONGRESS, '"seats.method"', '"seats.methods"', "seats.methods"),
    ("charter.assumed", CONGRESS, '"units.beijing.members"', '"units.peking.members"', "units.peking.members"),
    (
        "charter.too-few",
        SMALL,
        '[[levels]]\nid = "group"\nname = { en = "Group", zh = "小组" }\n',
        "",
        "levels has 1, and must have at least 2",
    ),
    (
        "charter.too-few",
        SMALL,
        '[{ id = "first", opens = 2026-03-02, closes = 2026-03-06 }]',
        "[]",
        "nomination.rounds has 0, and must have at least 1",
    ),
    ("charter.too-few", UNION, '["members", "organisations"]', "[]", "nomination.rank_by has 0"),
    (
        "charter.minimum",
        SMALL,
        "total = 7",
        "total = 7\nminimum = 4",
        "the least that 2 units must have makes 8 together, and the seats are 7",
    ),
    (
        "charter.fixed-seats",
        SMALL,
        'method = "webster"',
        'method = "fixed"',
        "the units' seats add up to 0, and the total is 7",
    ),
    (
        "charter.unit-seats",
        SMALL,
        'method = "webster"',
        'method = "fixed"',
        "North bank has 0 of the seats, and must have",
    ),
    (
        "charter.outside",
        SMALL,
        "members = 43",
        "members = 43\nseats = 4\nbase = 2",
        "North bank has fixed seats (4), and base as well",
    ),
    (
        "charter.seats-key",
        SMALL,
        "total = 7",
        "total = 7\nsteps = [{ seats = 2 }]",
        "seats.steps means nothing under the method webster; correct the method, or seats.steps",
    ),
    ("charter.seats-key", SMALL, 'method = "webster"', 'method = "steps"', "seats.steps is missing"),
    (
        "charter.seats-key",
        SMALL,
        "members = 43\n",
        f"members = 43\nmaximum = 3\n[[seats.parts]]\n{MEMBERS}\nseats = 5\n[[seats.parts]]\n{VOTES}\nseats = 2\n",
        "units[1].maximum means nothing where there are several parts",
    ),
    (
        "charter.seats-key",
        SMALL,
        "members = 43",
        "members = 43\nfigures = { members = 40 }",
        "units[1].figures.members means nothing beside the unit's own key of that name",
    ),
    (
        "charter.seats-sum",
        SMALL,
        "[[units]]",
        f"[[seats.parts]]\n{MEMBERS}\nseats = 5\n[[units]]",
        "fixed seats: 0; base seats: 0; parts: 5; together 5, and the total is 7",
    ),
    (
        "charter.seats-sum",
        SMALL,
        'method = "webster"',
        'method = "steps"\nbase = 1\nsteps = [{ up_to = 40, seats = 2 }, { seats = 4 }]',
        "fixed seats: 0; base seats: 2; steps: 6; together 8, and the total is 7",
    ),
    (
        "charter.part-seats",
        SMALL,
        "[[units]]",
        f'[[seats.parts]]\n{MEMBERS}\nshare = "80 %"\n[[seats.parts]]\n{VOTES}\nshare = "20 %"\n[[units]]',
        "the part By members has seats: 0, and a share: 4/5, which of 7 makes 28/5",
    ),
    (
        "charter.part-seats",
        SMALL,
        "[[units]]",
        f'[[seats.parts]]\n{MEMBERS}\nshare = "1"\nseats = 7\n[[units]]',
        "the part By members has seats: 7, and a share: 1, which of 7 makes 7",
    ),
    (
        "charter.maximum",
        SMALL,
        "total = 7",
        "total = 7\nmaximum = 3",
        "the most that 2 units may have makes 6 together, and the seats are 7",
    ),
    (
        "charter.bounds",
        SMALL,
        "members = 43",
        "members = 43\nminimum = 4\nmaximum = 3",
        "North bank has at least 4, by its base or minimum, and may have at most 3",
    ),
    (
        "charter.figures",
        SMALL,
        "[[units]]",
        f"[[seats.parts]]\n{VOTES}\nseats = 7\n[[units]]",
        "seats.parts[1].basis follows votes, and these units have no such figure: north, south",
    ),
    (
        "charter.figures",
        SMALL,
        "[[units]]",
        f"[[seats.parts]]\n{MEMBERS.replace('members', 'organisations')}\nseats = 7\n[[units]]",
        "seats.parts[1].basis follows organisations, and these units have no such figure: north, south",
    ),
    (
        "apportion.steps",
        SMALL,
        'method = "webster"',
        'method = "steps"\nsteps = [{ up_to = 50, seats = 4 }, { up_to = 50, seats = 3 }]',
        "step 2 of 2 does not follow from the one before",
    ),
    (
        "apportion.above-steps",
        SMALL,
        'method = "webster"',
        'method = "steps"\nsteps = [{ up_to = 40, seats = 3 }, { up_to = 42, seats = 4 }]',
        "north has a weight of 43, and the last step ends at 42",
    ),
    (
        "charter.by-members",
        SMALL,
        "total = 7",
        'total = 7\nbase = 2\nby_members_at_least = "1/2"',
        "3 of 7 seats follow members, and must be at least 1/2; give more seats to parts whose basis is members: 4",
    ),
    (
        "charter.ex-officio",
        SMALL,
        "total = 7",
        'total = 7\nex_officio = 2\nex_officio_at_most = "1/5"',
        "2 of 9 voting members sit by their office, and may be at most 1/5",
    ),
    (
        "charter.categories",
        SMALL,
        "total = 7",
        'total = 7\ncategories = [{ group = "women", seats = 4 }]',
        "women 4: together 4, and the total is 7; ties are settled by: lot",
    ),
    (
        "charter.categories",
        SMALL,
        "total = 7",
        'total = 7\ncategories = [{ group = "women", seats = 4 }, { group = "women", seats = 3 }]',
        "women 4, women 3: together 7, and the total is 7",
    ),
    (
        "charter.categories",
        SMALL,
        "total = 7",
        'total = 7\ntie = "decision"\ncategories = [{ group = "women", seats = 7 }]',
        "ties are settled by: decision; name each group once, correct the sum, and write tie",
    ),
    (
        "charter.reference",
        SMALL,
        "total = 7",
        'total = 7\ncategories = [{ group = "men", seats = 7 }]',
        "seats.categories[1].group is men, which is not in groups",
    ),
    (
        "charter.one-limit",
        SMALL,
        'vetted = { more_than = "0" }',
        "vetted = { }",
        "margins.vetted has 0 of more_than and at_least",
    ),
    (
        "charter.one-limit",
        SMALL,
        '{ at_least = "1/2" }',
        '{ at_least = "1/2", more_than = "1/2" }',
        "poll.quorum has 2 of",
    ),
    ("charter.whole", SMALL, '{ at_least = "1/2" }', '{ at_least = "101 %" }', "poll.quorum.at_least is 101/100"),
    (
        "charter.whole",
        PARTY,
        'quorum = { more_than = "1/2" }',
        'quorum = { more_than = "1" }',
        "poll.quorum.more_than is 1",
    ),
    ("charter.whole", SMALL, 'more_than = "1/2"', 'more_than = "100 %"', "counting.more_than is 1"),
    ("charter.whole", PARTY, 'least_marks = "1/2"', 'least_marks = "3/2"', "counting.least_marks is 3/2"),
    ("charter.whole", UNION, 'women = "24 %"', 'women = "240 %"', "units[1].shares.women is 12/5"),
    ("charter.whole", PARTY, 'at_least = "40 %"', 'at_least = "140 %"', "quotas[1].at_least is 7/5"),
    ("charter.whole", CONGRESS, 'at_most = "2/3"', 'at_most = "3/2"', "quotas[2].at_most is 3/2"),
    (
        "charter.whole",
        CONGRESS,
        'women = "29.4 %"',
        'women = "100 %"',
        "quotas[3].above_membership is 1, which nothing can reach",
    ),
    (
        "charter.list-length",
        UNION,
        'margin = { at_least = "20 %" }',
        'margin = { at_least = "110 %" }',
        "levels[2].list is 1 times the seats, and must be ≥ 21/20",
    ),
    (
        "charter.list-length",
        UNION,
        'margin = { at_least = "20 %" }',
        'margin = { more_than = "100 %" }',
        "levels[2].list is 1 times the seats, and must be > 1",
    ),
    ("charter.one-limit", UNION, 'margin = { at_least = "20 %" }', "margin = { }", "levels[2].margin has 0 of"),
    ("charter.level-margin", UNION, 'margin = { at_least = "20 %" }', "", "Branch has places or a margin, and lacks"),
    ("charter.level-margin", UNION, 'places = "1/2"', "", "Branch has places or a margin, and lacks the other"),
    (
        "charter.level-margin",
        UNION,
        'list = "2"',
        'list = "2"\nplaces = "1"\nmargin = { at_least = "0" }',
        "Region or section has places or a margin, and it is the unit's level",
    ),
    (
        "charter.level-margin",
        UNION,
        'zh = "基层工会" }',
        'zh = "基层工会" }\nplaces = "1"\nmargin = { at_least = "0" }',
        "every nominee of a primary organisation goes up",
    ),
    ("charter.term", PARTY, "months = 24", "months = 25", "delegates serve 25 months, and may serve 24"),
    (
        "charter.assembly",
        SMALL,
        "[retention]",
        "[delegates]\nmembers_at_least = 82\n[retention]",
        "the units have 81 members together, and delegates may meet for 82 or more",
    ),
    (
        "charter.round-level",
        PARTY,
        'rounds = [{ id = "',
        'rounds = [{ level = "nowhere", id = "',
        "nomination.rounds[1].level is nowhere, and this round can be held at: ",
    ),
    (
        "charter.round-level",
        CONGRESS,
        '{ id = "second", ',
        '{ id = "second", level = "unit", ',
        "rounds[2].level is unit, and this round can be held at: branch, township, county, prefecture; write one",
    ),
    (
        "charter.second-candidates",
        PARTY,
        'second_candidates = "2"',
        'second_candidates = "1/2"',
        "second_candidates is 1/2",
    ),
    (
        "charter.primary-list",
        SMALL,
        'zh = "小组" }',
        'zh = "小组" }\nlist = "3"',
        "Group is the level of the primary organisations",
    ),
    (
        "charter.list-length",
        UNION,
        'list = "1"',
        'list = "0"',
        "levels[2].list is 0 times the seats, and must be > 0",
    ),
    (
        "charter.list-length",
        CONGRESS,
        'list = "3/2"',
        'list = "115 %"',
        "levels[5].list is 23/20 times the seats, and must be > 23/20",
    ),
    ("charter.list-length", PARTY, 'list = "3"', 'list = "99 %"', "and must be ≥ 1"),
    (
        "charter.quota-elected",
        SMALL,
        "at_least_count = 1",
        'at_least = "1/3"\nat_most = "2/3"\nof = "elected"',
        "is of those elected and has an upper limit",
    ),
    ("charter.quota-limits", SMALL, "at_least_count = 1", "", "has 0 lower limits and 0 upper limits"),
    (
        "charter.quota-limits",
        SMALL,
        "at_least_count = 1",
        'at_least_count = 1\nat_least = "1/3"',
        "has 2 lower limits and 0 upper limits",
    ),
    (
        "charter.quotas-meet",
        CONGRESS,
        'group = "leading"',
        'group = "front-line"\nat_least = "3/4"',
        "in Beijing, Leading cadres at most two thirds asks for more of the group front-line than",
    ),
    (
        "charter.quotas-meet",
        CONGRESS,
        "above_membership = true",
        'above_membership = true\nat_most = "29.4 %"',
        "of the group women than Women above their share of the members allows: 147/500 and 147/500",
    ),
    (
        "charter.quotas-meet",
        UNION,
        'as_membership = true\n\n[[quotas]]\nid = "one-woman"',
        'as_membership = true\nat_most = "30 %"\n\n[[quotas]]\nid = "one-woman"',
        "in South,",
    ),
    (
        "charter.quota-seats",
        PARTY,
        'of = "elected"\nat_least = "40 %"',
        'of = "elected"\nat_least_count = 237',
        "reserves 237 places in Nordkreis, which can have at most 236 seats",
    ),
    (
        "charter.quota-never",
        UNION,
        "from_seats = 3",
        "from_seats = 170",
        "holds in units of 170 seats or more, and no unit can have more than ",
    ),
    (
        "charter.quota-advice",
        SMALL,
        "at_least_count = 1",
        'whole = "1/2"\nadvice = true',
        "only advises, and is to be split over the units, apportioned or zipped",
    ),
    (
        "charter.quota-limits",
        SMALL,
        "at_least_count = 1",
        "at_least_count = 1\napportioned = true",
        "has 2 lower limits and 1 upper limits",
    ),
    (
        "charter.quota-category",
        SMALL,
        "at_least_count = 1",
        "apportioned = true",
        "groups without a category, or without such a quota: women",
    ),
    (
        "charter.quota-drawn",
        DRAWN,
        "at_least_count = 1",
        "zipped = true",
        "zips a list whose candidates are drawn by lottery",
    ),
    (
        "charter.quota-zipped",
        SMALL,
        "at_least_count = 1",
        'zipped = true\nof = "elected"',
        "zips a list that is none of candidates",
    ),
    (
        "charter.quota-zipped",
        SMALL,
        "at_least_count = 1",
        'zipped = true\n\n[[quotas]]\nid = "z"\nname = { en = "Z", zh = "Z" }\ngroup = "women"\nzipped = true',
        "the quota Z (of = candidates) zips",
    ),
    (
        "charter.quotas-meet",
        SMALL,
        "at_least_count = 1",
        'zipped = true\n\n[[quotas]]\nid = "m"\nname = { en = "M", zh = "M" }\ngroup = "women"\nat_most = "1/3"',
        "asks for more of the group women than M allows: 1/2 and 1/3",
    ),
    (
        "charter.quota-whole",
        UNION,
        'of = "elected"\nkinds = ["region"]\nat_least_count = 1\nfrom_seats = 6\nadvice = true',
        'of = "elected"\nkinds = ["region"]\nwhole = "99 %"',
        "asks for 179 people, and its units can have at most ",
    ),
    (
        "charter.whole",
        SMALL,
        "at_least_count = 1",
        'whole = "101 %"',
        "quotas[1].whole is 101/100, which nothing can reach",
    ),
    (
        "charter.quota-rotation",
        SMALL,
        "at_least_count = 1",
        'at_most = "1/2"\nsingle = "rotate"',
        "rotates and has an upper limit",
    ),
    (
        "charter.reference",
        SMALL,
        "members = 43",
        'members = 43\nlast = ["wommen"]',
        "units[1].last[1] is wommen, which is not in groups",
    ),
    (
        "charter.share",
        UNION,
        ', young = "20 %" }',
        ' }\n[[quotas]]\nid = "y"\nname = { en = "Y", zh = "青" }\ngroup = "young"\nas_membership = true\n',
        "follows the membership, and seafarers have no share of the group young",
    ),
    (
        "charter.retention",
        SMALL,
        "personal_days = 365",
        "personal_days = 364",
        "papers are kept 365 days and the rest 364 days",
    ),
    ("charter.zone", SMALL, "Europe/London", "Europe/Londinium", "there is no time zone Europe/Londinium"),
    ("charter.holidays", PARTY, '"DE-NW"', '"DE-QQ"', "no public holidays are known for DE-QQ"),
    (
        "charter.holidays-year",
        CONGRESS,
        "closes = 2022-07-29",
        "closes = 2099-07-29",
        "and 2099-07-29 is not among these years",
    ),
    ("charter.holidays-year", CONGRESS, "reply_days = 5", "reply_days = 9_999", "is not among these years"),
    (
        "charter.draw-fits",
        DRAWN,
        '"shortlist", opens = 2026-03-10, closes = 2026-03-20',
        '"shortlist", opens = 2026-03-10, closes = 2026-03-16',
        "published on 2026-03-16 at the earliest, and shortlists close on 2026-03-16; let them close on 2026-03-17",
    ),
    ("charter.windows", SMALL, POLL_WINDOW, "", "the stage poll has 0 windows"),
    ("charter.windows", SMALL, POLL_WINDOW, POLL_WINDOW * 2, "the stage poll has 2 windows"),
    (
        "charter.backwards",
        SMALL,
        "closes = 2026-03-31",
        "closes = 2026-03-17",
        "calendar.windows[7] opens on 2026-03-18 and closes on 2026-03-17",
    ),
    (
        "charter.backwards",
        SMALL,
        "2026-03-02, closes = 2026-03-06 }]",
        "2026-03-06, closes = 2026-03-02 }]",
        "nomination.rounds[1] opens",
    ),
    (
        "charter.river",
        SMALL,
        "2026-03-16, closes = 2026-03-27",
        "2026-03-16, closes = 2026-03-19",
        "poll runs from 2026-03-16 to 2026-03-19, and shortlist from 2026-03-10 to 2026-03-20",
    ),
    ("charter.river", SMALL, "opens = 2026-03-16", "opens = 2026-03-09", "poll runs from 2026-03-09"),
    (
        "charter.round",
        SMALL,
        "closes = 2026-03-06",
        "closes = 2026-03-09",
        "round first runs from 2026-03-02 to 2026-03-09, and must lie between 2026-03-02 and 2026-03-08",
    ),
    (
        "charter.round",
        CONGRESS,
        "opens = 2022-02-14",
        "opens = 2022-01-21",
        "round second runs from 2022-01-21 to 2022-03-11, and must lie between 2022-01-22",
    ),
    (
        "charter.notice-fits",
        SMALL,
        "days = 3",
        "days = 8",
        "can run from 2026-03-12 to 2026-03-20 at the earliest, and shortlist closes on 2026-03-20; shorten it, or "
        "let shortlist close on 2026-03-21 or later",
    ),
    (
        "charter.notice-fits",
        CONGRESS,
        "days = 3\n",
        "days = 48\n",
        "Notice before inspection can run from 2022-03-12 to 2022-05-20 at the earliest",
    ),
    (
        "charter.reply-fits",
        SMALL,
        "reply_days = 2",
        "reply_days = 4",
        "the first day of vetting, can be concluded on 2026-03-14, and vetting closes on 2026-03-13",
    ),
    (  # 2 days to reply, concluded on 12 March, and 1 day to appeal: 14 March
        "charter.reply-fits",
        SMALL,
        "reply_days = 2",
        'reply_days = 2\nappeal_to = "board"\nappeal_days = 1',
        "can be concluded on 2026-03-14, and vetting closes on 2026-03-13; let vetting close later, or give less time",
    ),
]


def faults(text: str) -> list[Fault]:
    with pytest.raises(RulesBroken) as refusal:
        loads(text, "charter.toml")
    return list(refusal.value.faults)


@pytest.mark.parametrize(("rule", "text", "old", "new", "words"), CASES)
def test_one_wrong_place_is_refused_by_its_rule(rule: str, text: str, old: str, new: str, words: str):
    assert old in text
    found = [fault for fault in faults(text.replace(old, new, 1)) if fault.rule.id == rule and words in str(fault)]
    assert found
    assert all(fault.row for fault in found)


def test_a_notice_whose_list_is_settled_after_the_notices_have_closed():
    text = UNION.replace("closes = 2026-05-08", "closes = 2026-04-24").replace(
        "2026-04-20, closes = 2026-05-29", "2026-04-20, closes = 2026-04-28"
    )
    [fault] = faults(text)
    assert str(fault).startswith("charter.toml:")
    assert fault.rule.id == "charter.notice-window"
    assert "is settled on 2026-04-29 at the earliest, and notices close on 2026-04-28" in str(fault)


def test_vetting_that_closes_before_the_rounds_are_over():
    text = SMALL.replace(
        '"vet", opens = 2026-03-09, closes = 2026-03-13', '"vet", opens = 2026-03-02, closes = 2026-03-08'
    ).replace("closes = 2026-03-06 }", "closes = 2026-03-08 }")
    [fault] = faults(text)
    assert "vet can begin on 2026-03-09 at the earliest, and closes on 2026-03-08" in str(fault)
    assert text.split("\n")[fault.row - 1].strip().startswith('{ stage = "vet"')


def test_a_fault_stands_at_the_key_that_breaks_the_rule():
    text = CONGRESS.replace('at_most = "2/3"', 'at_most = "3/2"')
    [fault] = faults(text)
    assert text.split("\n")[fault.row - 1][fault.column - 1 :] == 'at_most = "3/2"'


def test_every_rule_about_charters_is_broken_by_a_case():
    ours = {"feasible", "quotas", "seats", "delegates", "references", "timetable", "calendar"}
    declared = {
        value.id
        for module in ours
        for value in vars(__import__(f"comitia.charter.{module}", fromlist=["*"])).values()
        if value in CATALOGUE.values()
    }
    cases = {rule for rule, *_ in CASES if rule.startswith(("charter.", "calendar."))}
    assert declared == cases | {"charter.notice-window", "charter.stage-fits"}


def test_a_question_whose_keys_cannot_be_read_is_not_asked_and_the_others_are():
    text = SMALL.replace("members = 43", 'members = "many"').replace("total = 7", "total = 7\nminimum = 9")
    text = text.replace("personal_days = 365", "personal_days = 1")
    assert {fault.rule.id for fault in faults(text)} == {"charter.whole-number", "charter.retention"}


@pytest.mark.parametrize("text", [SMALL, UNION, PARTY, CONGRESS])
def test_a_charter_that_was_loaded_breaks_no_rule(text: str):
    assert check(loads(text, "charter.toml")) == ()


# --- worked examples of the rule sets --------------------------------------------------------------------------------


@pytest.mark.parametrize(("ratio", "fits"), [("115 %", False), ("116 %", True)])
def test_cn_p_01_a_list_of_exactly_the_margin_is_too_short(ratio: str, fits: bool):
    """CN-P-01 is strict: more than 15 %."""
    text = CONGRESS.replace('list = "3/2"', f'list = "{ratio}"')
    assert bool(loads(text, "c")) if fits else faults(text)[0].rule.id == "charter.list-length"


@pytest.mark.parametrize(("ratio", "fits"), [("119 %", False), ("120 %", True)])
def test_cn_b_09_a_list_of_exactly_the_margin_suffices_where_it_is_not_strict(ratio: str, fits: bool):
    """CN-B-09: at least 20 % more."""
    text = PARTY.replace('vetted = { at_least = "0" }', 'vetted = { at_least = "20 %" }')
    text = text.replace('list = "3"', f'list = "{ratio}"')
    assert bool(loads(text, "c")) if fits else faults(text)[0].rule.id == "charter.list-length"


@pytest.mark.parametrize("quorum", ['more_than = "1/2"', 'more_than = "2/3"', 'at_least = "4/5"', 'at_least = "1"'])
def test_cn_l_24_and_cn_b_18_quorums_can_be_written(quorum: str):
    assert loads(SMALL.replace('at_least = "1/2" }', f"{quorum} }}"), "c")


def test_de_spd_15_base_seats_and_fixed_seats_that_add_up():
    fixed = SMALL.replace('method = "webster"', 'method = "fixed"\nminimum = 2')
    fixed = fixed.replace("members = 43", "members = 43\nseats = 5").replace("members = 38", "members = 38\nseats = 2")
    assert [unit.seats for unit in loads(fixed, "c").units] == [5, 2]
    [fault] = faults(fixed.replace("seats = 5", "seats = 6").replace("total = 7", "total = 7 "))
    assert "add up to 8, and the total is 7" in str(fault)
    assert {fault.rule.id for fault in faults(fixed.replace("seats = 2", "seats = 1"))} == {
        "charter.unit-seats",
        "charter.fixed-seats",
    }


def test_de_cdu_15new_a_fixed_unit_reserves_no_more_places_than_its_seats():
    fixed = SMALL.replace('method = "webster"', 'method = "fixed"').replace(
        "at_least_count = 1", 'at_least_count = 3\nof = "elected"'
    )
    fixed = fixed.replace("members = 43", "members = 43\nseats = 5").replace("members = 38", "members = 38\nseats = 2")
    [fault] = faults(fixed)
    assert "reserves 3 places in South bank, which can have at most 2 seats" in str(fault)


def test_cn_p_10_women_above_their_share_and_at_most_that_share_cannot_meet_and_as_that_share_can():
    both = "above_membership = true\nat_most = "
    assert faults(CONGRESS.replace("above_membership = true", both + '"29.4 %"'))[0].rule.id == "charter.quotas-meet"
    assert loads(CONGRESS.replace("above_membership = true", both + '"1/2"'), "c")
    assert loads(CONGRESS.replace("above_membership = true", 'as_membership = true\nat_most = "33.4 %"'), "c")


# --- the seats -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ex_officio", "elected", "fits"), [(50, 200, True), (51, 199, False)])
def test_de_09_at_most_a_fifth_of_250_voting_members_sit_by_their_office(ex_officio: int, elected: int, fits: bool):
    """DE-09: of 250 in all, 50 may and 51 may not."""
    keys = f'total = {elected}\nex_officio = {ex_officio}\nex_officio_at_most = "1/5"'
    text = SMALL.replace("total = 7", keys)
    assert bool(loads(text, "c")) if fits else [fault.rule.id for fault in faults(text)] == ["charter.ex-officio"]


@pytest.mark.parametrize(("votes", "fits"), [(500, True), (501, False)])
def test_de_13_at_most_half_of_1000_seats_follow_votes(votes: int, fits: bool):
    """DE-13: of 1,000 seats, 500 may follow votes, and 501 may not."""
    parts = f"[[seats.parts]]\n{MEMBERS}\nseats = {1000 - votes}\n[[seats.parts]]\n{VOTES}\nseats = {votes}\n"
    text = SMALL.replace("total = 7", 'total = 1000\nby_members_at_least = "1/2"').replace(
        "[[units]]\n", f"{parts}[[units]]\n", 1
    )
    for figure in ("members = 43", "members = 38"):
        text = text.replace(figure, f"{figure}\nfigures = {{ votes = 1_000 }}")
    assert bool(loads(text, "c")) if fits else [fault.rule.id for fault in faults(text)] == ["charter.by-members"]


def test_what_a_method_cannot_do_is_found_before_the_charter_is_adopted():
    [fault] = faults(SMALL.replace("total = 7", "total = 1").replace('"webster"', '"adams"'))
    assert fault.rule.id == "apportion.infeasible"


def test_every_part_that_is_wrong_is_told_and_a_general_maximum_once():
    parts = f"[[seats.parts]]\n{MEMBERS}\n[[seats.parts]]\n{VOTES.replace('votes', 'organisations')}\nseats = 1\n"
    text = SMALL.replace("[[units]]\n", f'{parts}share = "1/7"\n[[units]]\n', 1)
    assert sorted(str(fault).split(":")[3].strip() for fault in faults(text)) == [
        "charter.figures",
        "charter.part-seats",
        "charter.part-seats",
    ]
    found = [fault.rule.id for fault in faults(SMALL.replace("total = 7", "total = 4\nbase = 2\nmaximum = 1"))]
    assert sorted(found) == ["charter.bounds", "charter.maximum"]


def test_too_few_seats_are_told_once_and_nothing_is_said_of_fewer_than_none():
    text = SMALL.replace("total = 7", 'total = 7\nbase = 9\nby_members_at_least = "1/2"')
    assert [fault.rule.id for fault in faults(text)] == ["charter.minimum"]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_mixture_of_keys_is_too_strange(data: st.DataObject):
    """Whatever is written in the tables of the seats: it is a plan, or its faults are told; never anything else."""
    few, bases = st.integers(1, 9), st.sampled_from(["members", "organisations", "votes", "women"])
    keys = {
        "base": few,
        "minimum": few,
        "maximum": few,
        "ex_officio": few,
        "steps": st.lists(st.fixed_dictionaries({"seats": few}, optional={"up_to": st.integers(1, 60)}), max_size=3),
        "parts": st.lists(
            st.fixed_dictionaries({"basis": bases}, optional={"seats": few, "share": st.sampled_from(["1/2", "1"])}),
            max_size=3,
        ),
        "categories": st.lists(st.fixed_dictionaries({"group": bases, "seats": few}), max_size=3),
        "tie": st.sampled_from(["lot", "decision"]),
    }
    methods = ["hamilton", "droop", "adams", "webster", "steps", "fixed"]
    document = tomllib.loads(SMALL)
    document["seats"] = data.draw(
        st.fixed_dictionaries({"total": few, "method": st.sampled_from(methods)}, optional=keys)
    )
    for number, part in enumerate(document["seats"].get("parts", ())):
        part |= {"id": f"p{number}", "name": {"en": "x", "zh": "x"}}
    own = {"seats": few, "base": few, "minimum": few, "maximum": few, "organisations": few}
    own["figures"] = st.dictionaries(bases, st.integers(0, 9), max_size=3)
    for unit in document["units"]:
        unit.update(data.draw(st.fixed_dictionaries({}, optional=own)))
    sound, unreadable = shape.read(document)
    assert not unreadable
    faults = check_keys(sound)
    if not any(finding.path[0] in ("seats", "units") for finding in faults):
        event = apportioned(Charter(**sound), "a seed")
        waiting = sum(part.tied_seats for part in event.parts) if sound["seats"].tie == "decision" else 0
        assert sum(event.seats.values()) + waiting == sound["seats"].total


def test_everything_wrong_with_the_seats_is_told_at_once():
    text = SMALL.replace("total = 7", "total = 7\nbase = 5\nmaximum = 4\nsteps = [{ seats = 2 }]")
    assert {fault.rule.id for fault in faults(text)} == {
        "charter.seats-key",
        "charter.minimum",
        "charter.bounds",
    }


@pytest.mark.parametrize(("months", "fits"), [(24, True), (25, False)])
def test_de_08_delegates_serve_two_years_at_most(months: int, fits: bool):
    """DE-08: a term of 25 months is refused."""
    text = PARTY.replace("months = 24", f"months = {months}")
    assert bool(loads(text, "c")) if fits else [fault.rule.id for fault in faults(text)] == ["charter.term"]


@pytest.mark.parametrize(
    ("least", "members", "more", "fits"),
    [
        (251, 250, "", False),
        (251, 251, "", True),
        (251, 250, "scattered = true", True),
        (500, 499, "", False),
        (500, 500, "", True),
        (500, 499, "scattered = true", True),
    ],
)
def test_de_08_and_cn_b_04_few_members_meet_themselves(least: int, members: int, more: str, fits: bool):
    """DE-08: 250 members have no assembly of delegates, 251 may; CN-B-04: 499 who are not scattered meet themselves."""
    text = SMALL.replace("members = 43", f"members = {members - 38}")
    text += f"\n[delegates]\nmembers_at_least = {least}\n{more}\n"
    assert bool(loads(text, "c")) if fits else [fault.rule.id for fault in faults(text)] == ["charter.assembly"]
