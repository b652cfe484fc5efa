"""Every act can be typed, and its receipt says what was put on the record."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typed import Comitia, Outcome, record

from comitia.charter.shipped import shipped, shipped_text


class Course:
    """Acts of the co-operative, each of which has to be accepted."""

    def __init__(self, comitia: Comitia) -> None:
        self.comitia, self.day = comitia, "2026-03-02"

    def __call__(self, by: str, line: str, *words: str) -> str:
        done: Outcome = self.comitia(*line.split(), *words, by=by, on=self.day)
        assert (done.code, done.err) == (0, "")
        return done.out

    def nominated(self) -> "Course":
        for unit in ("north", "south"):
            self("ben", f"return import {unit} first {unit}-returns.csv")
            self("ben", f"round close {unit} first")
        return self

    def vetting(self) -> "Course":
        self.nominated().day = "2026-03-09"
        for unit in ("north", "south"):
            self("ben", f"vetting open {unit}")
        return self

    def shortlisted(self) -> "Course":
        self.vetting()
        for unit in ("north", "south"):
            self("cara", f"vetting opinion {unit} member --rest")
            self("ben", f"vetting close {unit}")
            self("ben", f"notice publish {unit} candidates")
        self.day = "2026-03-13"
        for unit in ("north", "south"):
            self("ben", f"notice close {unit} candidates")
            self("ben", f"shortlist {unit}")
        self.day = "2026-03-16"
        return self

    def voting(self, unit: str = "north", due: int = 43) -> "Course":
        self("ben", f"poll open {unit} --due {due}")
        self("ben", f"poll attend {unit} 30")
        self("ben", f"poll scrutineers {unit} dina eli")
        self("dina", f"poll papers {unit} --issued 30 --returned 30")
        self("ben", f"poll declare {unit}")
        return self


@pytest.fixture
def course(comitia: Comitia, open_round: Path) -> Course:
    return Course(comitia)


def test_officers_come_and_go(course: Course) -> None:
    assert "gus was appointed filer; for: n-1." in course("anna", "officer appoint gus filer n-1 --name Gus")
    assert "gus" in course("", "officer list")
    assert "gus was dismissed as filer; for: n-1." in course("anna", "officer dismiss gus filer n-1")
    assert "gus" not in course("", "officer list")


def test_a_tie_for_seats_is_decided_by_somebody_else(comitia: Comitia, tmp_path: Path) -> None:
    """Two equal branches, two base seats each, three seats by members: a certifier records what the board resolved."""
    text = shipped_text("co-operative").replace("members = 38", "members = 43")
    text = text.replace("total = 7", 'total = 7\nbase = 2\ntie = "decision"')
    (tmp_path / "charter.toml").write_text(text, encoding="utf-8")
    assert comitia("init", "election", "--charter", "charter.toml", "--rehearsal", by="anna", on="2026-03-02").code == 0
    for role, officer in (("certifier", "cleo"), ("certifier", "anna"), ("secretary", "ben")):
        assert comitia("officer", "appoint", officer, role, by="anna", on="2026-03-02").code == 0
    course = Course(comitia)
    said = course("anna", "apportion")
    assert "Tied for the last of these seats (1), which a decision gives: north, south." in said
    assert [line.split() for line in said.splitlines() if "bank" in line] == [
        ["North", "bank", "43", "2", "1", "3"],
        ["South", "bank", "43", "2", "1", "3"],
    ]
    waiting = course("", "status")
    assert "apportion decide members UNIT --authority WHAT --as cleo" in waiting
    refused = comitia("round", "open", "north", "first", by="ben", on="2026-03-02")
    assert refused.code == 1 and "apportion.undecided: members: north, south are tied for 1 of the seats" in refused.err
    own = comitia("apportion", "decide", "members", "south", "--authority", "board", by="anna", on="2026-03-02")
    assert own.code == 1 and "apportion.other-officer" in own.err
    said = course("cleo", "apportion decide members south --authority", "resolution of 2 March")
    assert "By members: the tied seats go to south, by resolution of 2 March." in said
    assert [line.split()[-1] for line in said.splitlines() if "bank" in line] == ["3", "4"]
    told = course("", "explain south")
    assert "3 of 7 seats, 2 of them base seats." in told
    assert "By members: 1 of 3 seats, for 43 members; method: Webster (Sainte-Laguë)." in told
    assert "The last of the seats (1) were left to a decision among these, who are tied: north, south." in told
    assert "the tied seats go to south" in told


def test_nominees_are_entered_placed_and_withdrawn(course: Course) -> None:
    assert "107 was entered; groups: women." in course("ben", "nominee enter north 107 --name A --group women")
    placed = course("anna", "nominee place north 108 --authority Centre --name B --detail born=1970 --group women")
    assert "108 was placed by a higher body (Centre)" in placed
    assert "108 withdrew." in course("ben", "nominee withdraw north 108 --statement signed")


def test_one_return_is_filed_by_hand_and_shows_in_the_list(course: Course) -> None:
    course("anna", "officer appoint gus filer n-1")
    course("gus", "return file north first n-1 --participants 14 101=9 106=14")
    course("ben", "return file north first n-2 --participants 14")
    course("ben", "return file north first n-3 --participants 14 106=2")
    closed = course("ben", "round close north first")
    assert "3 of 3 organisations filed, 42 of 43 members took part, and 2 nominees are on the list." in closed
    assert [line.split() for line in closed.splitlines()[-2:]] == [["1", "106", "2", "16"], ["2", "101", "1", "9"]]


def test_a_unit_is_permitted_to_go_without_contest_and_keeps_a_stage_open(course: Course) -> None:
    course("anna", "officer appoint otto returning_officer")
    for officer in ("anna", "otto"):
        assert "may go without contest, by Centre" in course(officer, "permit north --authority Centre")
    assert "vetting was extended to 2026-03-20" in course("anna", "extend north vet 2026-03-20")


def test_a_veto_from_its_proposal_to_its_end(course: Course) -> None:
    course.vetting()
    course("cara", "vetting opinion north member --adverse 106 --grounds unpaid --rest")
    course("cara", "veto propose north 106 not-a-member --reasons unpaid")
    course("cleo", "veto second north 106")
    assert "may reply until 2026-03-11" in course("ben", "veto notify north 106 --service letter")
    course("ben", "veto reply north 106 --text paid")
    assert "it is lifted" in course("anna", "veto conclude north 106 lifted --reasons paid")
    assert "clear: 106" in course("cleo", "vetting opinion north member --clear 106")
    assert "passed: " in course("ben", "vetting close north")
    assert "the veto of 106 was concluded: it is lifted." in course("", "explain 106")


def test_an_objection_from_its_filing_to_its_answer(course: Course) -> None:
    course.vetting()
    course("cara", "vetting opinion north member --rest")
    course("ben", "vetting close north")
    course("ben", "notice publish north candidates")
    filed = course("ben", "objection file north candidates 105 --objector Zoe --text", "lives elsewhere")
    assert "the objection north-1 to 105 was filed; answer by: -." in filed
    assert "upheld" in course("anna", "objection answer north north-1 upheld --heard yes --text so")
    assert "was confirmed" in course("cara", "objection confirm north north-1")
    course.day = "2026-03-13"
    course("ben", "notice close north candidates")
    assert "105" not in course("ben", "shortlist north --places 5")
    assert "off the lists" in course("", "explain 105")


def test_a_count_is_rejected_counted_again_and_a_place_left_vacant(course: Course) -> None:
    course.shortlisted().voting()
    tally = "count tally north --valid 29 --unreadable 1 --blank 0 --against 103=2"
    course("dina", tally, "101=25", "102=22", "103=14", "104=20", "105=10")
    assert "rejected the tally" in course("eli", "count confirm north --reject")
    course("dina", tally, "101=25", "102=22", "103=14", "104=20", "105=9")
    outcome = course("eli", "count confirm north")
    assert "elected: 101, 102, 104; tied: -; places open: 1. Approvals needed: 15." in outcome
    status = course("", "status north")
    assert "comitia poll open north --due NUMBER" in status
    assert "comitia count vacant north --consenting NUMBER" in status
    assert "places that stay vacant: 1; electors who consented: 22." in course(
        "ben", "count vacant north --consenting 22"
    )
    assert "Not elected; approvals: 14, needed: 15." in course("", "explain 103")


def test_papers_are_entered_and_opened_for_scrutineers_only(course: Course) -> None:
    course.shortlisted().voting()
    Path("papers.txt").write_bytes(b"\xef\xbb\xbf" + b"+++0+\r\n" * 29 + b"?????\r\n")
    assert "valid papers: 29, of these blank: 0; invalid: 1." in course("dina", "count enter north papers.txt")
    course("eli", "count confirm north")
    assert course("", "bundle export public") == "Entries in public: 41.\n"
    shown = course("", "bundle export inside --scrutineers")
    assert shown == "Entries in inside: 41.\nVotes whose papers are with it: 1; for scrutineers only.\n"
    assert not Path("public/sealed.jsonl").exists()
    (line,) = Path("inside/sealed.jsonl").read_text().splitlines()
    assert json.loads(line)["content"].split("\n") == sorted(["+++0+"] * 29 + ["?????"])


def test_a_refused_delegate_is_named_with_the_charters_ground(comitia: Comitia, open_round: Path) -> None:
    done = comitia("credentials", "north", "--refuse", "101", "--reasons", "x", by="fay", on="2026-03-17")
    assert done.err.startswith("command.pair: 101 is not written as PERSON=GROUND")


def test_one_bundle_extends_another_or_they_part(course: Course, comitia: Comitia) -> None:
    course("", "bundle export old")
    course.nominated()("", "bundle export new")
    said = course("", "record extends old new")
    assert said == "new extends old: the first 17 of its 21 entries are the same.\n"
    assert comitia("record", "extends", "new", "old").err.startswith("record.shorter: ")
    assert comitia("init", "other", "--charter", "co-operative", by="anna").code == 0
    assert comitia("bundle", "export", "foreign", folder="other").code == 0
    assert comitia("record", "extends", "old", "foreign").err.startswith("record.other: ")


def test_a_receipt_is_printed_or_written_to_a_new_file(course: Course) -> None:
    printed = course("", "record receipt 3")
    assert printed.startswith("c2sp.org/tlog-proof@v1\nindex 3\n")
    course("", "record receipt 3 --out 3.tlog-proof")
    assert Path("3.tlog-proof").read_text() == printed


def test_documents_are_written_in_the_readers_language(course: Course) -> None:
    course.shortlisted()
    written = json.loads(course("", "documents out --json"))
    assert [each["file"] for each in written][:1] == ["out/notices/north-candidates.html"]
    assert all(Path(each["file"]).is_file() for each in written)


def test_reading_changes_nothing_and_needs_no_key(comitia: Comitia, open_round: Path) -> None:
    before = record(open_round)
    (open_round / "key").unlink()
    for words in (["status"], ["explain", "north"], ["explain", "101"], ["explain", "3"], ["officer", "list"]):
        assert comitia(*words).code == 0
    assert record(open_round) == before
    assert comitia("apportion", by="anna").err.startswith("record.key-file: ")


@pytest.mark.parametrize("words", [["explain", "101"], ["status"], ["officer", "list"], ["rules"], ["charter", "list"]])
def test_what_is_printed_for_people_is_there_for_programs(comitia: Comitia, open_round: Path, words: list[str]) -> None:
    values = json.loads(comitia(*words, "--json").out)
    assert isinstance(values, list)
    assert all(isinstance(value, dict) for value in values)


def test_charters_are_listed_shown_and_checked(comitia: Comitia) -> None:
    assert [each["name"] for each in json.loads(comitia("charter", "list", "--json").out)] == list(shipped())
    assert comitia("charter", "show", "co-operative").out == shipped_text("co-operative")
    assert "2026-03-02" in comitia("charter", "check", "co-operative").out
    Path("mine.toml").write_text(shipped_text("co-operative"), encoding="utf-8")
    assert "No fault was found." in comitia("charter", "check", "mine.toml").out


def test_the_catalogue_has_every_rule_with_its_sources(comitia: Comitia) -> None:
    catalogue = {each["id"]: each for each in json.loads(comitia("rules", "--json").out)}
    assert "CN-P-01" in catalogue["contest.margin"]["sources"]
    for module in ("bundle.occupied", "sheet.encoding", "charter.syntax", "command.at", "papers.sign", "lot.seed"):
        assert module in catalogue
    one = comitia("rules", "contest.margin").out
    assert "What cures it: add {missing} more" in one


def test_what_is_explained_names_its_entries(comitia: Comitia, open_round: Path) -> None:
    assert comitia("explain", "0").out.startswith("     0  Entry 0 of 17 (election.founded), by anna")
    by_number = comitia("explain", "3", "--entry").out
    assert by_number == comitia("explain", "3").out


def test_the_command_that_founding_recommends_works_where_the_folder_has_a_blank_in_its_name(comitia: Comitia) -> None:
    founded = comitia("init", "our own 选举", "--charter", "co-operative", by="anna")
    recommended = re.search(r"`comitia (.*)`", founded.out)
    assert recommended
    assert comitia(*shlex.split(recommended[1])).code == 0


def test_an_objection_has_a_receipt_that_proves_what_was_filed(course: Course, tmp_path: Path) -> None:
    """The receipt shows what is sealed, and is checked with the public key alone; changed, it proves nothing."""
    course.vetting()
    course("cara", "vetting opinion north member --rest")
    course("ben", "vetting close north")
    course("ben", "notice publish north candidates")
    paper, bundle = tmp_path / "for Zhou.json", tmp_path / "bundle"
    filed = f"objection file north candidates 106 --objector Zhou --receipt {shlex.quote(str(paper))} --text"
    assert "the objection north-1 to 106 was filed" in course("ben", "", *shlex.split(filed), "not a member")
    course("", f"bundle export {bundle}")
    key = (bundle / "verifier-key").read_text("ascii").strip()
    shown = course("", "record check", str(paper), key)
    assert "by ben: objection.filed." in shown
    assert "text: not a member" in shown
    assert "objector: Zhou" in shown
    paper.write_text(paper.read_text("utf-8").replace("Zhou", "Chou"), encoding="utf-8")
    refusal = course.comitia("record", "check", str(paper), key)
    assert (refusal.code, "record.opening" in refusal.err) == (1, True)

    course("cara", "objection answer north north-1 upheld --heard denies --text", "not on the roll")
    assert "north-1 is upheld was confirmed" in course("anna", "objection confirm north north-1")
