"""The first election of the README works as it stands there, with files as it describes them."""

import re
from pathlib import Path

from test_tutorial import BLOCK, ROOT, commands, played

README = ROOT / "README.md"
FILE = re.compile(r"^\| `(?P<name>[a-z]+\.csv)` \| (?P<columns>.*) \| (?P<row>.*) \|$", re.MULTILINE)


def test_the_first_election_reaches_a_verified_bundle(tmp_path: Path) -> None:
    text, folder = README.read_text(encoding="utf-8"), tmp_path / "home"
    folder.mkdir()
    files = list(FILE.finditer(text))
    for file in files:
        rows = (file["columns"], file["row"])
        (folder / file["name"]).write_text("".join(row.replace(", ", ",") + "\n" for row in rows), encoding="utf-8")
    typed = [command for block in BLOCK.findall(text) for command in commands(block)]
    assert len(files) == 3
    assert len(typed) == 10
    printed = played(folder, typed)
    receipts = [output for output in printed if output.startswith("Entry ")]
    assert len(receipts) == 7
    assert "comitia round close north first" in printed[-2]
    assert printed[-1].endswith("\nVERIFIED\n")
