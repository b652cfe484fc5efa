"""The command: its exit codes, its words in both languages, and what it says that it cannot check."""

import ast
import json
import re
import sys
from pathlib import Path
from string import Formatter

import comitia_verify
import pytest
from bundle_writer import NAME, Bundle, verifier_key, write
from comitia_verify.cli import aligned, main, speaker
from nacl.signing import SigningKey
from tiny_election import tiny

SOURCE = Path(comitia_verify.__file__).parent
CHINESE: dict[str, str] = json.loads((SOURCE / "zh.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write(tiny().files(), tmp_path_factory.mktemp("good")))


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> str:
    bundle = tiny()
    bundle.entries[bundle.find("outcome.declared")]["body"]["needed"] = 10
    return str(write(bundle.files(), tmp_path_factory.mktemp("bad")))


def test_a_good_bundle_is_verified(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([good]) == 0
    said = capsys.readouterr().out
    assert said.endswith("\nVERIFIED\n")
    assert "✓ signature: 135 entries, signed by comitia/tiny" in said
    assert "✓ counts: 4 tallies and outcomes, 1 ties; 2 counted again from the papers" in said
    assert "compare it with the one that was published" in said
    assert "cannot check" in said


def test_a_bad_bundle_is_rejected_and_its_entry_named(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([bad]) == 1
    said = capsys.readouterr().out
    assert said.endswith("\nREJECTED\n")
    assert re.search(r"✗ entry \d+ \(outcome.declared\): needed is stated as 10; the rules give 11", said)


def test_the_key_that_is_given(good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "right").write_text(verifier_key())
    (tmp_path / "wrong").write_text(verifier_key(NAME, SigningKey(bytes(32))))
    assert main([good, "--key", str(tmp_path / "right")]) == 0
    assert "key: the one given" in capsys.readouterr().out
    assert main([good, "--key", str(tmp_path / "wrong")]) == 1
    assert "another key than the one given" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--key", "nowhere", "."], ["--lang", "fr", "."], ["a", "b"]])
def test_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 2


def test_json_for_programs(good: str, bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([good, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "VERIFIED"
    north = {"unit": "north", "seats": 3, "nominees": 5, "candidates": 4, "votes": 2, "elected": 3, "confirmed": 3}
    assert found["units"][0] == north
    assert main([bad, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["units"]) == ("REJECTED", [])
    assert found["entry"].endswith(" (outcome.declared)")


def test_a_folder_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 1
    assert "is no folder" in capsys.readouterr().out


def test_what_a_hostile_record_says_is_not_obeyed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (write(tiny().files(), tmp_path) / "\x1b[2J\n{0}").write_text("x")
    assert main([str(tmp_path)]) == 1
    assert "\x1b" not in capsys.readouterr().out
    bundle = Bundle()
    bundle.add("\x1b[2J{0}", "anna", "2026-01-01T00:00:00Z")
    assert main([str(write(bundle.files(), tmp_path / "other"))]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_a_terminal_without_the_signs(good: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="ascii") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        assert main([good, "--lang", "zh"]) == 0
    assert "VERIFIED" in (tmp_path / "out").read_text()


def test_chinese(good: str, bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([good, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert said.endswith("VERIFIED 核验通过\n")
    for line in said.splitlines():
        assert not line.startswith(("✓", "–")) or re.search("[一-鿿]", line), line
    assert main([bad, "--lang", "zh"]) == 1
    assert "needed 记为 10，而按规则应为 11" in capsys.readouterr().out


def test_the_table_of_units_is_straight_however_long_an_id_is() -> None:
    assert aligned([["unit", "seats"], ["a-very-long-unit-id", "3"], ["b", "120"]]) == [
        "               unit  seats",
        "a-very-long-unit-id      3",
        "                  b    120",
    ]
    assert aligned([["选区", "席"], ["north", "3"]]) == [" 选区  席", "north   3"]


def templates() -> set[str]:
    """Every sentence in the source: texts with a space that are no docstrings, no help, and no lists of fields."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        skipped = {
            id(inner)
            for node in ast.walk(tree)
            for inner in ast.walk(node)
            if (
                isinstance(node, ast.JoinedStr | ast.Expr)
                and (isinstance(node, ast.JoinedStr) or isinstance(node.value, ast.Constant))
            )
            or (isinstance(node, ast.keyword) and node.arg in ("help", "description"))
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                sentence = " " in node.value.strip() and not re.fullmatch(r"[a-z_]+(, [a-z_]+)+", node.value)
                found |= {node.value} if sentence and "\\" not in repr(node.value) else set()
    return found


def test_everything_is_said_in_chinese_too() -> None:
    words = {"VERIFIED", "REJECTED", "unit", "seats", "nominees", "candidates", "votes", "elected", "confirmed"}
    assert templates() | words == CHINESE.keys()
    for template, chinese in CHINESE.items():
        fields = [sorted(name for _, name, _, _ in Formatter().parse(text) if name) for text in (template, chinese)]
        assert fields[0] == fields[1], template
    assert speaker("zh")("{file} is missing", file="x") == "缺少 x"


def test_it_stands_alone() -> None:
    """The standard library and PyNaCl, and no comitia."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
                assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "comitia_verify", "nacl"}


def code(path: Path) -> int:
    """How many lines of code a file has, docstrings and blank lines aside."""
    text = path.read_text("utf-8")
    docstrings = sum(
        (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )
    return sum(bool(line.strip()) for line in text.splitlines()) - docstrings


def test_it_is_small() -> None:
    """An evening's reading: the record and its stages under 1,500 lines of code, and each method's check under 150."""
    assert sum(code(path) for path in SOURCE.glob("*.py")) < 1500
    assert all(code(path) < 150 for path in SOURCE.glob("methods/*.py"))
