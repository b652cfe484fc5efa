"""Lots drawn from a public seed: anyone can draw them again, and nobody can choose them.

The order is that of SHA-256 of seed, purpose and id. The seed is on the record before anything is drawn from it, and
``purpose`` tells one draw from another, so that the same seed serves a whole election (compare RFC 3797).
"""

from collections.abc import Iterable
from hashlib import sha256


def draw(seed: str, purpose: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids in the order in which they are drawn, the first drawn first, whatever order they are given in."""
    return tuple(sorted(set(ids), key=lambda id: sha256(f"{seed}\n{purpose}\n{id}".encode()).digest()))


def lot_numbers(seed: str, purpose: str, ids: Iterable[str]) -> dict[str, int]:
    """The lot number of every id: of n ids the first drawn has n, the last has 1, so that a higher number is better."""
    drawn = draw(seed, purpose, ids)
    return {id: len(drawn) - place for place, id in enumerate(drawn)}


def number(seed: str, purpose: str, highest: int) -> int:
    """A number from 1 to ``highest``: the SHA-256 of seed and purpose, as a whole number, modulo ``highest``, plus 1.

    The numbers are equally likely but for less than ``highest`` parts in 2**256.
    """
    return int.from_bytes(sha256(f"{seed}\n{purpose}".encode()).digest()) % highest + 1
