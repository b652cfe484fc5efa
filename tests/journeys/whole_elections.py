"""Whole elections through the real command line."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent


class Run(NamedTuple):
    """A demo as it went: what it printed, and the folder that it wrote."""

    printed: str
    out: Path


def demo(out: Path, *options: str) -> Run:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "160", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [BIN / "comitia", "demo", "--out", out, *options],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Run(done.stdout, out)
