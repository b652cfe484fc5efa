"""Whoever does what `comitia status` says, and nothing else, comes to a certified result."""

import json
from pathlib import Path

from typed import Comitia

DUE = {"north": 43, "south": 38}
PAPERS = {"north": ["++++0"] * 20 + ["+++0+"] * 5, "south": ["+++0"] * 20 + ["++0+"] * 5}


def filled(command: str, unit: str) -> list[str]:
    """The command with what stands in capitals filled in."""
    words = command.split()[1:]
    match words[:2]:
        case ["nominee", "import"]:
            values = {"FILE": f"{unit}-people.csv"}
        case ["return", "import"]:
            values = {"FILE": f"{unit}-returns.csv"}
        case ["count", "enter"]:
            values = {"FILE": f"{unit}-papers.txt"}
        case ["poll", "open"]:
            values = {"NUMBER": str(DUE[unit])}
        case ["poll", "scrutineers"]:
            return [*words[:3], "dina", "eli"]
        case _:
            values = {"FILE": f"{unit}.csv", "NUMBER": "25", "SEED": "123", "HOW": "dice"}
    return [values.get(word, word) for word in words]


def test_following_status_leads_to_a_certified_result(comitia: Comitia, open_round: Path) -> None:
    for unit, papers in PAPERS.items():
        (open_round.parent / f"{unit}-papers.txt").write_text("\n".join(papers) + "\n")
    day, typed = "2026-03-02", 0
    while typed < 100:
        standing = json.loads(comitia("status", "--json", on=day).out)
        if not standing[0]["stage"]:
            break
        # the returns come in before the round is closed, as their order in the list says
        tasks = [(each["unit"], task) for each in standing for task in each["tasks"]]
        unit, task = min(tasks, key=lambda pair: pair[1]["since"])
        day = max(day, task["since"])
        words = filled(task["command"], unit)
        if words[:2] == ["return", "import"]:
            assert comitia(*words, by="ben", on=day).code == 0
            words = ["round", "close", unit, "first"]
        officers = [officer for officer in task["officers"] if words[:2] != ["count", "confirm"] or officer != "dina"]
        done = [comitia(*words, by=officer, on=day) for officer in officers[: 2 if words == ["certify"] else 1]]
        assert [each.code for each in done] == [0] * len(done), done
        typed += 1
    assert standing[0]["stage"] == ""
    assert all(each["stage"] == "" and not each["tasks"] for each in standing)
    assert comitia("bundle", "export", "bundle").code == 0
    assert (open_round.parent / "bundle" / "checkpoint").exists()
    late = comitia("status", on=day)
    assert late.code == 0
    assert "done" in late.out
    assert "comitia documents DIR" in late.out
    assert "comitia bundle export DIR" in late.out


def test_status_names_the_officer_where_whoever_asks_may_not_act(comitia: Comitia, open_round: Path) -> None:
    command = "    comitia round close north first"
    for asking, line in (("ben", command), ("", f"{command} --as ben"), ("anna", f"{command} --as ben")):
        said = comitia("status", "north", by=asking, on="2026-03-02").out
        assert line in said.splitlines()
        assert "documents DIR" not in said
