"""An import in two steps, as typed: look, import what is good, send back the rest."""

import json
from pathlib import Path

import pytest
from typed import Comitia, record

ON = "2026-03-02"
MIXED = (
    "organisation,participants,person,support\n"
    "n-1,14,101,9\nn-1,14,102,8\nn-2,12,101,4\nn-2,12,999,6\nn-3,13,101,6\nn-4,1,101,1\n"
)
IMPORT = ("return", "import", "north", "first", "mixed.csv")


@pytest.fixture
def typed(comitia: Comitia, open_round: Path) -> Comitia:
    Path("mixed.csv").write_text(MIXED)

    def by_ben(*words: str, **options: str):
        return comitia(*words, **{"by": "ben", "on": ON, **options})

    return by_ben


def counted(typed: Comitia) -> int:
    """How many organisations of the north have filed."""
    return 3 - len(json.loads(typed("round", "missing", "north", "--round", "first", "--json").out))


@pytest.mark.parametrize(
    "words",
    [
        ("register", "adopt", "south", "south.csv"),
        ("nominee", "import", "north", "north-people.csv"),
        IMPORT,
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_preview_marks_every_row_and_records_nothing(
    typed: Comitia, open_round: Path, words: tuple[str, ...], lang: str
) -> None:
    before = record(open_round)
    done = typed(*words, "--preview", "--back", "back.csv", "--lang", lang)
    assert (done.code, done.err) == (0, "")
    assert {"en": "Nothing was put on the record.", "zh": "没有写入任何记录。"}[lang] in done.out
    assert len(Path("back.csv").read_text().splitlines()) == len(Path(words[-1]).read_text().splitlines())
    assert record(open_round) == before


def test_a_preview_needs_no_officer(typed: Comitia) -> None:
    assert typed(*IMPORT, "--preview", by="").code == 0


def test_a_preview_for_programs_has_every_row(typed: Comitia) -> None:
    told = json.loads(typed(*IMPORT, "--preview", "--json").out)
    assert told["file"] == "mixed.csv"
    assert told["marks"]["error"] == {"rows": 3, "ids": 2}
    assert [(row["row"], row["id"], row["mark"]) for row in told["rows"]] == [
        (2, "n-1", "new"),
        (3, "n-1", "new"),
        (4, "n-2", "error"),
        (5, "n-2", "error"),
        (6, "n-3", "new"),
        (7, "n-4", "error"),
    ]
    (fault,) = told["rows"][3]["found"]
    assert (fault["rule"], fault["column"]) == ("return.unknown-nominee", 3)
    assert [(kind["rule"], kind["rows"], kind["first_rows"]) for kind in told["kinds"]] == [
        ("return.held", 1, [4]),
        ("return.unknown-nominee", 1, [5]),
        ("return.unknown-organisation", 1, [7]),
    ]
    assert told["sums"][0] == {"what": "Returns", "before": 0, "after": 2}


def test_a_fault_of_the_whole_file_is_told(typed: Comitia) -> None:
    Path("empty.csv").write_text("organisation,parent,level,members\n")
    Path("bad.csv").write_text("organisation,parent,level,members\ns-1,south,nowhere,3\n")
    told = json.loads(typed("register", "adopt", "south", "bad.csv", "--preview", "--json").out)
    assert [fault["rule"] for fault in told["whole_file"]] == ["register.no-primary"]
    assert "sheet.empty" in typed("register", "adopt", "south", "empty.csv", "--preview").err


def test_without_more_words_a_file_with_a_fault_is_refused_whole(typed: Comitia, open_round: Path) -> None:
    before = record(open_round)
    done = typed(*IMPORT)
    assert (done.code, done.out) == (1, "")
    assert "mixed.csv:5:3" in done.err
    assert record(open_round) == before


def test_what_is_good_is_imported_and_the_rest_sent_back(typed: Comitia) -> None:
    done = typed(*IMPORT, "--good", "--back", "back.csv")
    assert (done.code, done.err) == (0, "")
    assert "Rows that were imported: 3." in done.out
    assert "Rows that were not imported: 3. They are in back.csv." in done.out
    assert counted(typed) == 2
    back = Path("back.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(",error,")[0] for line in back[1:]] == ["n-2,12,101,4", "n-2,12,999,6", "n-4,1,101,1"]
    corrected = "\n".join(line.replace("999", "103") for line in back[:3])
    Path("back.csv").write_text(corrected + "\n")
    assert typed("return", "import", "north", "first", "back.csv").code == 0
    assert counted(typed) == 3


def test_a_repeated_import_of_what_is_good_is_the_same_act(typed: Comitia, open_round: Path) -> None:
    people = Path("people.csv")
    people.write_text("person,name,groups\n107,Gus,\n101,Ada Brown,women\n108,,\n")
    for words in (IMPORT, ("nominee", "import", "north", "people.csv")):
        line = (*words, "--good", "--back", "back.csv", "--key", words[0])
        first = typed(*line)
        back, after = Path("back.csv").read_bytes(), record(open_round)
        again = typed(*line)
        assert (first.code, again.code) == (0, 0)
        assert again.out == f"This act was done before, under the same key; nothing was added.\n{first.out}"
        assert Path("back.csv").read_bytes() == back
        assert record(open_round) == after


def test_the_good_persons_are_entered(typed: Comitia) -> None:
    Path("people.csv").write_text("person,name,groups\n107,Gus,\n101,Ada Brown,women\n108,,\n109,Hal,men\n")
    done = typed("nominee", "import", "north", "people.csv", "--good", "--back", "back.csv", "--json")
    told = json.loads(done.out)
    assert (told["imported"], told["wrong"]["rows"], told["wrong"]["file"]) == ({"rows": 1, "ids": 1}, 3, "back.csv")
    assert len(told["entries"]) == 1
    assert typed("explain", "107").code == 0
    assert typed("nominee", "import", "north", "people.csv", "--good", "--back", "back.csv").code == 1


def test_a_correction_asks_for_its_reason_and_what_stands_is_left_out(typed: Comitia, open_round: Path) -> None:
    """CN-P-09: who corrects a return says why."""
    assert typed(*IMPORT, "--good", "--back", "back.csv").code == 0
    Path("mixed.csv").write_text(MIXED.replace("n-3,13,101,6", "n-3,13,101,7"))
    before = record(open_round)
    back = Path("back.csv").read_bytes()
    refused = typed(*IMPORT, "--good", "--back", "back.csv")
    assert refused.err.startswith(
        "return.reason: organisations that have filed in round first already: 1, among them n-3"
    )
    assert Path("back.csv").read_bytes() == back
    assert record(open_round) == before
    done = typed(*IMPORT, "--good", "--back", "back.csv", "--reason", "miscounted")
    assert "Rows that say what stands already, and were left out: 2." in done.out
    assert "Rows that were imported: 1." in done.out


def test_where_nothing_is_good_and_new_nothing_is_done(typed: Comitia, open_round: Path) -> None:
    assert typed(*IMPORT, "--good", "--back", "back.csv").code == 0
    before = record(open_round)
    done = typed(*IMPORT, "--good", "--back", "back.csv")
    assert done.err.startswith(
        "command.nothing-good: nothing in mixed.csv is both good and new; rows that are wrong: 3"
    )
    assert record(open_round) == before


@pytest.mark.parametrize("back", ["", "mixed.csv", "./mixed.csv", "back.xlsx", "nowhere/back.csv", "."])
def test_the_file_to_send_back_is_one_of_its_own(typed: Comitia, open_round: Path, back: str) -> None:
    before = record(open_round)
    for step in ("--good", "--preview") if back else ("--good",):
        done = typed(*IMPORT, step, *(["--back", back] if back else []))
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("command.back: ")
    assert Path("mixed.csv").read_text() == MIXED
    assert record(open_round) == before


def test_an_import_that_is_wholly_good_needs_no_file_to_send_back(typed: Comitia) -> None:
    assert typed("return", "import", "north", "first", "north-returns.csv", "--good").code == 0
    assert counted(typed) == 3
