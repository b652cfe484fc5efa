"""What a round shows: lists with who was cut and by how much, who has not filed, and the history of a return."""

import json
import re
from pathlib import Path

from typed import Comitia

ON = "2026-03-03"


def shown(comitia: Comitia, *words: str) -> object:
    done = comitia(*words, "--json", on=ON)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_who_has_not_filed_is_named_while_the_round_is_open_and_after(comitia: Comitia, open_round: Path) -> None:
    assert [each["organisation"] for each in shown(comitia, "round", "missing", "north")] == ["n-1", "n-2", "n-3"]
    comitia("return", "file", "north", "first", "n-2", "--participants", "12", "101=4", by="ben", on=ON)
    said = comitia("round", "missing", "north", on=ON).out
    assert "n-1" in said
    assert "n-2" not in said
    assert "Organisations that have not filed: 2, with 29 members" in said
    assert comitia("round", "close", "north", "first", by="ben", on="2026-03-07").code == 0
    absent = [{"parent": "north", "organisation": "n-3", "members": 14}]
    assert shown(comitia, "round", "missing", "north", "--node", "n-3", "--round", "first") == absent


def test_everybody_has_filed(comitia: Comitia, open_round: Path) -> None:
    comitia("return", "import", "south", "first", "south-returns.csv", by="ben", on=ON)
    assert comitia("round", "missing", "south", on=ON).out == "Organisations that have not filed: 0, with 0 members\n"


def test_a_list_shows_who_goes_up_with_what_support_and_who_took_part(comitia: Comitia, open_round: Path) -> None:
    refused = comitia("round", "list", "north", on=ON)
    assert (refused.code, "explain.round: round first is not closed in north" in refused.err) == (1, True)
    comitia("return", "import", "north", "first", "north-returns.csv", by="ben", on=ON)
    comitia("round", "close", "north", "first", by="ben", on=ON)
    said = comitia("round", "list", "north", on=ON).out
    assert "north (Branch), round first" in said
    assert "has left the lists" not in said
    comitia("nominee", "withdraw", "north", "101", "--statement", "I move away", by="ben", on=ON)
    assert re.search(r" 101 .* has left the lists$", comitia("round", "list", "north", on=ON).out, re.MULTILINE)
    assert "Filed: 3 of 3 organisations (100.0 %); took part: 39 of 43 members (90.6 %)" in said
    assert said.count("goes up") == 6
    found = shown(comitia, "round", "list", "north", "--round", "first")
    assert found["nominees"][0] == {"place": 1, "person": "101", "organisations": 3, "members": 19, "listed": True}
    assert [each["place"] for each in found["nominees"]] == [1, 2, 3, 4, 5, 6]
    for words in (["north", "n-1"], ["north", "x-9"]):
        refused = comitia("round", "list", *words, on=ON)
        assert (refused.code, "explain.node" in refused.err) == (1, True)


def test_every_return_of_an_organisation_is_shown_and_the_last_counts(comitia: Comitia, open_round: Path) -> None:
    file = ["return", "file", "north", "first", "n-1", "--participants"]
    comitia("return", "import", "north", "first", "north-returns.csv", by="ben", on=ON)
    refused = comitia(*file, "13", "101=9", by="ben", on=ON)
    assert "return.reason: organisations that have filed in round first already: 1, among them n-1" in refused.err
    assert comitia(*file, "13", "101=9", "--reason", "read out wrongly", by="ben", on=ON).code == 0
    again = ["return", "import", "north", "first", "north-returns.csv"]
    refused = comitia(*again, by="ben", on=ON)
    assert "already: 3, among them n-1" in refused.err
    said = comitia("return", "show", "n-1", on=ON).out.splitlines()
    assert said[0].endswith("ben: round first of north; members who took part: 14")
    assert said[1:6] == ["    101: 9", "    102: 8", "    103: 6", "    104: 3", "    It was corrected later."]
    assert said[-3:] == [
        "    101: 9",
        "    It corrects an earlier one: read out wrongly",
        "    This return counts.",
    ]
    first, last = shown(comitia, "return", "show", "n-1")
    assert (first["imported"], first["counts"], last["imported"], last["counts"]) == (True, False, False, True)
    assert (last["participants"], last["support"], last["reason"]) == (13, {"101": 9}, "read out wrongly")
    assert comitia(*again, "--reason", "the first was right", by="ben", on=ON).code == 0
    assert [each["counts"] for each in shown(comitia, "return", "show", "n-1")] == [False, False, True]
    refused = comitia("return", "show", "n-9", on=ON)
    assert (refused.code, "explain.return: no organisation n-9 has filed a return" in refused.err) == (1, True)


def test_a_node_is_permitted_on_the_command_line(comitia: Comitia, open_round: Path) -> None:
    done = comitia("permit", "north", "--authority", "no. 7", "--node", "n-1", by="anna", on=ON)
    assert "North bank may go without contest, by no. 7; it takes two signatures. For: n-1." in done.out
    refused = comitia("permit", "north", "--authority", "no. 7", "--node", "s-1", by="anna", on=ON)
    assert "margin.node: s-1 is not in the register of north" in refused.err


def test_bodies_file_on_the_command_line(comitia: Comitia, tmp_path: Path) -> None:
    """With a round of the level above, the register has electors, and a file of returns is held to its lists."""
    plan = comitia("charter", "show", "co-operative").out
    middle = '[[levels]]\nid = "village"\nname = { en = "Village", zh = "村" }\nlist = "1"\n\n'
    at = plan.index("[[levels]]", plan.index("[[levels]]") + 1)
    second = '{ id = "first", opens = 2026-03-02, closes = 2026-03-04 }, '
    second += '{ id = "villages", level = "village", opens = 2026-03-05, closes = 2026-03-06 }'
    plan = plan[:at] + middle + plan[at:]
    (tmp_path / "plan.toml").write_text(
        plan.replace('{ id = "first", opens = 2026-03-02, closes = 2026-03-06 }', second), encoding="utf-8"
    )
    rows = "v-1,north,village,,5\nv-2,north,village,,3\nn-1,v-1,group,15,\nn-2,v-2,group,14,\n"
    (tmp_path / "register.csv").write_text(f"organisation,parent,level,members,electors\n{rows}")
    (tmp_path / "people.csv").write_text("person,name,groups\n" + "".join(f"p{n},P {n},\n" for n in range(9)))
    (tmp_path / "villages.csv").write_text("organisation,participants,person,support\nv-1,4,p1,4\nv-2,3,p2,2\n")

    def typed(line: str, on: str) -> str:
        done = comitia(*line.split(), by="anna", on=on)
        assert (done.code, done.err) == (0, ""), line
        return done.out

    assert comitia("init", "election", "--charter", "plan.toml", "--rehearsal", by="anna", on="2026-03-01").code == 0
    for line in (
        "officer appoint anna secretary",
        "apportion",
        "register adopt north register.csv",
        "nominee import north people.csv",
        "round open north first",
        "return file north first n-1 --participants 9 p1=9 p3=3 p4=3 p5=3 p6=3 p7=3",
        "return file north first n-2 --participants 9 p2=9",
        "round close north first",
    ):
        typed(line, "2026-03-02")
    cut = shown(comitia, "round", "list", "north", "v-1")["nominees"]
    assert {each["person"]: each["listed"] for each in cut} == dict.fromkeys(("p1", "p3", "p4", "p5", "p6", "p7"), True)
    refused = comitia("return", "import", "north", "villages", "villages.csv", by="anna", on="2026-03-04")
    assert "round.not-open: round villages is not open in north" in refused.err
    typed("round open north villages", "2026-03-05")
    said = comitia("status", "north", on="2026-03-05").out
    assert "bring in the returns of round villages until 2026-03-06; who files: Village" in said
    (tmp_path / "bad.csv").write_text("organisation,participants,person,support\nv-2,4,p1,2\nn-1,1,p1,1\n")
    refused = comitia("return", "import", "north", "villages", "bad.csv", by="anna", on="2026-03-05")
    for rule in ("return.participants", "return.not-listed", "return.level"):
        assert rule in refused.err
    typed("return import north villages villages.csv", "2026-03-05")
    assert "2 of 2 organisations filed, 7 of 8 members took part" in typed("round close north villages", "2026-03-05")
    assert "supported by 1 of 2 organisations and by 4 members" in comitia("explain", "p1", on=ON).out
    assert "No organisation supported this nominee in round villages." in comitia("explain", "p3", on=ON).out
