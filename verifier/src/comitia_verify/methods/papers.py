"""A tally: its figures fit each other and the papers; and where the papers are opened, they are counted again."""

from fractions import Fraction
from math import ceil
from typing import Any

from comitia_verify.findings import must, same


def check_sheet(vote: Any, least_marks: int) -> None:
    """The figures of a tally fit each other, the papers and the rules for marks."""
    sheet, candidates, places = vote.sheet, vote.opened.candidates, vote.opened.places
    same("valid + invalid", sheet.valid + sum(sheet.invalid.values()), vote.papers.returned)
    same("rows of the tally", len(sheet.tally), len(candidates))
    marked, approvals = sheet.valid - sheet.blank, sum(row[0] for row in sheet.tally)
    fits = all(sum(row) == sheet.valid and row[0] <= marked for row in sheet.tally)
    fits = fits and max(marked, sheet.valid * least_marks) <= approvals <= marked * places
    fits = fits and (least_marks > 0 or not sheet.invalid.get("ballot.undervote"))
    must(fits, "the marks of the tally do not fit its papers")


def recount(vote: Any, content: str, ratio: Fraction) -> None:
    """Count the papers themselves, one line each. A paper that cannot be read is void for that reason only."""
    papers = content.split("\n") if vote.papers.returned else []
    same("papers", len(papers), vote.papers.returned)
    must(papers == sorted(papers), "the papers are not sorted: their order may tell who cast which")
    candidates, places = len(vote.opened.candidates), vote.opened.places
    void, rows, blank = dict[str, int](), [[0, 0, 0] for _ in range(candidates)], 0
    for paper in papers:
        approvals = paper.count("+")
        unreadable = len(paper) != candidates or not set(paper) <= set("+-0")
        over, under = approvals > places, approvals < ceil(ratio * places)
        if unreadable or over or under:
            rule = "ballot." + ("unreadable" if unreadable else "overvote" if over else "undervote")
            void[rule] = void.get(rule, 0) + 1
            continue
        blank += approvals == 0
        for row, mark in zip(rows, paper, strict=True):
            row["+-0".index(mark)] += 1
    stated = {rule: count for rule, count in vote.sheet.invalid.items() if count}
    counted = (blank, void, tuple(map(tuple, rows)))
    same("recount", (vote.sheet.blank, stated, vote.sheet.tally), counted)
