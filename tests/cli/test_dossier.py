"""The dossier of a nominee: who may see it, what it shows, and where its files go."""

import json
import re
import shlex
import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from typed import Comitia, Outcome, record

from comitia.charter.shipped import shipped_text
from comitia.cli.app import run

VETTING = """
[vetting]
bodies = [
    { id = "board", name = { en = "Supervisory board", zh = "监事会" } },
    { id = "court", name = { en = "Court", zh = "仲裁庭" } },
]
consult = [{ id = "members", name = { en = "Members", zh = "社员" } }]

[[vetting.checks]]
id = "member"
name = { en = "A member in good standing", zh = "正式社员" }
body = "board"
valid_days = 30

[[vetting.checks]]
id = "letters"
name = { en = "Tip-offs were investigated", zh = "举报已核查" }
body = "board"
applies_when = "tip-off"

[vetting.veto]
grounds = [{ id = "not-a-member", name = { en = "Not a member", zh = "不是社员" } }]
reply_days = 2
evidence = true
"""
SECRETS = ("grandfather", "a house abroad", "Mr Neighbour", "finding.txt", "what the members said", "an address")


OFFICERS = (
    ("ben", "secretary"),
    ("cara", "vetter board"),
    ("cleo", "vetter board"),
    ("dina", "scrutineer"),
    ("rob", "returning_officer"),
)
OPENED: tuple[tuple[str, str, str], ...] = (
    *(("anna", "2026-03-02", f"officer appoint {officer} {role}") for officer, role in OFFICERS),
    ("anna", "2026-03-02", "apportion"),
    ("ben", "2026-03-02", "register adopt north north.csv"),
    ("ben", "2026-03-02", "nominee import north north-people.csv"),
    ("ben", "2026-03-02", "round open north first"),
    ("ben", "2026-03-02", "return import north first north-returns.csv"),
    ("ben", "2026-03-02", "round close north first"),
    ("ben", "2026-03-09", "vetting open north"),
)
STORY: tuple[tuple[str, str], ...] = (
    ("cara", "vetting opinion north member --rest"),
    ("cara", "consultation hold north members --rest --heard 9 --summary 'what the members said'"),
    (
        "cara",
        "tip-off record north 103 --text 'a house abroad' --grounds 'an address' --source 'Mr Neighbour'",
    ),
    ("cara", "tip-off record north 103 --vague --text 'he is odd' --grounds 'no fact'"),
    ("anna", "conflict declare north cleo 103 --kind kin --details grandfather"),
    ("cara", "veto propose north 103 not-a-member --reasons expelled --evidence finding.txt"),
)


def played(place: Path, *lines: tuple[str, str, str]) -> Path:
    with chdir(place):
        for by, on, line in lines:
            assert run(["--folder", "own", "--as", by, "--at", on, *shlex.split(line)]) == 0, line
    return place


@pytest.fixture(scope="session")
def _opened(_prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The co-operative with consultations, tip-offs and evidence, and vetting open in the north."""
    place = tmp_path_factory.mktemp("opened")
    for file in _prepared.glob("*.csv"):
        shutil.copy(file, place)
    text = shipped_text("co-operative")
    text = text[: text.index("[vetting]")] + VETTING.lstrip() + "\n" + text[text.index("[[notices]]") :]
    (place / "plan.toml").write_text(text, encoding="utf-8")
    (place / "finding.txt").write_text("the finding itself")
    return played(place, ("anna", "2026-03-02", "init own --charter plan.toml --rehearsal"), *OPENED)


@pytest.fixture(scope="session")
def _told(_opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """103 is cleared, consulted about, reported on, kin of cleo, and vetoed."""
    place = tmp_path_factory.mktemp("told")
    shutil.copytree(_opened, place, dirs_exist_ok=True)
    return played(place, *((by, "2026-03-09", line) for by, line in STORY))


def test_a_dossier_names_who_does_the_next_act_in_a_veto(story: Comitia) -> None:
    assert "    a veto is open (nobody who may is appointed)" in story("dossier", "north", "103", by="cara").out  # kin
    for by, line in (("anna", "officer appoint cyd vetter board"), ("cyd", "veto second north 103")):
        assert story(*line.split(), by=by).code == 0
    assert "    a veto is open (ben)" in story("dossier", "north", "103", by="cara").out  # who tells the nominee


def typing(comitia: Comitia) -> Comitia:
    def typed(*words: str, by: str = "") -> Outcome:
        return comitia(*words, by=by, on="2026-03-09", folder="own")

    return typed


@pytest.fixture
def vetting(comitia: Comitia, _opened: Path, tmp_path: Path) -> Comitia:
    shutil.copytree(_opened, tmp_path, dirs_exist_ok=True)
    return typing(comitia)


@pytest.fixture
def story(comitia: Comitia, _told: Path, tmp_path: Path) -> Comitia:
    shutil.copytree(_told, tmp_path, dirs_exist_ok=True)
    return typing(comitia)


def test_a_dossier_shows_everything_to_those_who_vet(story: Comitia) -> None:
    page = story("dossier", "north", "103", by="cara").out
    assert "North bank, 103; groups: -" in page
    assert re.search(r"A member in good standing +Supervisory board +clear +cara +2026-03-09 +2026-04-08", page)
    assert re.search(r"Tip-offs were investigated +Supervisory board +not given +- +- +-", page)
    assert "Tip-offs recorded: 2, to be investigated: 1." in page
    for secret in SECRETS:
        assert secret in page
    assert "        kind: kin" in page
    assert "    a veto is open (" in page
    assert "    Tip-offs were investigated is not clear (cara)" in page  # cleo is kin


def test_a_dossier_for_programs_and_in_chinese(story: Comitia) -> None:
    own = json.loads(story("dossier", "north", "103", "--json", by="anna").out)
    assert own["checks"][0] == {
        "check": "member",
        "answer": "clear",
        "officer": "cara",
        "day": "2026-03-09",
        "until": "2026-04-08",
    }
    assert own["tip_offs"] == {"recorded": 2, "binding": 1}
    assert own["consulted"] == [{"group": "Members", "held": 1}]
    assert [file["name"] for entry in own["entries"] for file in entry["files"]] == ["finding.txt"]
    assert own["missing"][1]["officers"] == ["cara"]
    chinese = story("--lang", "zh", "dossier", "north", "103", by="anna").out
    for text in ("无不良情况", "利害关系种类：亲属", "举报内容：a house abroad"):
        assert text in chinese


@pytest.mark.parametrize("officer", ["ben", "dina", "cleo"])
def test_dossier_entitled_are_vetters_and_returning_officers_without_a_conflict(story: Comitia, officer: str) -> None:
    for words in (("dossier", "north", "103"), ("evidence", "show", entry_of_veto(story))):
        done = story(*words, by=officer)
        assert done.code == 1
        assert f"dossier.entitled: {officer} neither vets nor runs the election" in done.err
        assert not any(secret in done.out + done.err for secret in SECRETS)
    assert story("dossier", "north", "101", by="cleo").code == 0
    assert story("dossier", "north", "103").err.startswith("command.officer")


def test_what_was_said_about_several_is_closed_to_the_kin_of_any_of_them(story: Comitia) -> None:
    """One consultation was about 101 and 103: cleo, kin of 103, sees of 101 that it was held, and not what was said."""
    assert "what the members said" in story("dossier", "north", "101", by="cara").out
    page = story("dossier", "north", "101", by="cleo").out
    assert "Heard about the nominee: Members; people heard: 9." in page
    assert not any(secret in page for secret in SECRETS)


def entry_of_veto(story: Comitia) -> str:
    own = json.loads(story("dossier", "north", "103", "--json", by="anna").out)
    return str(next(entry["entry"] for entry in own["entries"] if entry["files"]))


def test_evidence_is_shown_and_saved_for_those_entitled(story: Comitia, tmp_path: Path) -> None:
    number, out = entry_of_veto(story), tmp_path / "out" / "case"
    assert "finding.txt" in story("evidence", "show", number, by="anna").out
    assert "finding.txt" in story("evidence", "save", number, str(out), by="anna").out
    assert (out / "finding.txt").read_text() == "the finding itself"
    again = story("evidence", "save", number, str(out), by="anna")
    assert again.code == 1 and "finding.txt" in again.err
    for words in (("show", "0"), ("save", number, str(out), "--name", "other.txt")):
        assert story("evidence", *words, by="anna").err.startswith("evidence.none")
    assert story("evidence", "show", "999", by="anna").err.startswith("explain.unknown")


def test_what_is_sealed_is_nowhere_else(story: Comitia, tmp_path: Path) -> None:
    """Not in the bundle, not in what is told to everybody, not in the open part of the record."""
    assert story("bundle", "export", str(tmp_path / "bundle")).code == 0
    bundle = b"".join(path.read_bytes() for path in (tmp_path / "bundle").rglob("*") if path.is_file())
    told = story("explain", "103").out + story("explain", "north").out + story("status").out
    for secret in (*SECRETS, "the finding itself"):
        assert secret.encode() not in bundle
        assert secret not in told
    assert [path.name for path in (tmp_path / "bundle").iterdir() if path.name == "evidence"] == []


def test_explain_tells_the_acts_and_not_their_words(story: Comitia) -> None:
    told = story("explain", "103").out
    assert "Heard about the nominee: Members; people heard: 9." in told
    assert "a tip-off about 103 was recorded, which is concrete and can be checked." in told
    assert "a tip-off about 103 was recorded, which cannot be checked." in told
    assert "a conflict of interest of cleo was declared; with: 103." in told


def test_conflicts_are_listed_and_withdrawn_by_two(story: Comitia, tmp_path: Path) -> None:
    assert re.search(r"cleo +103", story("conflict", "list", "north").out)
    withdraw = ("conflict", "withdraw", "north", "cleo", "103", "--reasons", "namesake")
    assert story(*withdraw, by="anna").code == 0
    assert re.search(r"cleo +103", story("conflict", "list", "north").out)
    assert story(*withdraw, by="rob").code == 0
    assert "cleo" not in story("conflict", "list", "north").out
    assert story("conflict", "declare", "north", "cleo", "104", "--kind", "self", by="cleo").code == 0
    assert re.search(r"cleo +everybody in the unit", story("conflict", "list", "north").out)
    assert story("conflict", "declare", "north", "cara", "104", "--kind", "friend", by="cara").err.startswith(
        "office.form"
    )
    assert story("conflict", "list", "west").err.startswith("charter.unit")


def test_a_missing_file_leaves_nothing_on_the_record(vetting: Comitia, tmp_path: Path) -> None:
    before = record(tmp_path / "own")
    words = ("veto", "propose", "north", "103", "not-a-member", "--reasons", "x")
    for files in (("--evidence", "nowhere.txt"), ("--evidence", "."), ()):
        done = vetting(*words, *files, by="cara")
        assert done.code == 1
        assert "Traceback" not in done.err
    assert record(tmp_path / "own") == before
    assert vetting("dossier", "north", "x9", by="cara").err.startswith("vet.nominee")


def test_the_appeal_is_typed_too(vetting: Comitia) -> None:
    """A charter without an appeal refuses it by its rule."""
    assert vetting("veto", "appeal", "north", "103", "--text", "x", by="ben").err.startswith("appeal.none")
    decide = ("veto", "decide", "north", "103", "lifted", "--reasons", "x")
    assert vetting(*decide, by="cara").err.startswith("appeal.open")
    assert vetting("vetting", "reopen", "north", "--reasons", "x", by="anna").err.startswith("vet.reopen")
