"""Writers are killed several hundred times at random moments: what was acknowledged is there, once, and proved."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from comitia.record.note import Signer
from comitia.stores import create_store, open_store

PROGRAM = Path(__file__).with_name("killed_writers.py")
ENTRY = re.compile(rb"writer (\d+), act (\d+), entry (\d+)")


@pytest.mark.parametrize("writers", [1, 4])
def test_nothing_acknowledged_is_lost_and_nothing_is_repeated(url: str, signer: Signer, writers: int) -> None:
    create_store(url, signer).close()
    command = [sys.executable, str(PROGRAM), url, signer.secret(), "200", str(writers)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode, run.stderr) == (0, "")
    acts, moments = map(ast.literal_eval, run.stdout.splitlines())
    assert sum(acts) > 20
    assert moments["writing"] + moments["committing"] > 20

    store = open_store(url, signer)
    store.verify()
    found = [tuple(map(int, ENTRY.fullmatch(leaf).groups())) for leaf in store.leaves()]  # type: ignore[union-attr]
    counted = Counter((writer, act) for writer, act, _ in found)
    assert len(set(found)) == len(found)
    for writer, acknowledged in enumerate(acts):
        written = sorted(act for name, act in counted if name == writer)
        assert written == list(range(len(written)))
        assert len(written) in (acknowledged, acknowledged + 1)
    assert all(number == 1 + act % 5 for (_, act), number in counted.items())
    together = [(writer, act) for writer, act, entry in found if entry == 0]
    assert found == [(writer, act, entry) for writer, act in together for entry in range(1 + act % 5)]

    for index in (0, len(found) // 2, len(found) - 1):
        receipt = store.receipt(index)
        assert receipt.verify(next(store.leaves(index)), signer.key).size == len(found)
    with store.writing() as writing:
        for (writer, act), number in counted.items():
            done = writing.done(f"{writer}/{act}")
            assert done and done.stop - done.start == number
    store.close()
