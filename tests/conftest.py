"""What all tests share."""

from pathlib import Path

import pytest
from making import Play


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """A small election before its seats are apportioned; see ``making.py``."""
    return Play(tmp_path / "tables")
