"""A shortlist that is drawn: a fair lottery, published first, is verified, and every lie about one is found.

South has four nominees and three places. Of the women q1 (who is leading too) and q2 only one may stand, so that there
are two panels, q1 or q2 beside q3 and q4; the fairest lottery gives each panel half of the tickets.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bundle_writer import Bundle, write
from comitia_verify.verification import Verification
from tiny_election import SEED, tiny

Body = dict[str, Any]
METHODS: dict[str, Body] = {
    "leximin": {"method": "lottery-leximin"},
    "maximin": {"method": "lottery-maximin"},
    "ties": {"ties": "lottery"},
}
LEFT = ("q4", "nominee.withdrawn")
"""What takes q4 off the lists, besides an objection; here q4 stays."""
GROUPS = {"q1": ["leading", "women"], "q2": ["women"], "q3": [], "q4": []}
NUMBERS = "0-7-7"


def hashed(*lines: str) -> int:
    return int(sha256("\n".join(lines).encode()).hexdigest(), 16)


def drawn(method: str) -> Bundle:
    """The tiny election to its vetting, and then South's lottery and its draw."""
    bundle = tiny()
    bundle.papers = {}
    bundle.entries = [
        entry
        for entry in bundle.entries[: bundle.find("shortlist.made")]
        if entry["body"].get("objection") != "south-1" and (entry["body"].get("person"), entry["kind"]) != LEFT
    ]
    charter = bundle.entries[0]["body"]["charter"]
    charter["shortlist"] = METHODS[method]
    charter["quotas"].append({"id": "one-woman", "name": charter["name"], "group": "women", "kinds": ["coast"]})
    charter["quotas"][-1]["at_most"] = "1/3"
    for person, groups in GROUPS.items():
        if groups:
            bundle.entries[bundle.find("nominee.entered", person=person)]["body"]["groups"] = groups
    vetting = bundle.entries[bundle.find("vetting.opened", unit="south")]["body"]
    vetting["nominees"] = [[person, groups] for person, groups in GROUPS.items()]
    conduct = {"unit": "south", "check": "conduct", "clear": ["q1"]}
    answered = bundle.find("opinion.given", unit="south")
    time = bundle.entries[answered]["time"]
    bundle.entries.insert(answered, {"actor": "aldo", "body": conduct, "kind": "opinion.given", "time": time})
    of_support = {"total": "3", "support": ["0", "0"]} if method == "ties" else {"total": "0"}
    bundle.add(
        "lottery.published",
        "sam",
        "2026-03-25T10:00:00Z",
        unit="south",
        places=3,
        types=bundle.table("person,type", "q1,2", "q2,3", "q3,1", "q4,1"),
        panels=bundle.table("panel,type,people", "1,1,2", "1,2,1", "2,1,2", "2,3,1"),
        tickets=["1", "1"],
        chances=["1/2", "1"],
        weights=bundle.table("level,type,weight", "1,2,1", "1,3,1", "2,1,1"),
        prices=[{"one-woman": "-1"}, {}],
        shortfall="0",
        source="the state lottery",
        draws_on="2026-03-27",
        **of_support,
    )
    if method == "maximin":
        proof = bundle.table("level,type,weight", "1,2,1", "1,3,1")
        bundle.entries[-1]["body"].update(chances=["1/2"], weights=proof, prices=[{"one-woman": "-1"}])
    ticket = hashed(NUMBERS, "lottery/south") % 2 + 1
    candidates = ["q1" if ticket == 1 else "q2", "q3", "q4"]
    body = {"unit": "south", "seed": NUMBERS, "ticket": str(ticket), "candidates": candidates}
    bundle.add("shortlist.drawn", "anna", "2026-03-27T10:00:00Z", None, **body)
    return bundle


def wrong_of(bundle: Bundle, folder: Path) -> str:
    """What is wrong and in which entry; nothing where the bundle is verified."""
    wrong = Verification(write(bundle.files(), folder)).wrong
    return f"{wrong.entry}: {wrong.template}" if wrong else ""


@pytest.mark.parametrize("method", METHODS)
def test_a_fair_lottery_is_verified(tmp_path: Path, method: str) -> None:
    done = Verification(write(drawn(method).files(), tmp_path))
    assert done.wrong is None
    said = dict(done.checks)
    assert next(said[template] for template in said if "{lotteries}" in template)["lotteries"] == 1


def test_a_lottery_that_falls_short_is_not_said_to_be_the_fairest(tmp_path: Path) -> None:
    """Three of four tickets for one of two who could have the same chance: it says so itself, and proves the rest."""
    bundle = drawn("leximin")
    body = bundle.entries[-2]["body"]
    body.update(tickets=["3", "1"], shortfall="1/4")
    ticket = hashed(NUMBERS, "lottery/south") % 4 + 1
    bundle.entries[-1]["body"].update(ticket=str(ticket), candidates=["q1" if ticket < 4 else "q2", "q3", "q4"])
    done = Verification(write(bundle.files(), tmp_path))
    assert done.wrong is None
    said = next(figures for template, figures in done.checks if "{lotteries}" in template)
    assert (said["lotteries"], said["unproved"]) == (0, 1)


def test_of_two_who_are_alike_the_first_drawn_is_chosen(tmp_path: Path) -> None:
    """Two women of one type: the one with the smaller hash of seed, purpose and id stands."""
    bundle = drawn("leximin")
    bundle.entries[bundle.find("nominee.entered", person="q1")]["body"]["groups"] = ["women"]
    bundle.entries[bundle.find("vetting.opened", unit="south")]["body"]["nominees"][0] = ["q1", ["women"]]
    bundle.entries.pop(bundle.find("opinion.given", unit="south", check="conduct"))
    bundle.entries[-2]["body"].update(
        types=bundle.table("person,type", "q1,2", "q2,2", "q3,1", "q4,1"),
        panels=bundle.table("panel,type,people", "1,1,2", "1,2,1"),
        tickets=["1"],
        weights=bundle.table("level,type,weight", "1,2,1", "2,1,1"),
    )
    first = min("q1", "q2", key=lambda id: hashed(NUMBERS, "lottery/south", id))
    for lucky in ("q1", "q2"):
        bundle.entries[-1]["body"].update(ticket="1", candidates=[lucky, "q3", "q4"])
        assert (wrong_of(bundle, tmp_path / lucky) == "") == (lucky == first)


def most_support(bundle: Bundle) -> None:
    """Members decide: q1 has 30 of them, q2 20, q3 12 and q4 5, so that q1, q3 and q4 are the only ones to draw.

    A weight of 1 for q2 proves the chance of 0: with 1/10 for each supporter no panel has more than 47/10, and that is
    what the 47 supporters of the panel count alone.
    """
    bundle.entries[0]["body"]["charter"]["shortlist"] = {"by": "shares", "organisations": 0, "ties": "lottery"}
    bundle.entries[-2]["body"].update(
        types=bundle.table("person,type", "q1,1", "q2,2", "q3,3", "q4,4"),
        panels=bundle.table("panel,type,people", "1,1,1", "1,3,1", "1,4,1"),
        tickets=["1"],
        chances=["0", "1"],
        weights=bundle.table("level,type,weight", "1,2,1", "2,1,1", "2,3,1", "2,4,1"),
        prices=[{}, {}],
        total="47",
        support=["1/10", "0"],
    )
    bundle.entries[-1]["body"].update(ticket="1", candidates=["q1", "q3", "q4"])


def test_among_equals_only_panels_of_most_support_are_drawn_from(tmp_path: Path) -> None:
    bundle = drawn("ties")
    most_support(bundle)
    assert wrong_of(bundle, tmp_path / "good") == ""
    body = bundle.entries[-2]["body"]
    body["support"] = ["1/11", "0"]
    assert "a better slate exists" in wrong_of(bundle, tmp_path / "price")
    body["panels"] = bundle.table("panel,type,people", "1,2,1", "1,3,1", "1,4,1")
    assert "is stated as" in wrong_of(bundle, tmp_path / "panel")
    body["total"] = "37"
    assert "a better slate exists" in wrong_of(bundle, tmp_path / "total")


def published(**figures: Any) -> Callable[[Bundle], object]:
    return lambda bundle: bundle.entries[-2]["body"].update(figures)


def table(field: str, columns: str, *rows: str) -> Callable[[Bundle], object]:
    return lambda bundle: bundle.entries[-2]["body"].update({field: bundle.table(columns, *rows)})


def both(*changes: Callable[[Bundle], object]) -> Callable[[Bundle], object]:
    return lambda bundle: [change(bundle) for change in changes]


def made(**figures: Any) -> Callable[[Bundle], object]:
    return lambda bundle: bundle.entries[-1]["body"].update(figures)


def by_support(bundle: Bundle) -> None:
    bundle.entries[0]["body"]["charter"].pop("shortlist")


def swapped(bundle: Bundle) -> None:
    """The draw before the lottery: numbers first, and then what suits them."""
    bundle.entries[-2:] = reversed(bundle.entries[-2:])
    bundle.entries[-1]["time"] = bundle.entries[-2]["time"]


TYPES, PANELS, WEIGHTS = "person,type", "panel,type,people", "level,type,weight"
UNFAIR = {"tickets": ["3", "1"], "shortfall": "1/4"}
LIES: dict[str, tuple[str, Callable[[Bundle], object], str]] = {
    # method, the lie, words of what is found
    "support chooses by the charter": ("leximin", by_support, "out of its order"),
    "published twice": ("leximin", lambda b: b.entries.insert(-1, b.entries[-2]), "out of its order"),
    "drawn twice": ("leximin", lambda b: b.entries.append(b.entries[-1]), "out of its order"),
    "drawn before it is published": ("leximin", swapped, "out of its order"),
    "an unfair lottery": ("leximin", published(tickets=["3", "1"]), "is stated as"),
    "a proof of less than can be had": ("leximin", published(chances=["1/3", "1"], **UNFAIR), "a better slate exists"),
    "no proof for some": (
        "leximin",
        both(published(chances=["1/2"], prices=[{"one-woman": "-1"}]), table("weights", WEIGHTS, "1,2,1", "1,3,1")),
        "not everybody's chance is proved",
    ),
    "no proof at all": (
        "maximin",
        both(published(chances=[], prices=[], shortfall="0"), table("weights", WEIGHTS)),
        "not everybody's chance is proved",
    ),
    "a proof that weighs nothing": ("leximin", table("weights", WEIGHTS, "1,2,0", "1,3,1", "2,1,1"), "in the lottery"),
    "a proof without weights": ("leximin", table("weights", WEIGHTS, "1,2,1", "1,3,1"), "out of order"),
    "levels that go down": (
        "leximin",
        both(
            published(chances=["1", "1/2"], prices=[{}, {"one-woman": "-1"}]),
            table("weights", WEIGHTS, "1,1,1", "2,2,1", "2,3,1"),
        ),
        "out of order",
    ),
    "a level without prices": ("leximin", published(prices=[{}]), "lacks its prices"),
    "a price for no quota": ("leximin", published(prices=[{"women-stand": "-1"}, {}]), "does not apply"),
    "a shortfall that is none": ("leximin", published(shortfall="1/100"), "is stated as"),
    "a panel with both women": (
        "leximin",
        table("panels", PANELS, "1,1,2", "1,2,1", "2,1,1", "2,2,1", "2,3,1"),
        "does not fill the places, or does not keep a quota",
    ),
    "a panel too small": ("leximin", table("panels", PANELS, "1,1,2", "1,2,1", "2,1,2"), "does not fill the places"),
    "a panel of more than there are": ("leximin", table("panels", PANELS, "1,1,3", "2,1,2", "2,3,1"), "does not fill"),
    "a panel without tickets": ("leximin", published(tickets=["2", "0"]), "a panel has no tickets"),
    "no panels": ("leximin", both(published(tickets=[]), table("panels", PANELS)), "a panel has no tickets"),
    "a panel that is none": ("leximin", table("panels", PANELS, "1,1,2", "1,2,1", "3,1,2", "3,3,1"), "in the lottery"),
    "a panel with a name": ("leximin", table("panels", PANELS, "1,1,2", "1,2,1", "x,1,2", "x,3,1"), "in the lottery"),
    "a type that is none": ("leximin", table("panels", PANELS, "1,1,2", "1,2,1", "2,1,2", "2,4,1"), "in the lottery"),
    "people unlike in one type": ("leximin", table("types", TYPES, "q1,2", "q2,3", "q3,3", "q4,1"), "differ"),
    "somebody left out": ("leximin", table("types", TYPES, "q1,2", "q2,3", "q3,1"), "too many"),
    "a stranger let in": ("leximin", table("types", TYPES, "q1,2", "q2,3", "q3,1", "q4,1", "z,1"), "too many"),
    "too few places": ("leximin", published(places=2), "do not give the margin"),
    "nobody was placed": ("leximin", published(placed=["q3"]), "is stated as"),
    "nobody was drawn before": ("leximin", published(kept=["q3"]), "is stated as"),
    "no source": ("leximin", published(source=" "), "names the source"),
    "numbers of the same day": ("leximin", published(draws_on="2026-03-25"), "a later day"),
    "a total that is none": ("leximin", published(total="1"), "is stated as"),
    "drawn too early": ("leximin", lambda b: b.entries[-1].update(time="2026-03-26T10:00:00Z"), "before the day"),
    "drawn by the secretary": ("leximin", lambda b: b.entries[-1].update(actor="sam"), "held no role"),
    "drawn with the election's seed": ("leximin", made(seed=SEED), "known before"),
    "drawn with a text that few can type": ("leximin", made(seed="七"), "known before"),
    "another ticket": (
        "leximin",
        lambda b: made(ticket=str(3 - int(b.entries[-1]["body"]["ticket"])))(b),
        "is stated as",
    ),
    "another panel": ("leximin", made(candidates=["q1", "q3", "q4"]), "is stated as"),
    "somebody said to be placed": ("leximin", made(placed=["q3"]), "is stated as"),
}


@pytest.mark.parametrize("lie", LIES)
def test_every_lie_about_a_lottery_is_found(tmp_path: Path, lie: str) -> None:
    method, change, words = LIES[lie]
    bundle = drawn(method)
    assert bundle.entries[-1]["body"]["candidates"] == ["q2", "q3", "q4"]
    change(bundle)
    assert words in wrong_of(bundle, tmp_path)
