"""Made-up electors: the papers that a meeting might cast, from a seed.

Every candidate has a standing that all electors share, and every elector has tastes; an elector approves of the best in
his eyes. The two turns of a count that need a further vote can be asked for: a tie at the cut, and a shortage.
"""

from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Turn = Literal["", "tie", "shortage", "void"]
APPROVE, AGAINST, ABSTAIN = (ord(mark) for mark in "+-0")


def papers(chance: Generator, electors: int, candidates: int, places: int, turn: Turn = "") -> list[str]:
    """So many papers, one character a candidate: ``+`` approve, ``-`` against, ``0`` abstain.

    A few are blank, a few mark too many names, a few cannot be read. ``tie``: the two at the cut are equal;
    ``shortage``: electors approve of so few that not every place is filled by more than half of them.
    """
    standing = chance.normal(0.0, 1.4 if turn == "shortage" else 0.6, candidates)
    eyes = standing + chance.gumbel(0.0, 0.7, (electors, candidates))
    share = 0.75 if turn == "shortage" else 0.97
    wanted = np.minimum(places, chance.binomial(places, share, electors))
    wanted[chance.random(electors) < 0.006] = 0
    if places < candidates:
        wanted[chance.random(electors) < 0.008] = places + 1
    rank = np.argsort(np.argsort(-eyes, axis=1), axis=1)
    marks = np.where(rank < wanted[:, None], APPROVE, np.where(chance.random(eyes.shape) < 0.3, AGAINST, ABSTAIN))
    marks = marks.astype(np.uint8)
    marks[wanted == 0] = ABSTAIN
    if turn == "tie" and places < candidates:
        _tie(marks, wanted <= places, places)
    spoiled = np.flatnonzero(chance.random(electors) < 0.004)
    marks[spoiled, chance.integers(0, candidates, spoiled.size)] = ord("?") if turn != "tie" else ABSTAIN
    return [bytes(paper).decode("ascii") for paper in marks]


def _tie(marks: NDArray[np.uint8], valid: NDArray[np.bool_], places: int) -> None:
    """Make the two at the cut equal: as many papers as the upper is ahead abstain from him."""
    approvals = (marks[valid] == APPROVE).sum(axis=0)
    order = np.argsort(-approvals, kind="stable")
    upper, lower = order[places - 1], order[places]
    ahead = int(approvals[upper] - approvals[lower])
    givers = np.flatnonzero(valid & (marks[:, upper] == APPROVE))[:ahead]
    marks[givers, upper] = ABSTAIN
