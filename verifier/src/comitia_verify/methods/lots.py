"""Lots: ids sorted by the SHA-256 of the recorded seed, the purpose of the draw and the id."""

from collections.abc import Iterable
from hashlib import sha256


def draw(seed: str, purpose: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids as they are drawn, the first drawn first."""
    return tuple(sorted(ids, key=lambda id: sha256(f"{seed}\n{purpose}\n{id}".encode()).digest()))


def number(seed: str, purpose: str, highest: int) -> int:
    """A number from 1 to ``highest``, from the SHA-256 of seed and purpose."""
    return int.from_bytes(sha256(f"{seed}\n{purpose}".encode()).digest()) % highest + 1
