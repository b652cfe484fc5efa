"""Lies that are properly signed: each is found, and the entry that tells it is named. The examples are of rules.csv."""

import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bundle_writer import Bundle, commitment, write
from comitia_verify.cli import page, result, speaker
from comitia_verify.methods import selection
from comitia_verify.verification import Verification
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_election import SEED, tiny

Entry = dict[str, Any]
Change = Callable[[Bundle, Entry], object]


def body(**figures: Any) -> Change:
    """Other figures in the body of the entry."""
    return lambda bundle, entry: entry["body"].update(figures)


def without(*fields: str) -> Change:
    return lambda bundle, entry: [entry["body"].pop(field) for field in fields]


def part(**figures: Any) -> Change:
    """Other figures in the one part of the seats."""
    return lambda bundle, entry: entry["body"]["parts"][0].update(figures)


def by(actor: str) -> Change:
    return lambda bundle, entry: entry.update(actor=actor)


def both_by(actor: str) -> Change:
    """The entry and the one after it by the same."""

    def change(bundle: Bundle, entry: Entry) -> None:
        for each in bundle.entries[bundle.entries.index(entry) :][:2]:
            each["actor"] = actor

    return change


def unsealed(part: str) -> Change:
    """Without one of the sealed parts."""
    return lambda bundle, entry: entry["sealed"].pop(part)


def one_later(places: int) -> Change:
    """Once more the same, so many entries later."""

    def change(bundle: Bundle, entry: Entry) -> None:
        place = bundle.entries.index(entry) + places
        bundle.entries.insert(place, entry | {"time": bundle.entries[place - 1]["time"]})

    return change


def kin_first(bundle: Bundle, entry: Entry) -> None:
    """Vera answers about q4 too, and declares only afterwards that she is kin."""
    conflict, opinion, other = bundle.entries[bundle.entries.index(entry) :][:3]
    opinion["body"]["clear"].append("q4")
    place = bundle.entries.index(conflict)
    bundle.entries[place : place + 3] = [opinion, conflict | {"time": other["time"]}]


def by_a_rival(bundle: Bundle, entry: Entry) -> None:
    """Who hands something in for a nominee has declared a conflict of interest before."""
    declared = {"unit": entry["body"]["unit"], "officer": entry["actor"], "person": entry["body"]["person"]}
    sealed = {"kind": next(iter(entry["sealed"].values()))}
    conflict = entry | {"kind": "conflict.declared", "body": declared, "sealed": sealed}
    bundle.entries.insert(bundle.entries.index(entry), conflict)


def not_again(bundle: Bundle, entry: Entry) -> None:
    """What was done in the north when vetting was reopened, left out."""
    for kind in ("vetting.reopened", "opinion.given", "vetting.closed"):
        del bundle.entries[bundle.find(kind, -1, unit="north")]


def on(day: str) -> Change:
    """Another day, and the same time of the day."""
    return lambda bundle, entry: entry.update(time=day + entry["time"][10:])


def rewritten(field: str, old: str, new: str) -> Change:
    """The table of a field with another text in its rows."""

    def change(bundle: Bundle, entry: Entry) -> None:
        table = entry["body"][field]
        rows = [row.replace(old, new) for row in bundle.rows(table)]
        entry["body"][field] = bundle.table(",".join(table["columns"]), *(row for row in rows if row))

    return change


def plan(change: Callable[[dict[str, Any]], object]) -> Change:
    """Another charter."""
    return lambda bundle, entry: change(entry["body"]["charter"])


def removed(bundle: Bundle, entry: Entry) -> None:
    bundle.entries.remove(entry)


def repeated(bundle: Bundle, entry: Entry) -> None:
    bundle.entries.insert(bundle.entries.index(entry) + 1, dict(entry))


def papers(*marks: str) -> Change:
    """Other papers, properly sealed and opened."""

    def change(bundle: Bundle, entry: Entry) -> None:
        index = bundle.entries.index(entry)
        bundle.papers[index] = "\n".join(marks)
        entry["sealed"] = {"papers": commitment(index, "papers", bundle.papers[index])}

    return change


NORTH, SOUTH = {"unit": "north"}, {"unit": "south"}
GOOD = ["+++-", *["+00+"], *["+0++"] * 5, *["++-+"] * 5, "++++", *["0+++"] * 5]

# kind, which of them (a number, or what is in its body), the lie, and the kind in which it comes out if not the same.
LIES: dict[str, tuple[str, int | dict[str, Any], Change, str]] = {
    # the record itself
    "an unknown kind": ("seed.recorded", 0, lambda bundle, entry: entry.update(kind="seed.thrown"), "seed.thrown"),
    "an unknown field": ("seed.recorded", 0, body(note="x"), ""),
    "a field missing": ("seed.recorded", 0, without("source"), ""),
    "a number as text": ("attendance.recorded", 0, body(present="18"), ""),
    "a number below nought": ("attendance.recorded", 0, body(present=-1), ""),
    "a number too large": ("attendance.recorded", 0, body(present=2**53), ""),
    "yes for a number": ("attendance.recorded", 0, body(present=True), ""),
    "an id with a slash": ("nominee.withdrawn", 0, body(person="../x"), ""),
    "a day that is none": ("notice.published", 0, body(until="2026-02-30"), ""),
    "a time that is none": ("seed.recorded", 0, lambda bundle, entry: entry.update(time="2026-02-30T10:00:00Z"), ""),
    "a year far away": ("notice.published", 0, body(until="9999-12-31"), ""),
    "a seal on nothing": ("seed.recorded", 0, lambda bundle, entry: entry.update(sealed={"x": "0" * 64}), ""),
    "no seal on reasons": ("veto.proposed", 0, lambda bundle, entry: entry.pop("sealed"), ""),
    "time goes back": ("seed.recorded", 0, on("2026-01-31"), ""),
    "an unknown unit": ("register.adopted", 0, body(unit="west"), ""),
    "founded twice": ("election.founded", 0, repeated, "election.founded"),
    "an act after the end": ("election.certified", 0, repeated, "election.certified"),
    # the charter
    "a ratio over nought": (
        "election.founded",
        0,
        plan(lambda own: own["margins"].update(vetted={"at_least": "1/0"})),
        "",
    ),
    "two ratios for one": (
        "election.founded",
        0,
        plan(lambda own: own["margins"]["vetted"].update(more_than="1/3")),
        "",
    ),
    "a ratio below nought": ("election.founded", 0, plan(lambda own: own["levels"][1].update(list="-1")), ""),
    "no units": ("election.founded", 0, plan(lambda own: own.update(units=[])), ""),
    "a quota of nobody": ("election.founded", 0, plan(lambda own: own["quotas"][0].update(group="elves")), ""),
    "a share not given": ("election.founded", 0, plan(lambda own: own["units"][0].pop("shares")), ""),
    "a window missing": ("election.founded", 0, plan(lambda own: own["calendar"]["windows"].pop()), ""),
    "an unknown zone": ("election.founded", 0, plan(lambda own: own["calendar"].update(zone="Moon/Sea")), ""),
    "two units of one id": ("election.founded", 0, plan(lambda own: own["units"][1].update(id="north")), ""),
    "a window of no days": (
        "election.founded",
        0,
        plan(lambda own: own["notices"][0].update(days=10**15)),
        "",
    ),
    # officers
    "an act without a role": ("register.adopted", 0, by("finn"), ""),
    "a secretary of elsewhere": ("register.adopted", NORTH, by("sam"), ""),
    "a filer of elsewhere": ("return.filed", {"organisation": "n-b"}, body(organisation="n-c"), ""),
    "an act after dismissal": ("register.adopted", NORTH, by("spare"), ""),
    "an officer of nowhere": ("officer.appointed", {"officer": "nora"}, body(scope="west"), ""),
    "a certifier of a unit": ("officer.appointed", {"officer": "kim"}, body(scope="north"), ""),
    "a role not held": ("officer.dismissed", 0, body(role="filer"), ""),
    "no returning officer": ("officer.dismissed", 0, body(officer="anna", role="returning_officer"), "seed.recorded"),
    "a seed twice": ("seed.recorded", 0, repeated, "seed.recorded"),
    "a seed of two lines": ("seed.recorded", 0, body(seed="1\n2"), ""),
    "a window shortened": ("window.extended", 0, body(closes="2026-04-19"), ""),
    "a window beyond the end": ("window.extended", 0, body(closes="2026-05-01"), ""),
    # seats
    "a seat too many": ("seats.apportioned", 0, body(seats={"north": 4, "south": 2}), ""),
    "a seat moved": ("seats.apportioned", 0, body(seats={"north": 2, "south": 3}), ""),
    "a unit left out": ("seats.apportioned", 0, body(seats={"north": 5}), ""),
    "another divisor": ("seats.apportioned", 0, part(certificate={"lower": "17/1", "upper": "24/1"}), ""),
    "a lot without a tie": ("seats.apportioned", 0, part(tied=["north", "south"], tied_seats=1), ""),
    "a part moved": ("seats.apportioned", 0, part(seats={"north": 2, "south": 3}), ""),
    "a part by another basis": ("seats.apportioned", 0, part(basis="organisations"), ""),
    "no part": ("seats.apportioned", 0, without("parts"), ""),
    "cells without categories": (
        "seats.apportioned",
        0,
        body(cells={"seats": {"north": {"women": 3}, "south": {"women": 2}}}),
        "",
    ),
    "divisors without categories": ("seats.apportioned", 0, body(cells={"units": {"north": "1", "south": "1"}}), ""),
    "seats twice": ("seats.apportioned", 0, repeated, "seats.apportioned"),
    # nominations
    "more organisations": ("register.adopted", 0, body(primary=4), ""),
    "fewer members": ("register.adopted", 0, body(members=59), ""),
    "an organisation twice": ("register.adopted", SOUTH, rewritten("organisations", "s-a", "n-a"), "return.filed"),
    "a person twice": ("nominee.entered", 0, body(person="p1"), ""),
    "a group of nobody": ("nominee.entered", 0, body(groups=["elves"]), ""),
    "groups out of order": ("nominees.entered", 0, rewritten("persons", "leading women", "women leading"), ""),
    "a person entered late": ("nominee.entered", {"person": "q4"}, on("2026-03-11"), ""),
    "a round before its day": ("round.opened", 0, on("2026-03-01"), ""),
    "a round of another name": ("round.opened", 0, body(round="r2"), ""),
    "a return after the round": ("return.filed", 2, on("2026-03-09"), ""),
    "a return to another round": ("return.filed", 0, body(round="r2"), ""),
    "an unknown organisation": ("returns.imported", 0, rewritten("returns", "n-a,18", "n-x,18"), ""),
    "a return of a county": ("return.filed", 1, body(support={}, participants=0), "round.closed"),
    "more took part than are": ("return.filed", 1, body(participants=11), ""),
    "more support than took part": ("return.filed", 1, body(support={"p1": 10}), ""),
    "support for a stranger": ("return.filed", 1, body(support={"p7": 4}), ""),
    "support of nobody": ("return.filed", 1, body(support={"p1": 0}), ""),
    "support without a return": ("returns.imported", 0, rewritten("returns", "n-c,25", ""), ""),
    "rows out of order": ("returns.imported", 0, rewritten("support", "n-a,p3,9", "n-a,p0,9"), ""),
    "another node": ("round.closed", NORTH, rewritten("nodes", "n-1,county,2,2", "n-1,county,2,1"), ""),
    "a name more on a list": ("round.closed", NORTH, rewritten("lists", "north,p2", "n-1,p2,2,17\nnorth,p2"), ""),
    "a row fewer on a list": ("round.closed", NORTH, rewritten("lists", "north,p5,1,7", ""), ""),
    "more support in the end": ("round.closed", NORTH, body(nominees=[["p1", 2, 20]]), ""),
    "another order of nominees": (
        "round.closed",
        SOUTH,
        body(nominees=[["q2", 1, 20], ["q1", 1, 30], ["q3", 1, 12], ["q4", 1, 5]]),
        "",
    ),
    "more took part in the end": ("round.closed", SOUTH, body(participants=36), ""),
    "a round closed early": ("round.closed", NORTH, removed, "notice.published"),
    # vetting and notices
    "a notice closed early (CN-N-01)": ("notice.closed", {"notice": "public", **NORTH}, on("2026-03-23"), ""),
    "a notice too short": ("notice.published", {"notice": "public", **NORTH}, body(until="2026-03-21"), ""),
    "a notice without a name": ("notice.published", 0, body(persons=["p1", "p2", "p4", "p5"]), ""),
    "a notice that is not planned": ("notice.published", 0, body(notice="late"), ""),
    "no notice": ("notice.closed", {"notice": "pre", **NORTH}, removed, "vetting.opened"),
    "an objection to a stranger": ("objection.filed", 0, body(person="p3"), ""),
    "an objection not answered": ("objection.answered", 0, removed, "notice.closed"),
    "an objection answered by its filer (DE-14)": ("objection.filed", 0, both_by("anna"), "objection.answered"),
    "an objection upheld by one officer (CN-P-08)": ("objection.confirmed", 0, by("vic"), ""),
    "an objection upheld and not confirmed": ("objection.confirmed", 0, removed, "notice.closed"),
    "an objection confirmed by who filed it (DE-14)": ("objection.filed", SOUTH, both_by("anna"), "objection.answered"),
    "a confirmation of nothing": ("objection.answered", SOUTH, body(outcome="dismissed"), "objection.confirmed"),
    "somebody taken off who was not heard (DE-14)": ("objection.answered", SOUTH, unsealed("heard"), ""),
    "an answer's last day put off": ("objection.filed", SOUTH, body(answer_by="2026-03-30"), ""),
    "an answer's last day left out": ("objection.filed", SOUTH, without("answer_by"), ""),
    "an answer to no objection": ("objection.answered", 0, body(objection="north-2"), ""),
    "somebody vetted who is not listed": ("vetting.opened", SOUTH, body(nominees=[["q1", []]]), ""),
    "other groups": (
        "vetting.opened",
        SOUTH,
        body(nominees=[["q1", ["women"]], ["q2", []], ["q3", []], ["q4", []]]),
        "",
    ),
    "vetting before its window": ("vetting.opened", NORTH, on("2026-03-10"), ""),
    "an opinion of another body (CN-P-06)": ("opinion.given", {"check": "conduct"}, by("vera"), ""),
    "a check that does not apply (CN-P-06)": ("opinion.given", {"check": "conduct"}, body(clear=["p2"]), ""),
    "an opinion on one twice": ("opinion.given", 0, body(clear=["p1", "p2"]), ""),
    "an adverse opinion without grounds": ("opinion.given", 0, lambda bundle, entry: entry.pop("sealed"), ""),
    "a check not answered (CN-P-06)": ("opinion.given", {"check": "conduct"}, removed, "vetting.closed"),
    "one signs for two bodies (CN-P-07)": (
        "officer.appointed",
        {"officer": "aldo"},
        body(officer="vera"),
        "opinion.given",
    ),
    "a veto seconded by its author (CN-P-08)": ("veto.seconded", 0, by("vera"), ""),
    "a veto on no ground (CN-P-08)": ("veto.proposed", 0, body(ground="taste"), ""),
    "a shorter time to reply (DE-14)": ("veto.notified", 0, body(reply_by="2026-03-13"), ""),
    "a veto concluded before the reply (DE-14)": ("veto.concluded", {"person": "p5"}, on("2026-03-16"), ""),
    "a veto concluded by a decider (CN-P-08)": ("veto.concluded", {"person": "p5"}, by("vic"), ""),
    "a reply after its time": ("veto.replied", 0, on("2026-03-15"), ""),
    "a reply handed in by a rival (DE-14)": ("veto.replied", 0, by_a_rival, "veto.replied"),
    "a veto forgotten": ("veto.concluded", {"person": "p1"}, removed, "vetting.closed"),
    "a veto without evidence (CN-P-08)": ("veto.proposed", 0, unsealed("evidence"), ""),
    "a veto of kin (DE-14)": ("veto.proposed", {"person": "p1"}, by("aldo"), "veto.concluded"),
    "a nominee who was not told (DE-14)": ("veto.notified", {"person": "p5"}, removed, "veto.concluded"),
    "told of half a veto (CN-P-08)": ("veto.seconded", {"person": "p5"}, removed, "veto.notified"),
    "told by a decider (CN-P-08)": ("veto.notified", {"person": "p5"}, by("vic"), ""),
    "told twice": ("veto.notified", {"person": "p5"}, repeated, "veto.notified"),
    "a review without reasons (DE-14)": ("veto.concluded", {"person": "p5"}, unsealed("reasons"), ""),
    "a shorter time to appeal (DE-14)": ("veto.concluded", {"person": "p5"}, body(appeal_by="2026-03-18"), ""),
    "no time to appeal (DE-14)": ("veto.concluded", {"person": "p5"}, without("appeal_by"), ""),
    "an appeal after its time": ("appeal.filed", 0, on("2026-03-20"), ""),
    "an appeal handed in by a rival (DE-14)": ("appeal.filed", 0, by_a_rival, "appeal.filed"),
    "an appeal twice": ("appeal.filed", 0, repeated, "appeal.filed"),
    "an appeal decided by another body": ("appeal.decided", 0, by("aldo"), ""),
    "an appeal decided by the reviewer (DE-14)": (
        "officer.appointed",
        {"officer": "carl"},
        body(officer="anna"),
        "appeal.decided",
    ),
    "an appeal forgotten (DE-14)": ("appeal.decided", 0, removed, "vetting.closed"),
    "an appeal that lifts the veto": ("appeal.decided", 0, body(outcome="lifted"), "vetting.closed"),
    # consultations, tip-offs, conflicts of interest, and what expires
    "a group not heard (CN-P-09)": ("consultation.held", NORTH, removed, "vetting.closed"),
    "one whom nobody was heard about (CN-P-09)": (
        "consultation.held",
        NORTH,
        body(persons=["p1", "p2", "p4", "p5"]),
        "vetting.closed",
    ),
    "a consultation that hears nobody (CN-P-09)": ("consultation.held", 0, body(heard=0), ""),
    "a consultation with a group of one's own": ("consultation.held", 0, body(group="friends"), ""),
    "a consultation by another body": ("consultation.held", 0, by("vera"), ""),
    "a consultation about a stranger": ("consultation.held", 0, body(persons=["p3"]), ""),
    "a tip-off not investigated (CN-P-06)": ("opinion.given", {"check": "letters"}, removed, "vetting.closed"),
    "a tip-off after the answer (CN-P-06)": ("tip-off.recorded", 0, one_later(3), "vetting.closed"),
    "a vague tip-off that is investigated": ("tip-off.recorded", 0, body(checkable=0), "opinion.given"),
    "a tip-off without a word why": ("tip-off.recorded", 0, unsealed("grounds"), ""),
    "an opinion on kin (DE-14)": ("opinion.given", {"clear": ["q4"]}, by("vera"), ""),
    "an opinion of kin that counts (DE-14)": ("conflict.declared", 0, kin_first, "vetting.closed"),
    "a conflict with everybody (DE-14)": ("conflict.declared", 0, without("person"), "opinion.given"),
    "a conflict declared by another": ("conflict.declared", 0, by("vic"), ""),
    "a conflict declared twice": ("conflict.declared", 0, repeated, "conflict.declared"),
    "a conflict with a stranger": ("conflict.declared", 0, body(person="p1"), ""),
    "a conflict withdrawn by one (DE-14)": ("conflict.withdrawn", 1, removed, "veto.concluded"),
    "a conflict withdrawn by one twice": ("conflict.withdrawn", 1, by("anna"), ""),
    "an expired answer (CN-P-06)": ("opinion.given", -1, removed, "vetting.closed"),
    "an answer after vetting was closed": ("vetting.reopened", NORTH, removed, "opinion.given"),
    "vetting reopened for no reason": ("vetting.reopened", 0, unsealed("reasons"), ""),
    "a poll on answers that have expired": ("vetting.reopened", NORTH, not_again, "poll.opened"),
    "passed in spite of a veto": (
        "vetting.closed",
        NORTH,
        body(passed=["p1", "p2", "p4", "p5", "p9"], failed=[]),
        "",
    ),
    "withdrawn without a word of one's own (DE-14)": (
        "nominee.withdrawn",
        0,
        lambda bundle, entry: entry.pop("sealed"),
        "",
    ),
    "withdrawn twice": ("nominee.withdrawn", 0, repeated, "nominee.withdrawn"),
    # the shortlist
    "a shortlist before its notice (CN-P-05)": (
        "notice.closed",
        {"notice": "public", **NORTH},
        removed,
        "shortlist.made",
    ),
    "a candidate who failed": ("shortlist.made", NORTH, body(candidates=["p1", "p2", "p5", "p9"]), ""),
    "a candidate who withdrew": ("shortlist.made", SOUTH, body(candidates=["q1", "q2", "q4"]), ""),
    "too few candidates (CN-P-01)": ("shortlist.made", SOUTH, body(candidates=["q1", "q2"]), ""),
    "too few beside those placed (CN-P-02)": ("shortlist.made", NORTH, body(candidates=["p1", "p2", "p9"]), ""),
    "a placed one left out": ("shortlist.made", NORTH, body(candidates=["p1", "p2", "p4"], placed=[]), ""),
    "another total": (
        "shortlist.made",
        SOUTH,
        lambda bundle, entry: body(total=str(int(entry["body"]["total"]) + 1))(bundle, entry),
        "",
    ),
    "a bound that the prices do not prove": ("shortlist.made", SOUTH, body(upper="4"), ""),
    "a total that counts the members too": (
        "election.founded",
        0,
        plan(lambda own: own.update(shortlist={"by": "shares"})),
        "shortlist.made",
    ),
    "candidates without a majority of the organisations (CN-P-09, CN-B-10)": (
        "election.founded",
        0,
        plan(lambda own: own.update(shortlist={"organisations_more_than": "1/2"})),
        "shortlist.made",
    ),
    "candidates without half of those due (CN-L-37)": (
        "election.founded",
        0,
        plan(lambda own: own.update(shortlist={"members_more_than": "1/2", "base": "due"})),
        "shortlist.made",
    ),
    "a default measure written out": ("election.founded", 0, plan(lambda own: own.update(shortlist={})), ""),
    "a price for no quota": ("shortlist.made", SOUTH, body(prices={"x": "1/1"}), ""),
    "no seed": ("seed.recorded", 0, removed, "shortlist.made"),
    "too many women asked (CN-P-10)": (
        "election.founded",
        0,
        plan(lambda own: own["units"][0].update(shares={"women": "3/5"})),
        "shortlist.made",
    ),
    "too many leading (CN-P-10)": (
        "election.founded",
        0,
        plan(lambda own: own["quotas"][1].update(at_most="1/4")),
        "shortlist.made",
    ),
    # the poll
    "a poll after its window": ("poll.opened", NORTH, on("2026-04-21"), ""),
    "another number of places": ("poll.opened", 0, body(places=4), ""),
    "a candidate left off the paper": ("poll.opened", 0, body(candidates=["p1", "p2", "p4"]), ""),
    "another order on the paper": ("poll.opened", 0, body(candidates=["p2", "p1", "p4", "p9"]), ""),
    "another round": ("poll.opened", 1, body(round=3), ""),
    "a new vote among others": ("poll.opened", {"kind": "tie"}, body(candidates=["p1", "p4"]), ""),
    "a second vote of another kind": ("poll.opened", {"kind": "second"}, body(kind="first"), ""),
    "no quorum (CN-L-24)": ("attendance.recorded", 0, body(present=10), ""),
    "more present than due": ("attendance.recorded", 0, body(present=21), ""),
    "one scrutineer (CN-L-28)": ("scrutineers.approved", 0, body(scrutineers=["ulf"]), ""),
    "a scrutineer twice (CN-L-28)": ("scrutineers.approved", 0, body(scrutineers=["ulf", "ulf"]), ""),
    "a scrutineer of elsewhere": ("scrutineers.approved", 0, body(scrutineers=["ulf", "tom"]), ""),
    "a scrutineer who stands (CN-B-22)": (
        "officer.appointed",
        {"officer": "una"},
        body(officer="p1"),
        "scrutineers.approved",
    ),
    "papers by one not approved": ("papers.accounted", SOUTH, by("tom"), ""),
    "more papers issued than present (US-107)": ("papers.accounted", 0, body(issued=19), ""),
    "valid with papers too many (CN-B-27a)": ("papers.accounted", 0, body(issued=17), "poll.valid"),
    "void without a ground (CN-B-27a)": ("papers.accounted", SOUTH, body(issued=18), "poll.void"),
    "counted before declared valid (CN-B-22d)": ("poll.valid", 0, removed, "tally.entered"),
    "attendance after the scrutineers (CN-A-01)": ("attendance.recorded", 0, removed, "scrutineers.approved"),
    # the count
    "a paper missing (US-107)": ("tally.entered", NORTH, body(valid=16), ""),
    "a row missing": ("tally.entered", 1, body(tally=[[7, 0, 10]]), ""),
    "more marks than papers": ("tally.entered", 1, body(tally=[[7, 0, 10], [10, 8, 0]]), ""),
    "more approvals than places allow": ("tally.entered", 1, body(tally=[[17, 0, 0], [10, 7, 0]]), ""),
    "blank papers that approve": ("tally.entered", 1, body(blank=1), ""),
    "papers void for too few marks": (
        "tally.entered",
        0,
        body(invalid={"ballot.undervote": 1}),
        "",
    ),
    "a tally by one not approved (CN-L-29)": ("tally.entered", SOUTH, by("tom"), ""),
    "a tally signed by its author (CN-B-22d)": ("tally.confirmed", NORTH, by("una"), ""),
    "a tally rejected by its author": ("tally.rejected", 0, by("ted"), ""),
    "another threshold (CN-L-35)": ("outcome.declared", 0, body(needed=10), ""),
    "half is enough (CN-L-35)": ("outcome.declared", SOUTH, body(elected=["q1", "q2"], open=0), ""),
    "one elected more": ("outcome.declared", 0, body(elected=["p9", "p1", "p2"], tied=[], tied_places=0), ""),
    "another one elected": ("outcome.declared", 1, body(elected=["p2"]), ""),
    "a tie hidden (CN-L-36)": ("outcome.declared", 0, without("tied", "tied_places"), ""),
    "an open place hidden (CN-B-29b)": ("outcome.declared", SOUTH, without("open"), ""),
    "another order of those elected": ("outcome.declared", 0, body(elected=["p1", "p9"]), ""),
    "a lot where a vote decides": ("outcome.declared", 0, body(lot=["p2", "p4"]), ""),
    "a tally without its outcome": ("outcome.declared", 0, removed, "poll.opened"),
    "an outcome twice": ("outcome.declared", 0, repeated, "outcome.declared"),
    "vacant without consent (CN-B-29b)": ("places.vacant", 0, body(consenting=10), ""),
    "vacant with more than were there": ("places.vacant", 0, body(consenting=19), ""),
    "more places vacant": ("places.vacant", 0, body(places=2), ""),
    "papers that say otherwise": ("tally.entered", 0, papers(*sorted([*GOOD[1:], "++0+"])), ""),
    "papers in the order of casting": ("tally.entered", 0, papers(*GOOD[::-1]), ""),
    "papers too few": ("tally.entered", 0, papers(*sorted(GOOD)[1:]), ""),
    # the end
    "one confirmed who was not elected": ("credentials.reviewed", 0, body(confirmed=["p1", "p2", "p4", "p9"]), ""),
    "one forgotten": ("credentials.reviewed", 0, body(confirmed=["p1", "p9"]), ""),
    "refused on no ground (CN-P-11)": ("credentials.reviewed", SOUTH, body(refused={"q1": "age"}), ""),
    "refused without reasons (DE-14)": ("credentials.reviewed", SOUTH, lambda bundle, entry: entry.pop("sealed"), ""),
    "certified without a review (CN-P-04)": ("credentials.reviewed", SOUTH, removed, "certificate.signed"),
    "a delegate more": ("certificate.signed", 0, rewritten("delegates", "north,p4", "north,p2\nnorth,p4"), ""),
    "one certifier signs twice": ("certificate.signed", 1, by("kim"), ""),
    "certified by one (two sign)": ("certificate.signed", 0, removed, "election.certified"),
    "a default written out": ("officer.appointed", 0, body(scope=""), ""),
    "declared by the scrutineer who did not confirm": ("outcome.declared", 0, by("una"), ""),
    "more vacant seats": ("election.certified", 0, body(vacant=1), ""),
    "fewer seats": ("election.certified", 0, body(seats=4), ""),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_signed_lie_is_found_and_its_entry_is_named(tmp_path: Path, lie: str) -> None:
    kind, which, change, found_in = LIES[lie]
    bundle = tiny()
    told = bundle.find(kind, which) if isinstance(which, int) else bundle.find(kind, **which)
    change(bundle, bundle.entries[told])
    wrong = Verification(write(bundle.files(), tmp_path)).wrong
    assert wrong is not None
    index, _, named = wrong.entry.partition(" ")
    assert named == f"({found_in or kind})"
    assert int(index) >= told if found_in else int(index) == told


ORDER_IS_FREE = {"persons", "nominees", "clear", "passed", "confirmed", "scrutineers", "tally"}
ONLY_THE_ACT_TELLS = {
    ("officer.appointed", "officer"),
    ("officer.appointed", "scope"),
    ("seed.recorded", "seed"),
    ("seed.recorded", "source"),
    ("window.extended", "closes"),
    ("nominee.placed", "authority"),
    ("return.filed", "support"),
    ("objection.filed", "person"),
    ("opinion.given", "adverse"),
    ("consultation.held", "heard"),
    ("poll.opened", "due"),
    ("attendance.recorded", "present"),
    ("papers.accounted", "issued"),
    ("papers.accounted", "returned"),
    ("tally.entered", "blank"),
    ("tally.entered", "tally"),
    ("places.vacant", "consenting"),
}
"""What an act states that nothing else on the record bears out: within the rules it can be so or otherwise."""


def changed(value: Any) -> Iterator[Any]:
    """The value with one thing in it changed, left out, repeated or moved."""
    if isinstance(value, dict):
        for key in value:
            yield {name: own for name, own in value.items() if name != key}
            for other in changed(value[key]):
                yield value | {key: other}
    elif isinstance(value, list) and value:
        yield value[:-1]
        yield [*value, value[-1]]
        yield value[::-1]
        for place in range(len(value)):
            for other in changed(value[place]):
                yield [*value[:place], other, *value[place + 1 :]]
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield value[:-1] + ("y" if value[-1:] == "x" else "x")


def test_everything_that_can_be_worked_out_is_worked_out(tmp_path: Path) -> None:
    """Every figure and id of every entry but the charter is changed in turn."""
    good = tiny()
    for index, entry in enumerate(good.entries[1:], start=1):
        for field, value in entry["body"].items():
            for other in changed(value):
                bundle = tiny()
                bundle.entries[index]["body"][field] = other
                free = field in ORDER_IS_FREE and sorted(map(str, other)) == sorted(map(str, value))
                if other != value and not free and (entry["kind"], field) not in ONLY_THE_ACT_TELLS:
                    wrong = Verification(write(bundle.files(), tmp_path / f"{index}")).wrong
                    assert wrong is not None, (entry["kind"], field, other)
                    shutil.rmtree(tmp_path / f"{index}")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["{0}", "{at}", "9" * 99]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_nothing_that_a_record_can_hold_is_more_than_wrong(tmp_path_factory: Any, data: st.DataObject) -> None:
    """Anything at all in the place of anything: what comes is a verdict in words, in both languages."""
    bundle = tiny()
    entry: Any = data.draw(st.sampled_from(bundle.entries))
    place = entry
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    folder = tmp_path_factory.mktemp("any")
    run = Verification(write(bundle.files(), folder))
    shutil.rmtree(folder)
    for lang in ("en", "zh"):
        found = result(run, speaker(lang))
        assert page(found, speaker(lang)).splitlines()[-1].split()[0] == found["verdict"]


def test_a_record_that_goes_on_is_verified_as_far_as_it_is(tmp_path: Path) -> None:
    """Cut anywhere between acts, the record is good, and says that nothing is certified yet."""
    bundle = tiny()
    whole = bundle.entries
    for size in range(1, len(whole)):
        bundle.entries = whole[:size]
        bundle.papers = {index: marks for index, marks in tiny().papers.items() if index < size}
        wrong = Verification(write(bundle.files(), tmp_path / str(size))).wrong
        halfway = whole[size]["kind"] in ("outcome.declared", "election.certified")
        assert (wrong is not None) == halfway, size


def test_returns_of_an_open_round_are_checked_too(tmp_path: Path) -> None:
    bundle = tiny()
    index = bundle.find("return.filed", organisation="s-a")
    bundle.entries = bundle.entries[: index + 1]
    bundle.papers = {}
    assert Verification(write(bundle.files(), tmp_path / "good")).wrong is None
    bundle.entries[index]["body"]["participants"] = 41
    wrong = Verification(write(bundle.files(), tmp_path / "bad")).wrong
    assert wrong is not None
    assert wrong.entry == f"{index} (return.filed)"


def test_a_shortlist_that_is_not_proved_the_best_is_said_to_be_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prices that prove little leave a gap: it is searched, or told where the search would be too long."""
    bundle = tiny()
    bundle.entries[bundle.find("shortlist.made", **NORTH)]["body"].update(prices={"women-stand": "-1"}, upper="7")
    bundle.papers = {}
    write(bundle.files(opened=False), tmp_path / "bundle")
    by_search = Verification(tmp_path / "bundle")
    monkeypatch.setattr(selection, "MOST_CASES", 0)
    by_bound = Verification(tmp_path / "bundle")
    gap = "shortlist of {unit}: no slate has more support than {upper}; this one has {total}"
    assert (by_search.wrong, by_bound.wrong) == (None, None)
    assert gap not in dict(by_search.checks)
    assert dict(by_bound.checks)[gap] == {"unit": "north", "upper": 7, "total": 5}
    shortlists = "shortlists: {prices} proved best by prices, {search} by search, {bounded} only bounded"
    figures = [dict(run.checks)[shortlists] for run in (by_search, by_bound)]
    assert [(each["prices"], each["search"], each["bounded"]) for each in figures] == [(1, 1, 0), (1, 0, 1)]


def test_a_permission_signed_twice_lets_a_unit_go_without_contest(tmp_path: Path) -> None:
    """CN-P-03: one signature is none."""
    for signers in (("anna",), ("anna", "bo"), ("anna", "anna")):
        bundle = tiny()
        index = bundle.find("shortlist.made", **SOUTH)
        own = bundle.entries[index]["body"]
        own.update(candidates=["q1", "q2"], total=own["total"])
        time = bundle.entries[index]["time"]
        for signer in signers:
            permission = {"actor": signer, "kind": "margin.permitted", "time": time}
            bundle.entries.insert(index, permission | {"body": {"unit": "south", "authority": "Order 8"}})
        bundle.papers = {}
        wrong = Verification(write(bundle.files(opened=False), tmp_path / "-".join(signers))).wrong
        assert wrong is not None
        expected = {"anna": "margin", "anna-bo": "total", "anna-anna": "signed already"}["-".join(signers)]
        assert expected in wrong.template + str(wrong.figures)


def test_an_opened_entry_that_sealed_no_papers(tmp_path: Path) -> None:
    bundle = tiny()
    bundle.papers[bundle.find("tally.entered", **SOUTH)] = "+++"
    wrong = Verification(write(bundle.files(), tmp_path)).wrong
    assert wrong is not None
    assert "never sealed" in wrong.template


def test_an_organisation_in_two_units(tmp_path: Path) -> None:
    bundle = tiny()
    register = bundle.find("register.adopted", **SOUTH)
    rewritten("organisations", "s-a", "n-a")(bundle, bundle.entries[register])
    bundle.entries, bundle.papers = bundle.entries[: register + 1], {}
    wrong = Verification(write(bundle.files(), tmp_path)).wrong
    assert wrong is not None
    assert (wrong.template, wrong.figures) == (
        "the organisation {organisation} is in two units",
        {"organisation": "n-a"},
    )


@pytest.mark.parametrize("lucky", ["p2", "p4"])
def test_a_tie_that_the_lot_decides(tmp_path: Path, lucky: str) -> None:
    """The first drawn is elected: the one whose hash of seed, purpose and id is the smaller."""
    bundle = tiny()
    bundle.entries[0]["body"]["charter"]["counting"]["tie"] = "lot"
    index = bundle.find("outcome.declared", **NORTH)
    outcome = bundle.entries[index]["body"]
    lot = sorted(outcome.pop("tied"), key=lambda id: sha256(f"{SEED}\npoll/north/1\n{id}".encode()).hexdigest())
    del outcome["tied_places"]
    outcome.update(elected=["p9", "p1", lucky], lot=lot)
    bundle.entries, bundle.papers = bundle.entries[: index + 1], {}
    wrong = Verification(write(bundle.files(), tmp_path)).wrong
    assert (wrong is None) == (lucky == lot[0])


@pytest.mark.parametrize(
    ("what", "actor", "day", "good"),
    [
        ("papers", "anna", "2027-05-01", True),
        ("personal", "anna", "2027-05-01", True),
        ("papers", "anna", "2027-04-01", False),
        ("papers", "kim", "2027-05-01", False),
        ("ballots", "anna", "2027-05-01", False),
    ],
)
def test_us_106_papers_are_erased_after_a_year_and_nothing_else_happens_any_more(
    what: str, actor: str, day: str, good: bool, tmp_path: Path
) -> None:
    """US-106: deletion before day 365 is refused; the record verifies without what was erased."""
    bundle = tiny()
    bundle.add("sealed.erased", actor, f"{day}T10:00:00Z", what=what)
    wrong = Verification(write(bundle.files(opened=False), tmp_path / "erased")).wrong
    assert (wrong is None) == good
    bundle.add("window.extended", "anna", "2027-06-01T10:00:00Z", unit="north", stage="poll", closes="2026-04-20")
    wrong = Verification(write(bundle.files(opened=False), tmp_path / "later")).wrong
    assert wrong is not None
    assert wrong.entry.endswith("(window.extended)" if good else "(sealed.erased)")
