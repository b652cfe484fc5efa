"""What is refused: one clear message under its rule, exit code 1, and not a byte more on the record."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from typed import Comitia, record

from comitia.office import Office

ON = "2026-03-02"

REFUSED = [
    # command, officer, rule, words of the message
    (["round", "open", "north", "first"], "", "command.officer", "--as OFFICER"),
    (["round", "open", "north", "first"], "dina", "office.role", "secretary"),
    (["round", "open", "nowhere", "first"], "ben", "charter.unit", "north, south"),
    (["round", "open", "north", "first"], "ben ", "office.form", "office.form"),
    (["round", "open", "north", "first"], "张三", "office.form", "office.form"),
    (["round", "close", "north", "first"], "ben", "round.runs", "2026-03-06"),
    (["officer", "appoint", "x", "king"], "anna", "office.form", "king"),
    (["officer", "appoint", "x", "secretary", "nowhere"], "anna", "office.scope", "north"),
    (["officer", "appoint", "x", "secretary", "--name", " "], "anna", "command.empty", "--name"),
    (["nominee", "enter", "north", "not an id", "--name", "A"], "ben", "office.form", "office.form"),
    (["nominee", "enter", "north", "107", "--name", "A", "--detail", "x"], "ben", "command.pair", "WHAT=TEXT"),
    (["nominee", "enter", "north", "107", "--name", "A", "--group", "x,y"], "ben", "nominee.group", "women"),
    (["return", "file", "north", "first", "n-1", "--participants", "99"], "ben", "return.participants", "99"),
    (["return", "file", "north", "first", "n-1", "--participants", "9", "101"], "ben", "command.pair", "PERSON=NUMBER"),
    (["return", "file", "north", "first", "n-1", "--participants", "9", "101=٣"], "ben", "command.pair", "101=٣"),
    (
        ["return", "file", "north", "first", "n-1", "--participants", "9", "101=1", "101=2"],
        "ben",
        "command.pair",
        "names somebody twice",
    ),
    (["return", "file", "north", "first", "n-1", "--participants", "-3"], "ben", "office.form", "office.form"),
    (["return", "file", "north", "first", "n-1", "--participants", "9" * 30], "ben", "office.form", "office.form"),
    (["register", "adopt", "north", "north.csv", "--encoding", "latin1"], "ben", "command.encoding", "gb18030"),
    (["register", "adopt", "nowhere", "north.csv"], "ben", "charter.unit", "nowhere"),
    (["return", "import", "nowhere", "first", "north-returns.csv"], "ben", "charter.unit", "nowhere"),
    (["extend", "north", "nominate", "tomorrow"], "anna", "calendar.extension", "tomorrow"),
    (["explain", "nobody"], "", "explain.unknown", "nobody"),
    (["explain", "99", "--entry"], "", "explain.unknown", "99"),
    (["status", "nowhere"], "", "charter.unit", "nowhere"),
    (["rules", "nothing"], "", "command.rule", "comitia rules"),
    (["charter", "show", "nothing"], "", "charter.shipped", "co-operative"),
    (["record", "receipt", "99"], "", "record.no-entry", "99"),
    (["record", "extends", "one", "two"], "", "bundle.changed", "verifier-key"),
    (["bundle", "export", "."], "", "bundle.occupied", "choose a new folder"),
    (["init", "election", "--charter", "co-operative", "--rehearsal"], "anna", "folder.not-empty", "election"),
]


@pytest.mark.parametrize(("words", "by", "rule", "word"), REFUSED, ids=[f"{' '.join(w)}-{r}" for w, _, r, _ in REFUSED])
def test_a_refusal_is_one_line_and_leaves_nothing(
    comitia: Comitia, open_round: Path, words: list[str], by: str, rule: str, word: str
) -> None:
    before = record(open_round)
    done = comitia(*words, by=by, on=ON)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"{rule}: ")
    assert word in done.err
    assert done.err.count("\n") == 1
    assert record(open_round) == before


def test_a_refusal_for_programs_is_json_on_standard_error(comitia: Comitia, open_round: Path) -> None:
    done = comitia("round", "open", "nowhere", "first", "--json", by="ben", on=ON)
    assert (done.code, done.out) == (1, "")
    (fault,) = json.loads(done.err)["refused"]
    assert fault["rule"] == "charter.unit"
    assert fault["message"] == "the charter has no unit nowhere"


def test_a_refusal_is_said_in_chinese(comitia: Comitia, open_round: Path) -> None:
    done = comitia("round", "open", "nowhere", "first", "--lang", "zh", by="ben", on=ON)
    assert done.err.startswith("charter.unit")
    assert "nowhere" in done.err
    assert not done.err.isascii()


# --- time ------------------------------------------------------------------------------------------------------------


def test_command_at_the_time_is_stated_in_a_rehearsal_only(comitia: Comitia) -> None:
    refused = comitia("init", "real", "--charter", "co-operative", by="anna", on=ON)
    assert refused.err.startswith("command.at: the time 2026-03-02 was stated")
    assert not Path("real").exists()
    assert comitia("init", "real", "--charter", "co-operative", by="anna").code == 0
    for words in (["apportion"], ["status"]):
        assert comitia(*words, by="anna", on=ON, folder="real").err.startswith("command.at: ")
    assert comitia("apportion", by="anna", folder="real").code == 0


@pytest.mark.parametrize("at", ["tomorrow", "2026-13-01", "2026-03-02T25:00", "0001-01-01", "9999-12-31T23:59-12:00"])
def test_command_time_says_how_a_time_is_written(comitia: Comitia, open_round: Path, at: str) -> None:
    done = comitia("apportion", by="anna", on=at)
    assert done.code == 1
    assert done.err.startswith(("command.time: ", "record.time: "))


def test_a_day_is_meant_at_noon_in_the_charters_zone(comitia: Comitia, open_round: Path) -> None:
    done = comitia("officer", "appoint", "x", "secretary", "--json", by="anna", on="2026-03-29")
    assert json.loads(done.out)["entries"][0]["time"] == "2026-03-29T11:00:00Z"  # summer time began that day


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_repeated_key_does_not_act_again(comitia: Comitia, open_round: Path) -> None:
    words = ["officer", "appoint", "x", "secretary", "--key", "once"]
    first = comitia(*words, by="anna", on=ON)
    before = record(open_round)
    again = comitia(*words, by="anna", on=ON)
    assert (first.code, again.code) == (0, 0)
    assert again.out == f"This act was done before, under the same key; nothing was added.\n{first.out}"
    assert record(open_round) == before
    other = comitia("officer", "appoint", "y", "secretary", "--key", "once", by="anna", on=ON)
    assert other.err.startswith("record.key: ")


def test_a_repeated_import_of_persons_is_the_same_act_and_another_file_is_not(
    comitia: Comitia, open_round: Path, tmp_path: Path
) -> None:
    """Names are sealed with fresh salts; what was sealed under the key already is not sealed anew."""
    people = tmp_path / "more.csv"
    people.write_text("person,name,groups\n301,Ada Lin,women\n302,Bo Wu,\n", encoding="utf-8")
    line = ("--key", "k9", "nominee", "import", "north", str(people))
    first = comitia(*line, by="ben", on="2026-03-02")
    again = comitia(*line, by="ben", on="2026-03-02")
    assert (again.code, again.out) == (
        0,
        f"This act was done before, under the same key; nothing was added.\n{first.out}",
    )
    people.write_text("person,name,groups\n301,Ada Lin,women\n302,Bo Xu,\n", encoding="utf-8")
    other = comitia(*line, by="ben", on="2026-03-02")
    assert other.code == 1
    assert other.err.startswith("record.key: ")


# --- hostile files ---------------------------------------------------------------------------------------------------

IMPORTS = {
    "register": ["register", "adopt", "north"],
    "people": ["nominee", "import", "north"],
    "returns": ["return", "import", "north", "first"],
}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return out.getvalue()


HOSTILE = {
    "empty.csv": b"",
    "gbk.csv": "person,name,groups\n107,欧阳娜娜,\n".encode("gbk"),
    "truncated.xlsx": bomb()[:2000],
    "bomb.xlsx": bomb(),
    "formula.csv": b"organisation,parent,level,members,person,name,participants,groups\n"
    b'=1+1,"=cmd|x",@a,-2,=3,=4,=5,=6\n',
    "nul.csv": b"person,name\n10\x007,A\n",
    "escape.csv": b"organisation,parent,level,members\n\x1b[2Jx,north,group,3\n",
    "ragged.csv": b"person,name,groups\n107\n108,B,women,x,y\n",
    "headless.csv": b"1,2,3\n4,5,6\n",
    "not.parquet": b"PAR1 no",
    "long.csv": b"person,name\n107," + b"x" * 100_000 + b"\n",
    "noise.bin": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("command", IMPORTS)
def test_a_hostile_file_is_refused_with_its_place_and_changes_nothing(
    comitia: Comitia, open_round: Path, command: str, name: str
) -> None:
    Path(name).write_bytes(HOSTILE[name])
    before = record(open_round)
    done = comitia(*IMPORTS[command], name, by="ben", on=ON)
    assert (done.code, done.out) == (1, "")
    assert name in done.err
    assert "\x1b" not in done.err
    assert "\x00" not in done.err
    assert "Rule" in done.err
    assert record(open_round) == before


@pytest.mark.parametrize(
    "name", ["missing.csv", "a-directory", "../../../etc", "\udcff.csv", "x" * 300, "a\x1b[2Jb.csv"]
)
@pytest.mark.parametrize("command", [*IMPORTS.values(), ["count", "enter", "north"]], ids=" ".join)
def test_a_path_that_is_no_file_is_named(comitia: Comitia, open_round: Path, command: list[str], name: str) -> None:
    Path("a-directory").mkdir()
    before = record(open_round)
    done = comitia(*command, name, by="ben", on=ON)
    assert (done.code, done.out) == (1, "")
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    assert done.err.strip()
    assert record(open_round) == before


def test_every_fault_of_a_file_is_listed_and_summed_up_by_rule(comitia: Comitia, open_round: Path) -> None:
    Path("bad.csv").write_text("person,name,groups\n" + "".join(f"not an id {n},Name,women\n" for n in range(80)))
    done = comitia("nominee", "import", "north", "bad.csv", by="ben", on=ON)
    assert "bad.csv:2:1 " in done.err
    assert "... and 30 more" in done.err
    assert "80" in done.err.splitlines()[-1]
    everything = comitia("nominee", "import", "north", "bad.csv", "--json", by="ben", on=ON)
    faults = json.loads(everything.err)["refused"]
    assert len(faults) == 80
    assert (faults[0]["file"], faults[0]["row"], faults[0]["column"]) == ("bad.csv", 2, 1)


def test_a_file_in_gbk_is_read_where_its_encoding_is_stated(comitia: Comitia, open_round: Path) -> None:
    Path("gbk.csv").write_bytes("person,name,groups\n107,欧阳娜娜,\n".encode("gbk"))
    assert comitia("nominee", "import", "north", "gbk.csv", "--encoding", "GB18030", by="ben", on=ON).code == 0


def test_a_missing_file_is_looked_for_under_its_name(comitia: Comitia, open_round: Path) -> None:
    done = comitia("register", "adopt", "north", "nrth.csv", by="ben", on=ON)
    assert "sheet.missing" in done.err
    assert "name and its folder" in done.err
    assert "XLSX" not in done.err


def test_the_cure_for_another_encoding_is_the_option_to_type(comitia: Comitia, open_round: Path) -> None:
    Path("gbk.csv").write_bytes("person,name,groups\n107,欧阳娜娜,\n".encode("gbk"))
    assert "--encoding gb18030" in comitia("nominee", "import", "north", "gbk.csv", by="ben", on=ON).err


def test_a_charter_with_faults_is_refused_with_line_and_column(comitia: Comitia) -> None:
    Path("plan.toml").write_text('id = "x"\nbogus = 1\n')
    for words in (["charter", "check", "plan.toml"], ["init", "new", "--charter", "plan.toml"]):
        done = comitia(*words, by="anna")
        assert done.code == 1
        assert "plan.toml:2:1" in done.err
        assert "charter.unknown-key" in done.err
    assert not Path("new").exists()


# --- ballot papers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rule", "place"),
    [
        (b"+-0\n+x0\n", "papers.sign", "papers.txt:2:2"),
        (b"+-0\n\n+-0\n", "papers.empty", "papers.txt:2"),
        ("+-０\n".encode("gbk"), "papers.sign", "papers.txt:1:3"),
        (b"+" * 5000, "papers.size", "papers.txt"),
        (b"", "papers.empty", "papers.txt:1"),
        (b"\x1b[2J\n", "papers.sign", "papers.txt:1:1"),
    ],
)
def test_papers_are_refused_sign_by_sign(
    comitia: Comitia, open_round: Path, content: bytes, rule: str, place: str
) -> None:
    Path("papers.txt").write_bytes(content)
    done = comitia("count", "enter", "north", "papers.txt", by="dina", on=ON)
    assert done.code == 1
    assert place in done.err
    assert rule in done.err


# --- standard input --------------------------------------------------------------------------------------------------


class Input:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_a_text_is_read_from_standard_input(
    comitia: Comitia, open_round: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Input("\ufeff欧阳·娜娜\r\n".encode()))
    done = comitia("nominee", "enter", "north", "107", "--name", "-", by="ben", on=ON)
    assert done.code == 0
    assert "娜娜" not in done.out


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "command.empty"),
        (b" \n", "command.empty"),
        (b"\xff\xfe", "command.input"),
        (b"x" * 1_000_001, "command.input"),
    ],
    ids=["empty", "blank", "not UTF-8", "too long"],
)
def test_standard_input_that_is_no_text_is_refused(
    comitia: Comitia, open_round: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, rule: str
) -> None:
    monkeypatch.setattr("sys.stdin", Input(content))
    done = comitia("nominee", "enter", "north", "107", "--name", "-", by="ben", on=ON)
    assert (done.code, done.err.split(":")[0]) == (1, rule)


# --- the machine -----------------------------------------------------------------------------------------------------


def test_a_folder_without_an_election_is_named(comitia: Comitia, tmp_path: Path) -> None:
    for folder in ("nothing", str(tmp_path)):
        assert comitia("status", folder=folder).err.startswith(f"folder.no-election: {folder} holds no election")


def test_a_receipt_is_never_written_over_another_file(comitia: Comitia, open_round: Path) -> None:
    Path("mine").write_text("precious")
    done = comitia("record", "receipt", "1", "--out", "mine")
    assert (done.code, done.err) == (1, "comitia: mine: File exists\n")
    assert Path("mine").read_text() == "precious"
    as_json = comitia("record", "receipt", "1", "--out", "mine", "--json")
    assert json.loads(as_json.err) == {"refused": [{"rule": "", "message": "mine: File exists", "cure": ""}]}


def test_an_interrupted_act_leaves_nothing(comitia: Comitia, open_round: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = record(open_round)
    with monkeypatch.context() as patch:
        patch.setattr(Office, "_write", interrupted)
        assert comitia("officer", "appoint", "x", "secretary", by="anna", on=ON).code == 130
    assert record(open_round) == before


def test_names_never_stand_in_the_record(comitia: Comitia, open_round: Path) -> None:
    assert comitia("bundle", "export", "bundle").code == 0
    public = b"".join(path.read_bytes() for path in Path("bundle").rglob("*") if path.is_file())
    assert b"Ada Brown" not in public
    assert "娜娜".encode() not in public


def test_a_quota_that_is_no_part_of_all_seats_cannot_be_split(comitia: Comitia, open_round: Path) -> None:
    done = comitia("quota", "split", "women", by="anna")
    assert done.code == 1
    assert done.err.startswith("quota.whole: women is no quota of the whole; there are: -")
