"""The command ``comitia-verify``: exit 0 where all is right, 1 where something is wrong, 2 where it is misused."""

import argparse
import io
import json
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from comitia_verify.findings import Wrong
from comitia_verify.log import Key
from comitia_verify.verification import UNCHECKED, Verification

Say = Callable[..., str]


def speaker(lang: str) -> Say:
    """What says a template with its figures, in a language, with nothing in it that a terminal would obey."""
    words = json.loads((files("comitia_verify") / "zh.json").read_text("utf-8")) if lang == "zh" else {}

    def say(template: str, **figures: Any) -> str:
        shown = {name: f"{words.get(str(figure), figure)!s:.300}" for name, figure in figures.items()}
        text = words.get(template, template).format(**shown)
        return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)

    return say


def fault(wrong: Wrong, say: Say) -> str:
    """What is wrong, and in which entry or file."""
    what = say(wrong.template, **wrong.figures)
    if wrong.entry:
        return say("entry {entry}: {what}", entry=wrong.entry, what=what)
    file = wrong.figures.get("file")
    return say("file {file}: {what}", file=file, what=what) if file and "{file}" not in wrong.template else what


def result(run: Verification, say: Say) -> dict[str, Any]:
    """All that the verification found, in words; ``--json`` prints it as it is."""
    return {
        "verdict": "REJECTED" if run.wrong else "VERIFIED",
        "fault": fault(run.wrong, say) if run.wrong else "",
        "entry": say("{entry}", entry=run.wrong.entry) if run.wrong else "",
        "checks": [say(template, **figures) for template, figures in run.checks],
        "units": run.units,
        "unchecked": [say(template) for template in UNCHECKED],
    }


def page(found: dict[str, Any], say: Say) -> str:
    """The result for people, one line a check."""
    lines = [f"✓ {check}" for check in found["checks"]]
    if found["fault"]:
        lines += [f"✗ {found['fault']}", say("what comes after this was not checked")]
    if found["units"]:
        figures = [[*map(str, unit.values())] for unit in found["units"]]
        lines += ["", *aligned([[say(name) for name in found["units"][0]], *figures])]
    lines += ["", say("This program cannot check:"), *(f"– {text}" for text in found["unchecked"])]
    return "\n".join([*lines, "", say(found["verdict"])])


def aligned(table: list[list[str]]) -> list[str]:
    """The rows of a table, every column as wide as its widest cell; a Chinese sign takes two places."""
    sizes = [[sum(1 + (east_asian_width(sign) in "WF") for sign in cell) for cell in row] for row in table]
    widths = [max(column) for column in zip(*sizes, strict=True)]
    return [
        "  ".join(" " * (width - size) + cell for cell, size, width in zip(row, own, widths, strict=True))
        for row, own in zip(table, sizes, strict=True)
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("comitia-verify", description="Verify the bundle of an election, offline.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the bundle")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the verifier key that was published")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="the language of the output")
    options = parser.parse_args(arguments)
    try:
        pinned = Key.parse(options.key.read_bytes()) if options.key else None
    except (OSError, Wrong):
        parser.error(f"{options.key} holds no verifier key")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    say = speaker(options.lang)
    run = Verification(options.folder, pinned)
    found = result(run, say)
    print(json.dumps(found, ensure_ascii=False, indent=2) if options.json else page(found, say))
    return 1 if run.wrong else 0
