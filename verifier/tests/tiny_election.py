"""A whole small election as a bundle, worked out by hand: two units, five seats, and nearly all that can happen.

North has 3 seats, a nominee placed by a higher body, a veto that stands on appeal and one that is lifted, tip-offs,
an objection, a tie and a new vote. South has 2 seats, a vetter who is kin of a nominee, a void vote, a rejected tally,
a shortage, and a place that the meeting leaves vacant. In both vetting is reopened before the poll: answers expired.
"""

import hashlib
from typing import Any

from bundle_writer import Bundle

SEED = "4-8-15-16-23-42"


def name(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def named(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": name(id), **more}


def charter() -> dict[str, Any]:
    days = {
        "nominate": ("2026-03-01", "2026-03-10"),
        "vet": ("2026-03-11", "2026-03-20"),
        "notice": ("2026-03-11", "2026-03-31"),
        "shortlist": ("2026-03-21", "2026-04-05"),
        "poll": ("2026-04-06", "2026-04-20"),
        "credentials": ("2026-04-10", "2026-04-25"),
        "certify": ("2026-04-20", "2026-04-30"),
    }
    return named(
        "tiny",
        body=name("The Society"),
        calendar={
            "windows": [{"stage": stage, "opens": opens, "closes": closes} for stage, (opens, closes) in days.items()],
            "zone": "Europe/Berlin",
        },
        seats={"total": 5, "method": "webster", "minimum": 1},
        units=[named("north", members=60, shares={"women": "2/5"}), named("south", members=40, kind="coast")],
        levels=[named("branch"), named("county", list="1/3"), named("unit", list="2")],
        groups=[named("women"), named("workers"), named("leading")],
        nomination={"rounds": [{"id": "r1", "opens": "2026-03-02", "closes": "2026-03-08"}]},
        margins={"vetted": {"at_least": "1/3"}, "ballot": {"more_than": "3/20", "base": "contested"}},
        vetting={
            "bodies": [named("board"), named("audit"), named("court")],
            "checks": [
                named("file", body="board", valid_days=20),
                named("conduct", body="audit", applies_to="leading"),
                named("letters", body="audit", applies_when="tip-off"),
            ],
            "veto": {
                "grounds": [named("conduct")],
                "reply_days": 3,
                "evidence": 1,
                "appeal_to": "court",
                "appeal_days": 2,
            },
            "consult": [named("members")],
            "consult_by": "audit",
        },
        notices=[
            named("pre", before="vet", days=1),
            named("public", before="shortlist", days=2, working_days=1, answer_days=3),
        ],
        quotas=[
            named("women-stand", group="women", kinds=["unit"], above_membership=1),
            named("leading-stand", group="leading", at_most="1/2"),
            named("workers-elected", group="workers", of="elected", kinds=["unit"], at_least_count=1),
        ],
        poll={"quorum": {"more_than": "1/2"}},
        counting={"more_than": "1/2", "last_round": 4},
        retention={"papers_days": 365, "personal_days": 365},
        credentials_grounds=[named("moved")],
    )


def tiny() -> Bundle:
    bundle = Bundle()
    clock = {"day": "2026-02-01", "minute": 0}

    def act(kind: str, actor: str, sealed: dict[str, str] | None = None, /, *, day: str = "", **body: Any) -> None:
        if day:
            clock.update(day=day, minute=0)
        clock["minute"] = int(clock["minute"]) + 1
        time = f"{clock['day']}T{10 + clock['minute'] // 60:02}:{clock['minute'] % 60:02}:00Z"
        bundle.add(kind, actor, time, sealed, **body)

    def again(kind: str, actor: str, /, **body: Any) -> None:
        """Another entry of the same act: at the same time."""
        bundle.add(kind, actor, bundle.entries[-1]["time"], **body)

    found(act)
    nominate(bundle, act)
    vet(act)
    notice_after_vetting(act)
    shortlist(act)
    vet_again(act)
    poll_north(act, again)
    poll_south(act, again)
    close(bundle, act, again)
    return bundle


def found(act: Any) -> None:
    act("election.founded", "anna", charter=charter(), rehearsal=0)
    act("officer.appointed", "anna", {"name": "Bo"}, officer="bo", role="returning_officer")
    for role, scope, officers in (
        ("secretary", "north", "nora"),
        ("secretary", "south", "sam"),
        ("filer", "n-b", "finn"),
        ("vetter", "board", "vera vic"),
        ("vetter", "audit", "aldo"),
        ("vetter", "court", "carl"),
        ("scrutineer", "north", "una ulf"),
        ("scrutineer", "south", "tom tia ted"),
        ("credentials", "", "cora"),
        ("certifier", "", "kim kai"),
        ("secretary", "", "spare"),
    ):
        for officer in officers.split():
            where = {"scope": scope} if scope else {}
            act("officer.appointed", "anna", officer=officer, role=role, **where)
    act("officer.dismissed", "bo", officer="spare", role="secretary")
    act("seed.recorded", "anna", seed=SEED, source="lottery of 1 February")
    # Webster: 60/3.5 = 120/7 and 40/2.5 = 16 claim more; 60/2.5 = 24 and 40/1.5 = 80/3 hold the last seats.
    seats, certificate = {"north": 3, "south": 2}, {"lower": "120/7", "upper": "24/1"}
    part = {"id": "members", "basis": "members", "seats": seats, "certificate": certificate}
    act("seats.apportioned", "anna", seats=dict(seats), parts=[part])
    act("window.extended", "anna", unit="south", stage="poll", closes="2026-04-22")


def nominate(bundle: Bundle, act: Any) -> None:
    register = bundle.table(
        "organisation,parent,level,members",
        "n-1,north,county,0",
        "n-a,n-1,branch,20",
        "n-b,n-1,branch,10",
        "n-c,north,branch,30",
    )
    act("register.adopted", "nora", day="2026-03-01", unit="north", organisations=register, primary=3, members=60)
    register = bundle.table("organisation,parent,level,members", "s-a,south,branch,40")
    act("register.adopted", "sam", unit="south", organisations=register, primary=1, members=40)
    sealed = [hashlib.sha256(bytes([number])).hexdigest() for number in range(5)]
    persons = bundle.table(
        "person,groups,sealed",
        f"p1,leading women,{sealed[0]}",
        f"p2,women workers,{sealed[1]}",
        f"p3,,{sealed[2]}",
        f"p4,workers,{sealed[3]}",
        f"p5,women,{sealed[4]}",
    )
    act("nominees.entered", "nora", unit="north", persons=persons)
    act("nominee.entered", "nora", {"person": "{}"}, unit="north", person="p6")
    for person in ("q1", "q2", "q3", "q4"):
        act("nominee.entered", "sam", {"person": "{}"}, unit="south", person=person)
    placed = {"unit": "north", "person": "p9", "authority": "Order 7", "groups": ["leading"]}
    act("nominee.placed", "anna", {"person": "{}"}, **placed)
    act("round.opened", "nora", day="2026-03-02", unit="north", round="r1")
    act("round.opened", "sam", unit="south", round="r1")
    first = {"unit": "north", "round": "r1", "organisation": "n-b", "participants": 10, "support": {"p6": 10}}
    act("return.filed", "finn", **first)
    act(
        "returns.imported",
        "nora",
        unit="north",
        round="r1",
        returns=bundle.table("organisation,participants", "n-a,18", "n-c,25"),
        support=bundle.table(
            "organisation,person,members", "n-a,p1,15", "n-a,p2,9", "n-a,p3,9", "n-c,p2,8", "n-c,p4,20", "n-c,p5,7"
        ),
    )
    # The later return of n-b replaces the earlier one, whole: p6 has no support any more.
    act("return.filed", "finn", {"reason": "z"}, **first | {"participants": 9, "support": {"p1": 4, "p3": 5}})
    support = {"q1": 30, "q2": 20, "q3": 12, "q4": 5}
    act("return.filed", "sam", unit="south", round="r1", organisation="s-a", participants=35, support=support)
    # From n-1 one name goes up (1/3 of 3 seats): p1 with 2 organisations and 19 members beats p3 with 2 and 14, and p2.
    act(
        "round.closed",
        "nora",
        day="2026-03-09",
        unit="north",
        round="r1",
        organisations=3,
        returned=3,
        members=60,
        participants=52,
        nodes=bundle.table(
            "node,level,organisations,returned,members,participants",
            "n-1,county,2,2,30,27",
            "north,unit,3,3,60,52",
        ),
        lists=bundle.table(
            "node,person,organisations,members",
            "n-1,p1,2,19",
            "north,p1,2,19",
            "north,p2,2,17",
            "north,p4,1,20",
            "north,p5,1,7",
        ),
        nominees=[["p1", 2, 19], ["p2", 2, 17], ["p4", 1, 20], ["p5", 1, 7]],
    )
    act(
        "round.closed",
        "sam",
        unit="south",
        round="r1",
        organisations=1,
        returned=1,
        members=40,
        participants=35,
        nodes=bundle.table("node,level,organisations,returned,members,participants", "south,unit,1,1,40,35"),
        lists=bundle.table(
            "node,person,organisations,members", "south,q1,1,30", "south,q2,1,20", "south,q3,1,12", "south,q4,1,5"
        ),
        nominees=[["q1", 1, 30], ["q2", 1, 20], ["q3", 1, 12], ["q4", 1, 5]],
    )


def vet(act: Any) -> None:
    north, south = ["p1", "p2", "p4", "p5", "p9"], ["q1", "q2", "q3", "q4"]
    act("notice.published", "nora", unit="north", notice="pre", persons=north, until="2026-03-10")
    act("notice.published", "sam", unit="south", notice="pre", persons=south, until="2026-03-10")
    on = {"unit": "north", "notice": "pre", "objection": "north-1", "person": "p4"}
    act("objection.filed", "nora", {"text": "he is new", "objector": "someone"}, **on)
    act("objection.answered", "vera", {"answer": "no"}, unit="north", objection="north-1", outcome="dismissed")
    act("notice.closed", "nora", day="2026-03-11", unit="north", notice="pre")
    act("notice.closed", "sam", unit="south", notice="pre")
    groups = [
        ["p1", ["leading", "women"]],
        ["p2", ["women", "workers"]],
        ["p4", ["workers"]],
        ["p5", ["women"]],
        ["p9", ["leading"]],
    ]
    act("vetting.opened", "nora", unit="north", nominees=groups)
    act("vetting.opened", "sam", unit="south", nominees=[[person, []] for person in south])
    act(
        "opinion.given",
        "vera",
        {"grounds": "x"},
        unit="north",
        check="file",
        clear=["p2", "p4", "p5", "p9"],
        adverse=["p1"],
    )
    act("opinion.given", "aldo", unit="north", check="conduct", clear=["p1", "p9"])
    # Vera is kin of q4. That Aldo is kin of p1 was a mistake.
    act("conflict.declared", "vera", {"kind": "kin"}, unit="south", officer="vera", person="q4")
    act("opinion.given", "vera", unit="south", check="file", clear=["q1", "q2", "q3"])
    act("opinion.given", "vic", unit="south", check="file", clear=["q4"])
    for unit, persons in (("north", north), ("south", south)):
        act("consultation.held", "aldo", {"summary": "x"}, unit=unit, group="members", persons=persons, heard=4)
    letter = {"text": "x", "grounds": "y"}
    act("tip-off.recorded", "vera", {**letter, "source": "z", "evidence": "[]"}, unit="north", person="p4", checkable=1)
    act("tip-off.recorded", "vera", letter, unit="north", person="p2", checkable=0)
    act("opinion.given", "aldo", unit="north", check="letters", clear=["p4"])
    mistake = {"unit": "north", "officer": "aldo", "person": "p1"}
    act("conflict.declared", "anna", {"kind": "kin", "details": "x"}, **mistake)
    act("conflict.withdrawn", "anna", {"reasons": "x"}, **mistake)
    act("conflict.withdrawn", "bo", {"reasons": "x"}, **mistake)
    act("veto.proposed", "vera", {"reasons": "x", "evidence": "[]"}, unit="north", person="p1", ground="conduct")
    act("veto.seconded", "vic", unit="north", person="p1")
    act("veto.notified", "nora", {"service": "x"}, unit="north", person="p1", reply_by="2026-03-14")
    act("veto.replied", "nora", {"reply": "y"}, day="2026-03-13", unit="north", person="p1")
    act("veto.concluded", "aldo", {"reasons": "x"}, unit="north", person="p1", outcome="lifted")
    act("opinion.given", "vera", unit="north", check="file", clear=["p1"])
    act("veto.proposed", "vera", {"reasons": "x", "evidence": "[]"}, unit="north", person="p5", ground="conduct")
    act("veto.seconded", "vic", unit="north", person="p5")
    act("veto.notified", "nora", {"service": "x"}, unit="north", person="p5", reply_by="2026-03-16")
    stands = {"unit": "north", "person": "p5", "outcome": "stands"}
    act("veto.concluded", "anna", {"reasons": "x"}, day="2026-03-17", **stands, appeal_by="2026-03-19")
    act("appeal.filed", "nora", {"appeal": "x"}, unit="north", person="p5")
    act("appeal.decided", "carl", {"reasons": "x"}, day="2026-03-18", **stands)
    act("vetting.closed", "nora", unit="north", passed=["p1", "p2", "p4", "p9"], failed=["p5"])
    act("vetting.closed", "sam", unit="south", passed=south, failed=[])


def notice_after_vetting(act: Any) -> None:
    """19 March 2026 is a Thursday: two working days after it end on Monday, 23 March."""
    south = ["q1", "q2", "q3", "q4"]
    listed = ["p1", "p2", "p4", "p9"]
    act("notice.published", "nora", day="2026-03-19", unit="north", notice="public", persons=listed, until="2026-03-23")
    act("notice.published", "sam", unit="south", notice="public", persons=south, until="2026-03-23")
    on = {"unit": "south", "notice": "public", "objection": "south-1", "person": "q4"}
    act("objection.filed", "sam", {"text": "moved away"}, **on, answer_by="2026-03-24")
    upheld = {"unit": "south", "objection": "south-1", "outcome": "upheld"}
    act("objection.answered", "vic", {"answer": "so it is", "heard": "he says so too"}, **upheld)
    act("objection.confirmed", "anna", unit="south", objection="south-1")
    act("nominee.withdrawn", "sam", {"statement": "x"}, unit="south", person="q4")
    act("notice.closed", "nora", day="2026-03-24", unit="north", notice="public")
    act("notice.closed", "sam", unit="south", notice="public")


def shortlist(act: Any) -> None:
    # North: p9 is placed; 2 contested seats need more than 15 %, so 3 of p1, p2, p4 stand beside p9.
    # Women must be more than 2/5 of 4, that is 2; leading people at most 2, and p9 is one.
    # Their support is 2, 2 and 1, and there is nobody else.
    act(
        "shortlist.made",
        "nora",
        day="2026-03-25",
        unit="north",
        candidates=["p1", "p2", "p4", "p9"],
        placed=["p9"],
        total="5",
        upper="5",
    )
    act("shortlist.made", "sam", unit="south", candidates=["q1", "q2", "q3"], total="3", upper="3")


def vet_again(act: Any) -> None:
    """What was clear on 11 and 13 March counts until 31 March and 2 April; the polls open later."""
    act("vetting.reopened", "anna", {"reasons": "x"}, day="2026-04-05", unit="north")
    act("vetting.reopened", "bo", {"reasons": "x"}, unit="south")
    act("opinion.given", "vera", unit="north", check="file", clear=["p1", "p2", "p4", "p9"])
    act("opinion.given", "vic", unit="south", check="file", clear=["q1", "q2", "q3"])
    act("vetting.closed", "nora", unit="north", passed=["p1", "p2", "p4", "p9"], failed=["p5"])
    act("vetting.closed", "sam", unit="south", passed=["q1", "q2", "q3"], failed=["q4"])


def hold(act: Any, secretary: str, scrutineers: list[str], unit: str, issued: int = 18, returned: int = 18) -> None:
    act("attendance.recorded", secretary, unit=unit, present=18)
    act("scrutineers.approved", secretary, unit=unit, scrutineers=scrutineers)
    act("papers.accounted", scrutineers[0], unit=unit, issued=issued, returned=returned)


def poll_north(act: Any, again: Any) -> None:
    # 20 due: 11 approvals elect. p9 and p1 reach them, and so do p2 and p4, who are equal: a new vote for one place.
    first = {"unit": "north", "round": 1, "kind": "first", "places": 3, "due": 20}
    act("poll.opened", "nora", day="2026-04-07", candidates=["p1", "p2", "p4", "p9"], **first)
    hold(act, "nora", ["ulf", "una"], "north")
    act("poll.valid", "nora", unit="north")
    # The last paper approves of four for three places, and is void.
    papers = ["+++-", *["0+++"] * 5, *["+0++"] * 5, "+00+", *["++-+"] * 5, "++++"]
    tally = [[12, 0, 5], [11, 0, 6], [11, 5, 1], [16, 1, 0]]
    sheet = {"valid": 17, "blank": 0, "invalid": {"ballot.overvote": 1}, "tally": tally}
    act("tally.entered", "una", {"papers": "\n".join(sorted(papers))}, unit="north", **sheet)
    act("tally.confirmed", "ulf", unit="north")
    again("outcome.declared", "ulf", unit="north", needed=11, elected=["p9", "p1"], tied=["p2", "p4"], tied_places=1)
    tie = {"unit": "north", "round": 2, "kind": "tie", "places": 1, "due": 20, "candidates": ["p2", "p4"]}
    act("poll.opened", "nora", **tie)
    hold(act, "nora", ["ulf", "una"], "north", returned=17)
    act("poll.valid", "nora", unit="north")
    papers = ["+-"] * 7 + ["0+"] * 10
    act(
        "tally.entered",
        "una",
        {"papers": "\n".join(sorted(papers))},
        unit="north",
        valid=17,
        blank=0,
        invalid={},
        tally=[[7, 0, 10], [10, 7, 0]],
    )
    act("tally.confirmed", "ulf", unit="north")
    again("outcome.declared", "ulf", unit="north", needed=0, elected=["p4"])


def poll_south(act: Any, again: Any) -> None:
    # A first vote is void. In the next q1 is elected with 11 of 20 due; q2 and q3 are short of it.
    vote = {"unit": "south", "kind": "first", "places": 2, "due": 20}
    act("poll.opened", "sam", day="2026-04-08", candidates=["q1", "q2", "q3"], round=1, **vote)
    hold(act, "sam", ["ted", "tia"], "south", issued=17)
    act("poll.void", "sam", unit="south")
    act("poll.opened", "sam", candidates=["q1", "q2", "q3"], round=2, **vote)
    hold(act, "sam", ["ted", "tia"], "south")
    act("poll.valid", "sam", unit="south")
    sheet = {"valid": 18, "blank": 1, "invalid": {}}
    act("tally.entered", "ted", unit="south", **sheet, tally=[[10, 0, 8], [9, 5, 4], [9, 1, 8]])
    act("tally.rejected", "tia", unit="south")
    act("tally.entered", "tia", unit="south", **sheet, tally=[[11, 0, 7], [9, 5, 4], [9, 1, 8]])
    act("tally.confirmed", "ted", unit="south")
    again("outcome.declared", "ted", unit="south", needed=11, elected=["q1"], open=1)
    # Two stand for the open place, and neither reaches 11: the meeting leaves it vacant.
    second = {"unit": "south", "places": 1, "candidates": ["q2", "q3"], "due": 20}
    act("poll.opened", "sam", round=3, kind="second", **second)
    hold(act, "sam", ["ted", "tia"], "south", returned=17)
    act("poll.valid", "sam", unit="south")
    act("tally.entered", "ted", unit="south", valid=17, blank=0, invalid={}, tally=[[10, 7, 0], [7, 10, 0]])
    act("tally.confirmed", "tia", unit="south")
    again("outcome.declared", "tia", unit="south", needed=11, elected=[], open=1)
    act("places.vacant", "sam", unit="south", places=1, consenting=12)


def close(bundle: Bundle, act: Any, again: Any) -> None:
    act("credentials.reviewed", "cora", day="2026-04-21", unit="north", confirmed=["p1", "p4", "p9"])
    act("credentials.reviewed", "cora", {"reasons": "x"}, unit="south", confirmed=[], refused={"q1": "moved"})
    delegates = bundle.table("unit,person", "north,p1", "north,p4", "north,p9")
    act("certificate.signed", "kim", delegates=delegates)
    act("certificate.signed", "kai", delegates=delegates)
    again("election.certified", "kai", delegates=delegates, seats=5, vacant=2)
