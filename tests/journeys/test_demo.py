"""The demo: every line of it is true, and what it writes is there and holds."""

import hashlib
import hmac
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from making import charter, refused
from whole_elections import BIN, Run, demo

from comitia.charter.shipped import shipped_text
from comitia.cli.demo import fresh
from comitia.election import Election
from comitia.folder import Folder, found


def election_of(run: Run) -> Election:
    return Folder(run.out / "election").office().election


def figure(pattern: str, printed: str) -> tuple[int, ...]:
    found = re.search(pattern, printed)
    assert found, pattern
    return tuple(int(number.replace(",", "")) for number in found.groups())


def test_2300_seats_go_to_38_units_and_every_seat_is_accounted_for(national: Run) -> None:
    election = election_of(national)
    assert figure(r"([\d,]+) seats go to (\d+) units", national.printed) == (2300, 38)
    assert sum(election.seats.of.values()) == 2300
    delegates, vacant = figure(r"Certified by 2 people: ([\d,]+) delegates, (\d+) of", national.printed)
    assert delegates + vacant == 2300
    assert delegates == sum(len(review.confirmed) for review in election.credentials.values())


def test_the_scale_and_the_roll_up_are_those_of_the_record(national: Run) -> None:
    election = election_of(national)
    assert "at a scale of 1 to 1000" in national.printed
    returned, organisations, participants = figure(
        r"Round second: ([\d,]+) of ([\d,]+) organisations filed, ([\d,]+) members", national.printed
    )
    closed = [own.closed["second"] for own in election.nominations.values()]
    assert returned == sum(event.returned for event in closed)
    assert organisations == sum(event.organisations for event in closed)
    assert participants == sum(event.participants for event in closed)


def test_every_contested_unit_has_more_than_15_percent_more_candidates_than_seats(national: Run) -> None:
    """CN-P-01, CN-P-02 and CN-P-03: placed nominees stand outside the base; two units have a permission."""
    election = election_of(national)
    for unit, made in election.shortlists.items():
        seats = election.seats.of[unit]
        if unit in ("tibet", "xinjiang"):
            assert len(made.candidates) == seats
        else:
            contested = seats - len(made.placed)
            assert 100 * (len(made.candidates) - seats) > 15 * contested, unit


def test_every_slate_keeps_its_quotas(national: Run) -> None:
    """CN-P-10: front line at least a third, leading cadres at most two thirds, women above their share."""
    election = election_of(national)
    for unit in election.charter.units:
        candidates = election.shortlists[unit.id].candidates
        for limit in election.delegation(unit.id).limits("candidates", len(candidates)):
            members = sum(limit.group in election.vetting[unit.id].nominees[person] for person in candidates)
            assert limit.least <= members <= limit.most, (unit.id, limit)


def test_what_every_quota_reached_and_asked_is_told_unit_by_unit(national: Run) -> None:
    election = election_of(national)
    told = national.printed.partition("Composition against the quotas")[2]
    provinces = [unit for unit in election.charter.units if unit.kind == "province"]
    assert provinces
    for unit in provinces:
        candidates = election.shortlists[unit.id].candidates
        cells = {quota.id: "-" for quota in election.charter.quotas}
        for limit in election.delegation(unit.id).limits("candidates", len(candidates)):
            members = sum(limit.group in election.vetting[unit.id].nominees[person] for person in candidates)
            cells[limit.quota] = f"{members} / {f'≥{limit.least}' if limit.least else f'≤{limit.most}'}"
        line = next(line for line in told.splitlines() if line.strip().startswith(f"{unit.name.en} "))
        assert re.split(r" {2,}", line.strip())[1:] == list(cells.values())


def test_a_tie_a_shortage_and_a_void_vote_are_voted_on_again(national: Run) -> None:
    kinds = [vote.opened.kind for own in election_of(national).polls.values() for vote in own.votes]
    voids = [vote for own in election_of(national).polls.values() for vote in own.votes if vote.void]
    assert "tie" in kinds
    assert "second" in kinds
    assert len(voids) == 1
    for told in ("tied for", "found no majority: a second vote", "void, and held again"):
        assert told in national.printed


def test_refusals_are_shown_with_rule_figures_and_cure(national: Run) -> None:
    assert re.search(r"contest\.margin-strict: .* candidates for .* seats is .* %, .*; add 1 more", national.printed)
    assert "certify.two: certifier-1 has signed the certificate already; let another certifier sign" in national.printed


def test_the_verifier_has_the_last_word(national: Run) -> None:
    assert "VERIFIED" in national.printed.splitlines()


@pytest.mark.parametrize("charter", ["union-conference", "german-party"])
def test_every_shipped_charter_runs_to_a_verified_result(charter: str, tmp_path: Path) -> None:
    assert "VERIFIED" in demo(tmp_path / "demo", "--charter", charter).printed.splitlines()


def test_a_tie_that_is_decided_and_seats_by_category_run_to_a_verified_result(tmp_path: Path) -> None:
    """Two equal branches with a base seat each are tied for one of the others; another with women's and other seats."""
    text = shipped_text("co-operative").replace("members = 38", "members = 43")
    decided = tmp_path / "decided.toml"
    decided.write_text(text.replace("total = 7", 'total = 7\nbase = 1\ntie = "decision"'), encoding="utf-8")
    printed = demo(tmp_path / "decided", "--charter", str(decided)).printed
    assert "Tied for the last of these seats (1), which a decision gives: north, south." in printed
    assert "VERIFIED" in printed.splitlines()

    other = '[[groups]]\nid = "others"\nname = { en = "Others", zh = "其他社员" }\n\n[nomination]'
    categories = 'categories = [{ group = "women", seats = 3 }, { group = "others", seats = 4 }]'
    text = text.replace("[nomination]", other).replace("total = 7", f"total = 7\n{categories}")
    text = text.replace("members = 43", "members = 43\nfigures = { women = 20, others = 23 }")
    by_category = tmp_path / "by-category.toml"
    by_category.write_text(text, encoding="utf-8")
    printed = demo(tmp_path / "by-category", "--charter", str(by_category), "--seed", "2").printed
    assert "VERIFIED" in printed.splitlines()


def test_the_demo_can_be_told_in_chinese(tmp_path: Path) -> None:
    printed = demo(tmp_path / "demo", "--charter", "co-operative", "--lang", "zh").printed
    assert not re.search(r"\b(units?|seats|nominees|papers|delegates)\b", printed), printed


def test_names_stand_in_the_documents_and_nowhere_in_the_bundle(small: Run) -> None:
    certified = json.loads((small.out / "certified-list.json").read_text("utf-8"))
    names = [delegate["name"] for delegate in certified["delegates"]]
    assert len(names) == 7
    bundle = b"".join(path.read_bytes() for path in (small.out / "bundle").rglob("*") if path.is_file())
    for name in names:
        assert name in (small.out / "certified-list.html").read_text("utf-8")
        assert name in (small.out / "certified-list.csv").read_text("utf-8")
        assert name.encode() not in bundle


def test_every_name_on_the_list_can_be_checked_against_the_record(small: Run) -> None:
    """HMAC-SHA256 of the opening is the commitment in the delegate's row of the table that the entry names."""
    certified = json.loads((small.out / "certified-list.json").read_text("utf-8"))
    for delegate in certified["delegates"]:
        opening = delegate["opening"]
        content = b"person\0" + opening["content"].encode()
        assert hmac.new(bytes.fromhex(opening["salt"]), content, hashlib.sha256).hexdigest() == opening["commitment"]
        rows = (small.out / "bundle" / "tables" / f"{opening['table']}.csv").read_text("ascii").splitlines()
        assert any(row.startswith(f"{delegate['person']},") and row.endswith(opening["commitment"]) for row in rows)


def test_the_documents_are_whole_and_say_that_it_is_a_rehearsal(small: Run) -> None:
    pages = [small.out / "report.html", small.out / "certified-list.html"]
    pages += [*(small.out / "notices").glob("*.html"), *(small.out / "count-sheets").iterdir()]
    assert len(pages) >= 2 + 2 + 2
    sheets = [
        page.with_suffix(f".{code}.pdf") for page in (small.out / "notices").glob("*.html") for code in ("en", "zh")
    ]
    assert {sheet.read_bytes()[:5] for sheet in sheets} == {b"%PDF-"}
    for page in pages:
        text = page.read_text("utf-8")
        assert text.rstrip().endswith("</html>"), page
        assert "Rehearsal" in text, page
        assert "演练" in text, page
        assert not re.search(r'(src|href)="(?!#)', text), page  # nothing is fetched from elsewhere


def test_the_demo_replaces_its_own_folder_and_no_other(small: Run, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    refused = subprocess.run(
        [BIN / "comitia", "demo", "--out", tmp_path], capture_output=True, encoding="utf-8", check=False
    )
    assert refused.returncode == 1
    assert "demo.folder" in refused.stderr
    assert (tmp_path / "diary.txt").read_text() == "mine"


def test_an_election_that_is_no_demo_is_never_replaced(small: Run, tmp_path: Path) -> None:
    """Not one that was founded in a folder called election, and nothing that lies beside a demo."""
    found(tmp_path / "own" / "election", charter(), "ro")
    found(tmp_path / "trained" / "election", charter(), "ro", rehearsal=True)
    (tmp_path / "unread" / "election").mkdir(parents=True)
    shutil.copytree(small.out, tmp_path / "demo")
    (tmp_path / "demo" / "diary.txt").write_text("mine")
    for name in ("own", "trained", "unread", "demo"):
        before = sorted((tmp_path / name).rglob("*"))
        with refused("demo.folder", name):
            fresh(tmp_path / name)
        assert sorted((tmp_path / name).rglob("*")) == before
    (tmp_path / "demo" / "diary.txt").unlink()
    fresh(tmp_path / "demo")
    assert not (tmp_path / "demo").exists()
