"""The SQL engine that works on tables: DuckDB, in memory, offline, within limits."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from importlib.resources import files
from pathlib import Path

import duckdb


@contextmanager
def open_engine(threads: int = 2, memory: str = "1GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """A new engine without any table. It never loads an extension, and spills into the system's temporary folder.

    Raises KeyboardInterrupt where a person interrupts a query: DuckDB makes a RuntimeError of it.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": memory,
        "temp_directory": tempfile.gettempdir(),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_file_cache": False,
    }
    with duckdb.connect(config=config) as engine:
        try:
            yield engine
        except RuntimeError as error:
            if str(error) == "Query interrupted":
                raise KeyboardInterrupt from None
            raise


def one_file(path: Path) -> str:
    """The path of one file as DuckDB reads it: signs that would stand for many files stand for themselves."""
    return escape(str(path))


def sql(room: str, name: str) -> str:
    """The text of a query: ``sql("register", "rollup")`` is ``register/rollup.sql``."""
    return files(f"comitia.{room}").joinpath(f"{name}.sql").read_text(encoding="utf-8")
