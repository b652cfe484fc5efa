"""The SQL engine that works on tables: DuckDB, in memory, offline, within limits."""

import tempfile
from importlib.resources import files

import duckdb


def open_engine(threads: int = 2, memory: str = "1GB") -> duckdb.DuckDBPyConnection:
    """A new engine without any table. It never loads an extension, and spills into the system's temporary folder."""
    return duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": tempfile.gettempdir(),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_file_cache": False,
        }
    )


def sql(room: str, name: str) -> str:
    """The text of a query: ``sql("register", "rollup")`` is ``register/rollup.sql``."""
    return files(f"comitia.{room}").joinpath(f"{name}.sql").read_text(encoding="utf-8")
