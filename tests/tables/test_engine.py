"""The SQL engine: it stops where a person wants it to stop, and is closed after use."""

import subprocess
import sys

import duckdb
import pytest

from comitia.tables.engine import open_engine

INTERRUPTED = """
import os, signal, threading
from comitia.tables.engine import open_engine

signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    with open_engine(threads=1) as engine:  # with more, DuckDB may look for the signal late on a busy machine
        engine.execute("SELECT sum(sqrt(range)) FROM range(10_000_000_000_000)")
except KeyboardInterrupt:
    print("interrupted")
"""


def test_a_query_that_is_interrupted_is_an_interruption_and_no_error() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("interrupted\n", "")


def test_an_engine_is_closed_after_use() -> None:
    with open_engine() as engine:
        assert engine.execute("SELECT 1").fetchall() == [(1,)]
    with pytest.raises(duckdb.ConnectionException):
        engine.execute("SELECT 1")


def test_other_failures_are_passed_on() -> None:
    with pytest.raises(RuntimeError, match="another"), open_engine():
        raise RuntimeError("another")
