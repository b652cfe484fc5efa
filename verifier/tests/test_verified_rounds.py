"""Rounds above the primary organisations, worked out by hand, and lies about them, about corrections and about margins.

North has 3 seats. Its branches nominate, then the committees of its counties decide on those who came up to them. A
county recommends for one place (1/3 of 3 seats), and its list needs more names than that, two.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bundle_writer import Bundle, commitment, write
from comitia_verify.verification import Verification
from tiny_election import charter, named

Change = Callable[[Bundle], object]
NODES = "node,level,organisations,returned,members,participants"
LISTS = "node,person,organisations,members"


def plan() -> dict[str, Any]:
    plan = charter()
    plan["units"], plan["seats"] = [plan["units"][0] | {"seats": 3}], {"total": 3, "method": "fixed"}
    plan["levels"][1] = named("county", list="1", places="1/3", margin={"more_than": "0"})
    plan["nomination"]["rounds"] = [
        {"id": "r1", "opens": "2026-03-02", "closes": "2026-03-04"},
        {"id": "r2", "opens": "2026-03-05", "closes": "2026-03-08", "level": "county"},
    ]
    return plan


def deliberated() -> Bundle:
    bundle = Bundle()

    def act(kind: str, actor: str, sealed: dict[str, str] | None = None, /, day: str = "03-02", **body: Any) -> None:
        bundle.add(kind, actor, f"2026-{day}T10:{len(bundle.entries):02}:00Z", sealed, **body)

    def filed(actor: str, round: str, organisation: str, participants: int, support: dict[str, int]) -> None:
        figures = {"round": round, "organisation": organisation, "participants": participants, "support": support}
        act("return.filed", actor, day="03-03" if round == "r1" else "03-06", unit="north", **figures)

    act("election.founded", "anna", charter=plan(), rehearsal=0)
    for officer, role, scope in (
        ("bo", "returning_officer", ""),
        ("nora", "secretary", "north"),
        ("f", "filer", "n-2"),
    ):
        act("officer.appointed", "anna", officer=officer, role=role, **({"scope": scope} if scope else {}))
    act("seats.apportioned", "anna", seats={"north": 3})
    rows = ("n-1,north,county,0,5", "n-2,north,county,0,3", "n-a,n-1,branch,20,0", "n-b,n-2,branch,10,0")
    register = bundle.table("organisation,parent,level,members,electors", *rows)
    act("register.adopted", "nora", unit="north", organisations=register, primary=2, members=30)
    for person in ("p1", "p2", "p3", "p4", "p5"):
        act("nominee.entered", "nora", {"person": "{}"}, unit="north", person=person)
    act("nominee.placed", "anna", {"person": "{}"}, unit="north", person="p9", authority="Order 7")
    act("round.opened", "nora", unit="north", round="r1")
    filed("nora", "r1", "n-a", 20, {"p1": 9, "p2": 8, "p3": 7, "p4": 6})
    filed("nora", "r1", "n-b", 10, {"p3": 2, "p5": 9})
    first = {"unit": "north", "round": "r1", "organisations": 2, "returned": 2, "members": 30, "participants": 30}
    nodes = bundle.table(NODES, "n-1,county,1,1,20,20", "n-2,county,1,1,10,10", "north,unit,2,2,30,30")
    went_up = ["n-1,p1,1,9", "n-1,p2,1,8", "n-1,p3,1,7", "n-2,p3,1,2", "n-2,p5,1,9"]
    unit = ["north,p1,1,9", "north,p2,1,8", "north,p3,2,9", "north,p5,1,9"]
    nominees = [["p3", 2, 9], ["p1", 1, 9], ["p5", 1, 9], ["p2", 1, 8]]
    lists = bundle.table(LISTS, *went_up, *unit)
    act("round.closed", "nora", day="03-05", **first, nodes=nodes, lists=lists, nominees=nominees)
    # p1 withdraws, the lists are closed again, and p4 comes up for p1 from n-1 (a list takes 3 of 3 seats).
    act("nominee.withdrawn", "nora", {"statement": "x"}, day="03-05", unit="north", person="p1")
    went_up = ["n-1,p2,1,8", "n-1,p3,1,7", "n-1,p4,1,6", *went_up[3:]]
    lists = bundle.table(LISTS, *went_up, "north,p2,1,8", "north,p3,2,9", "north,p4,1,6", "north,p5,1,9")
    nominees = [["p3", 2, 9], ["p5", 1, 9], ["p2", 1, 8], ["p4", 1, 6]]
    act("round.closed", "nora", day="03-05", **first, nodes=nodes, lists=lists, nominees=nominees)
    act("round.opened", "nora", day="03-06", unit="north", round="r2")
    filed("nora", "r2", "n-1", 5, {"p4": 5, "p2": 1})
    filed("f", "r2", "n-2", 3, {"p5": 2, "p3": 1})
    figures = {"round": "r2", "organisation": "n-1", "participants": 5, "support": {"p4": 5, "p2": 4, "p9": 1}}
    act("return.filed", "nora", {"reason": "read out wrongly"}, day="03-06", unit="north", **figures)
    second = {"unit": "north", "round": "r2", "organisations": 2, "returned": 2, "members": 8, "participants": 8}
    nodes = bundle.table(NODES, "n-1,county,1,1,5,5", "n-2,county,1,1,3,3", "north,unit,2,2,8,8")
    rows = ("n-1,p2,1,4", "n-1,p4,1,5", "n-1,p9,1,1", "n-2,p3,1,1", "n-2,p5,1,2")
    lists = bundle.table(
        LISTS,
        *rows,
        *(row.replace("n-1,", "north,").replace("n-2,", "north,") for row in sorted(rows, key=lambda row: row[4:])),
    )
    nominees = [["p4", 1, 5], ["p2", 1, 4], ["p5", 1, 2], ["p3", 1, 1], ["p9", 1, 1]]
    act("round.closed", "nora", day="03-07", **second, nodes=nodes, lists=lists, nominees=nominees)
    return bundle


def test_bodies_decide_on_those_who_came_up_to_them(tmp_path: Path) -> None:
    assert Verification(write(deliberated().files(), tmp_path)).wrong is None


def entry(kind: str, number: int, **body: Any) -> Change:
    """Other figures in the body of an entry."""
    return lambda bundle: bundle.entries[bundle.find(kind, number)]["body"].update(body)


def without(kind: str, number: int) -> Change:
    return lambda bundle: bundle.entries.pop(bundle.find(kind, number))


def unsealed(bundle: Bundle) -> None:
    del bundle.entries[bundle.find("return.filed", 4)]["sealed"]


def rows(kind: str, number: int, field: str, old: str, new: str) -> Change:
    """The table of a field with another text in its rows."""

    def change(bundle: Bundle) -> None:
        own = bundle.entries[bundle.find(kind, number)]["body"]
        lines = [row.replace(old, new) for row in bundle.rows(own[field])]
        own[field] = bundle.table(",".join(own[field]["columns"]), *lines)

    return change


def shorter(bundle: Bundle) -> None:
    """p5 has nobody beside them in n-2, and the list goes up all the same."""
    entry("return.filed", 1, support={"p5": 9})(bundle)
    rows("round.closed", 0, "lists", "n-2,p3,1,2", "n-2,p5,1,9")(bundle)
    rows("round.closed", 0, "lists", "north,p3,2,9", "north,p3,1,7")(bundle)
    own = bundle.entries[bundle.find("round.closed", 0)]["body"]
    own["lists"] = bundle.table(LISTS, *dict.fromkeys(bundle.rows(own["lists"])))
    own["nominees"] = [["p1", 1, 9], ["p5", 1, 9], ["p2", 1, 8], ["p3", 1, 7]]


def one_more_withdraws(bundle: Bundle) -> None:
    """n-2 is left with one of two before the next round opens."""
    index = bundle.find("round.opened", 1)
    time = bundle.entries[index]["time"]
    sealed = {"statement": commitment(index, "statement", "x")}
    act = {"actor": "nora", "kind": "nominee.withdrawn", "time": time, "sealed": sealed}
    bundle.entries.insert(index, act | {"body": {"unit": "north", "person": "p5"}})


def permitted(*signers: str) -> Change:
    """The same, where so many returning officers permit n-2 to go without contest."""

    def change(bundle: Bundle) -> None:
        one_more_withdraws(bundle)
        index = bundle.find("round.opened", 1)
        body = {"unit": "north", "authority": "Order 9", "node": "n-2"}
        for signer in signers:
            time = bundle.entries[index]["time"]
            bundle.entries.insert(index, {"actor": signer, "kind": "margin.permitted", "time": time, "body": body})
        del bundle.entries[bundle.find("round.opened", 1) + 1 :]

    return change


def of_charter(change: Callable[[dict[str, Any]], object]) -> Change:
    return lambda bundle: change(bundle.entries[0]["body"]["charter"])


LIES: dict[str, tuple[Change, str, str]] = {
    "a correction without a reason": (unsealed, "return.filed", "without a reason"),
    "a branch in a round of the counties": (entry("return.filed", 2, organisation="n-a"), "return.filed", "files no"),
    "more in the body than belong to it": (entry("return.filed", 3, participants=4), "return.filed", "than it has"),
    "support for somebody of another list": (entry("return.filed", 2, support={"p5": 1}), "return.filed", "unknown"),
    "support for somebody whom nobody sent up": (entry("return.filed", 3, support={"p4": 1}), "return.filed", "unkn"),
    "somebody else's organisation": (entry("return.filed", 3, organisation="n-1"), "return.filed", "no role"),
    "a body's list cut otherwise": (
        rows("round.closed", 2, "lists", "n-1,p4,1,5", "n-1,p4,1,6"),
        "round.closed",
        "lis",
    ),
    "the members of the branches": (entry("round.closed", 2, members=30), "round.closed", "members"),
    "one who withdrew stays on the list": (
        rows("round.closed", 1, "lists", "n-1,p4,1,6", "n-1,p4,1,9"),
        "round.",
        "li",
    ),
    "closed again, and nobody had left": (without("nominee.withdrawn", 0), "round.closed", "out of its order"),
    "a body of nobody": (
        rows("register.adopted", 0, "organisations", "county,0,5", "county,0,0"),
        "register.",
        "level",
    ),
    "a branch that nobody speaks for": (
        rows("register.adopted", 0, "organisations", "n-b,n-2", "n-b,north"),
        "register.adopted",
        "no parent",
    ),
    "a list without its margin": (shorter, "round.closed", "margin"),
    "a list that lost its margin": (one_more_withdraws, "round.opened", "margin"),
    "permitted by one": (permitted("anna"), "round.opened", "margin"),
    "a round of the unit": (
        of_charter(lambda charter: charter["nomination"]["rounds"][1].update(level="unit")),
        "election.founded",
        "the charter",
    ),
    "a first round of the counties": (
        of_charter(lambda charter: charter["nomination"]["rounds"][0].update(level="county")),
        "election.founded",
        "the charter",
    ),
    "a margin over no places": (
        of_charter(lambda charter: charter["levels"][1].pop("places")),
        "election.founded",
        "the charter",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_signed_lie_is_found(lie: str, tmp_path: Path) -> None:
    change, kind, words = LIES[lie]
    bundle = deliberated()
    change(bundle)
    wrong = Verification(write(bundle.files(), tmp_path)).wrong
    assert wrong is not None
    assert kind in wrong.entry, (wrong.entry, wrong.template)
    assert words in wrong.template.format(**wrong.figures), wrong.template


def test_cn_p_03_a_node_goes_without_contest_where_two_permit_it(tmp_path: Path) -> None:
    bundle = deliberated()
    permitted("anna", "bo")(bundle)
    assert Verification(write(bundle.files(), tmp_path)).wrong is None


def withdrawn(*signers: tuple[str, int]) -> Bundle:
    """The record until p1 has withdrawn, where the charter asks for two signatures: the officers, and what they say is
    missing."""
    bundle = deliberated()
    bundle.entries[0]["body"]["charter"]["nomination"]["withdrawal_signatures"] = 2
    index = bundle.find("nominee.withdrawn", 0)
    first = bundle.entries[index]
    del bundle.entries[index:]
    for signer, missing in signers:
        body = {"unit": "north", "person": "p1"} | ({"missing": missing} if missing else {})
        bundle.entries.append(first | {"actor": signer, "body": body})
    return bundle


@pytest.mark.parametrize(
    ("signers", "words"),
    [
        ((("nora", 1), ("anna", 0)), ""),
        ((("anna", 1),), ""),
        ((("nora", 1), ("nora", 0)), "signed already"),
        ((("nora", 0),), "missing is stated as 0"),
        ((("nora", 1), ("anna", 0), ("bo", 0)), "out of its order"),
    ],
)
def test_de_14_a_withdrawal_has_the_signatures_that_the_charter_asks(
    signers: tuple[tuple[str, int], ...], words: str, tmp_path: Path
) -> None:
    wrong = Verification(write(withdrawn(*signers).files(), tmp_path)).wrong
    assert (wrong is None) == (not words)
    assert wrong is None or words in wrong.template.format(**wrong.figures)


def test_a_charter_without_such_rounds_has_no_column_of_electors(tmp_path: Path) -> None:
    bundle = deliberated()
    bundle.entries[0]["body"]["charter"]["nomination"]["rounds"].pop()
    wrong = Verification(write(bundle.files(), tmp_path)).wrong
    assert wrong is not None
    assert "the register has no electors, or nobody to be one" in wrong.template
