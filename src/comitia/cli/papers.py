"""Ballot papers in a text file: a line for each paper, one sign for each name, in the order of the paper."""

import sys
from pathlib import Path

from comitia.methods.approval import ABSTAIN, AGAINST, APPROVE
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_

SIGNS = f"{APPROVE}{AGAINST}{ABSTAIN}?".encode()
LARGEST = 64 * 2**20
LONGEST = 4_000

SIGN = rule(
    "papers.sign",
    says=N_("A paper is written as one sign for each name: + approve, - against, 0 abstain, ? cannot be read."),
    refusal=N_("{sign} is no mark of a paper"),
    cure=N_("write only + - 0 and ?, without spaces, a line for each paper"),
)
EMPTY_LINE = rule(
    "papers.empty",
    says=N_("Every line of a file of papers is a paper."),
    refusal=N_("the line is empty"),
    cure=N_("delete it; a paper that was handed in blank has 0 for every name"),
)
SIZE = rule(
    "papers.size",
    says=N_("A file of papers has at most 64 MiB, and a paper at most 4,000 names."),
    refusal=N_("the file is larger than {largest} bytes, or a line is longer than {longest} signs"),
    cure=N_("give the file of this vote's papers only"),
)


def read_papers(path: Path) -> tuple[str, ...]:
    """The papers in a file, or in standard input for ``-``, in its order.

    Raises RulesBroken: ``papers.sign`` and ``papers.empty`` for every line, ``papers.size``; OSError.
    """
    if str(path) == "-":
        content, name = sys.stdin.buffer.read(LARGEST + 1), "-"
    else:
        with path.open("rb") as file:
            content, name = file.read(LARGEST + 1), path.name
    lines = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    if len(content) > LARGEST or max(map(len, lines)) > LONGEST:
        raise RulesBroken((Fault(SIZE, {"largest": LARGEST, "longest": LONGEST}, name),))
    faults = [_fault(line, name, row) for row, line in enumerate(lines, 1) if not line or line.translate(None, SIGNS)]
    if faults:
        raise RulesBroken(tuple(faults))
    return tuple(line.decode("ascii") for line in lines)


def _fault(line: bytes, name: str, row: int) -> Fault:
    """What is wrong with a line: nothing is on it, or the first of its signs that is no mark."""
    if not line:
        return Fault(EMPTY_LINE, {}, name, row)
    column, sign = next((column, sign) for column, sign in enumerate(line, 1) if sign not in SIGNS)
    shown = chr(sign) if 32 < sign < 127 else f"0x{sign:02X}"
    return Fault(SIGN, {"sign": shown}, name, row, column)
