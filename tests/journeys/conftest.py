"""Whole elections, run once and looked at by several tests."""

import pytest
from whole_elections import Run, demo


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The national example, one organisation for a thousand."""
    return demo(tmp_path_factory.mktemp("national") / "demo", "--scale", "1000")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The co-operative, at its own size."""
    return demo(tmp_path_factory.mktemp("small") / "demo", "--charter", "co-operative")
