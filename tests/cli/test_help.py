"""The face explains itself, in both languages, and is there at once."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from typed import Comitia
from typer.main import get_command

from comitia.cli import contents
from comitia.cli.app import code_of, hoisted, run


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that carries something out, with its name as typed."""
    for name, (module, attribute) in contents.MODULES.items():
        top = get_command(getattr(import_module(f"comitia.cli.{module}"), attribute))
        below = getattr(top, "commands", None)
        yield from ((f"{name} {each}", command) for each, command in below.items()) if below else [(name, top)]


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_word_of_it_is_explained(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert [parameter.name for parameter in command.params if not parameter.help] == []


def test_without_arguments_help_names_the_first_three_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "comitia charter show co-operative" in " ".join(capsys.readouterr().out.split())


def test_help_keeps_the_order_of_an_election(comitia: Comitia) -> None:
    table = comitia("--help").out.split("Commands:\n")[1].split("\n\n")[0]
    listed = [line.split()[0] for line in table.splitlines()]
    river = ["init", "apportion", "nominee", "round", "vetting", "notice", "shortlist", "poll", "count", "certify"]
    assert [name for name in listed if name in river] == river


@pytest.mark.parametrize("words", [["--help"], ["poll", "--help"], ["poll", "open", "--help"]], ids=" ".join)
def test_help_is_there_in_chinese(comitia: Comitia, words: list[str]) -> None:
    english, chinese = comitia(*words).out, comitia("--lang", "zh", *words).out
    assert english.isascii()
    assert not chinese.isascii()


def test_a_help_page_has_no_english_around_the_chinese(comitia: Comitia) -> None:
    for words in (["poll"], ["poll", "open"]):
        page = comitia("--lang", "zh", *words, "--help").out
        assert page.startswith("用法：comitia poll")
        assert "选项:" in page
        for word in ("Usage", "Arguments", "Options:", "Commands", "Show this", "Install"):
            assert word not in page


@pytest.mark.parametrize(
    ("environment", "arguments", "code"),
    [
        ({}, [], "en"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "de_DE.UTF-8"}, [], "en"),
        ({"LANG": "zh_CN.UTF-8", "COMITIA_LANG": "en"}, [], "en"),
        ({"COMITIA_LANG": "en"}, ["--lang", "zh"], "zh"),
        ({"COMITIA_LANG": "zh"}, ["status", "--lang=en"], "en"),
    ],
)
def test_the_language_is_what_was_asked_for_first(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], arguments: list[str], code: str
) -> None:
    for name in ("COMITIA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert code_of(arguments) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["status", "--folder", "x"], ["--folder", "x", "status"]),
        (["round", "open", "north", "--as=ben", "first"], ["--as=ben", "round", "open", "north", "first"]),
        (["status", "--json", "north"], ["--json", "status", "north"]),
        (["x", "--", "--as", "ben"], ["x", "--", "--as", "ben"]),
        (["status", "--as"], ["--as", "status"]),
    ],
)
def test_global_options_may_stand_anywhere(typed: list[str], meant: list[str]) -> None:
    assert list(hoisted(typed)) == meant


@pytest.mark.parametrize(
    "words", [["no-such"], ["round"], ["round", "open"], ["round", "open", "a", "b", "c"], ["--x"]]
)
def test_what_is_not_understood_says_so_and_exits_with_2(comitia: Comitia, words: list[str]) -> None:
    done = comitia(*words)
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert done.out or done.err


def test_a_misspelt_command_is_recognised(comitia: Comitia) -> None:
    assert "Did you mean 'status'?" in comitia("statsu").err


def test_help_does_not_wait_for_the_engines() -> None:
    program = (
        "import sys; from comitia.cli.app import run; run(['--help']);"
        "assert not {'duckdb', 'pyarrow', 'highspy', 'numpy'} & sys.modules.keys(), 'slow'"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
