"""The tutorial is typed by hand, in the real shell with the real commands, and prints what the document says.

After a change that is meant, write the outputs anew: COMITIA_UPDATE=1 pytest tests/journeys/test_tutorial.py
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
MARK = "\x1dend of command\x1d"
PROGRAMS = {"comitia": "comitia.cli", "comitia-verify": "comitia_verify.cli"}


def commands(block: str) -> list[str]:
    """The commands of a block, each as typed, with the lines that the shell asked for after ``> ``."""
    typed: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            typed.append(line)
        elif line.startswith("> ") and typed:
            typed[-1] += f"\n{line}"
    return typed


def played(folder: Path, typed: list[str]) -> list[str]:
    """What each command prints when all are typed in one shell, hashes and keys replaced by a placeholder."""
    for program, module in PROGRAMS.items():
        script = folder.parent / "bin" / program
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!{sys.executable}\nfrom {module} import main\nmain()\n")
        script.chmod(0o755)
    lines = ["\n".join(line[2:] for line in command.splitlines()) for command in typed]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMITIA")}
    environment |= {
        "PATH": f"{folder.parent / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "verifier" / "src")]),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
    }
    shell = subprocess.run(
        ["bash"],
        input="".join(f"{line}\nprintf '%s\\n' '{MARK}'\n" for line in lines),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=environment,
        text=True,
        timeout=300,
        check=False,
    )
    return [masked(output) for output in shell.stdout.removesuffix(f"{MARK}\n").split(f"{MARK}\n")]


def masked(output: str) -> str:
    """Roots, hashes and keys are random: salts and the record's key are."""
    return re.sub(
        r"\b[0-9a-f]{64}\b|[A-Za-z0-9+/]{43}=", "<hash>", re.sub(r"\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+", "+<key>", output)
    )


def written(text: str, outputs: Iterator[str]) -> str:
    """The tutorial with these outputs below its commands."""
    return BLOCK.sub(lambda block: "".join(f"{command}\n{next(outputs)}" for command in commands(block.group())), text)


def test_the_tutorial_prints_what_it_says(tmp_path: Path) -> None:
    text, folder = TUTORIAL.read_text(encoding="utf-8"), tmp_path / "home"
    folder.mkdir()
    typed = [command for block in BLOCK.findall(text) for command in commands(block)]
    said = written(text, iter(played(folder, typed)))
    if os.environ.get("COMITIA_UPDATE"):
        TUTORIAL.write_text(said, encoding="utf-8")
        pytest.skip("the outputs were written anew")
    assert said == text
