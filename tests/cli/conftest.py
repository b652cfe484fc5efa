"""The command line as its users have it, run in this process: what it prints, and its exit code."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typed import Comitia, Outcome

from comitia.cli.app import run

OFFICERS = (
    ("anna", "certifier", ""),
    ("ben", "secretary", ""),
    ("ben", "certifier", ""),
    ("cara", "vetter", "board"),
    ("cleo", "vetter", "board"),
    ("dina", "scrutineer", ""),
    ("eli", "scrutineer", ""),
    ("fay", "credentials", ""),
)
REGISTER = {
    "north": "organisation,parent,level,members\nn-1,north,group,15\nn-2,north,group,14\nn-3,north,group,14\n",
    "south": "organisation,parent,level,members\ns-1,south,group,20\ns-2,south,group,18\n",
}
PEOPLE = {
    "north": "person,name,groups\n101,Ada Brown,women\n102,欧阳·娜娜,\n103,Cem Kaya,\n"
    "104,Dee Jones,women\n105,𠮷田,\n106,Finn,\n",
    "south": "person,name,groups\n201,Gil Sato,\n202,Hana Novák,women\n203,Ian Wood,\n204,Jo Price,\n",
}
RETURNS = {
    "north": "organisation,participants,person,support\n"
    "n-1,14,101,9\nn-1,14,102,8\nn-1,14,103,6\nn-1,14,104,3\n"
    "n-2,12,101,4\nn-2,12,102,6\nn-2,12,103,5\nn-2,12,105,7\n"
    "n-3,13,101,6\nn-3,13,102,3\nn-3,13,103,4\nn-3,13,104,5\nn-3,13,105,5\nn-3,13,106,8\n",
    "south": "organisation,participants,person,support\n"
    "s-1,18,201,11\ns-1,18,202,9\ns-2,17,202,8\ns-2,17,203,10\ns-2,17,204,6\n",
}


@pytest.fixture
def comitia(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Comitia]:
    """``comitia("round", "open", "north", "first", by="ben", on="2026-03-02")`` in the folder ``election``."""
    for name in ("COMITIA_FOLDER", "COMITIA_AS", "COMITIA_AT", "COMITIA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)

    def typed(*words: str, by: str = "", on: str = "", folder: str = "election") -> Outcome:
        options = [*(["--as", by] if by else []), *(["--at", on] if on else []), "--folder", folder]
        capsys.readouterr()
        code = run([*options, *words])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    yield typed


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The co-operative as a rehearsal, its officers appointed, its seats apportioned, its first round open."""
    place = tmp_path_factory.mktemp("prepared")
    folder = ["--folder", str(place / "election")]
    for unit in ("north", "south"):
        (place / f"{unit}.csv").write_text(REGISTER[unit])
        (place / f"{unit}-people.csv").write_text(PEOPLE[unit], encoding="utf-8")
        (place / f"{unit}-returns.csv").write_text(RETURNS[unit])
    lines = [["--as", "anna", "init", str(place / "election"), "--charter", "co-operative", "--rehearsal"]]
    for officer, role, scope in OFFICERS:
        lines.append(["--as", "anna", "officer", "appoint", officer, role, *([scope] if scope else [])])
    lines.append(["--as", "anna", "apportion"])
    lines.append(["--as", "anna", "seed", "4152663214", "--source", "dice"])
    for unit in ("north", "south"):
        lines.append(["--as", "ben", "register", "adopt", unit, str(place / f"{unit}.csv")])
        lines.append(["--as", "ben", "nominee", "import", unit, str(place / f"{unit}-people.csv")])
        lines.append(["--as", "ben", "round", "open", unit, "first"])
    for line in lines:
        assert run([*folder, "--at", "2026-03-02", *line]) == 0
    return place


@pytest.fixture
def open_round(_prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared election in the folder ``election``, with its files beside it."""
    shutil.copytree(_prepared, tmp_path, dirs_exist_ok=True)
    return tmp_path / "election"
