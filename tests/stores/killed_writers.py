"""A program that starts writers on one record and kills them at random moments; ``test_killed_writers.py`` runs it.

A process of its own, with one thread, can fork a writer in a millisecond. Every writer carries out the acts of its own
name one after another, each under its idempotency key, and reports an act only once its transaction has returned. One
that was killed is started again, and begins by retrying the first act that it has not reported.

    python killed_writers.py URL SECRET-KEY KILLS WRITERS

prints, for every writer, its name and how many acts it has reported, and the moments at which it was killed.
"""

import os
import random
import signal
import sys
import time

from comitia.record.note import Signer
from comitia.stores import open_store

MOMENTS = {"": "starting", "0": "opening", "1": "writing", "2": "committing", "+": "between acts"}
"""What a writer is doing when its last report is this."""


def leaves(name: int, act: int) -> list[bytes]:
    """Between one and five entries for an act."""
    return [f"writer {name}, act {act}, entry {entry}".encode() for entry in range(1 + act % 5)]


def write(url: str, signer: Signer, name: int, act: int, report: int) -> None:
    """Carry out acts for ever, from ``act``; report each moment that is reached and each act that is done."""
    os.write(report, b"0")
    store = open_store(url, signer)
    while True:
        os.write(report, b"1")
        with store.writing() as writing:
            key = f"{name}/{act}"
            if not writing.done(key):
                writing.append(leaves(name, act), key=key)
            os.write(report, b"2")
        os.write(report, b"+")
        act += 1


def start(url: str, signer: Signer, name: int, act: int) -> tuple[int, int]:
    """Fork a writer. Returns its process and where its reports are read."""
    read, report = os.pipe()
    process = os.fork()
    if not process:
        os.close(read)
        write(url, signer, name, act, report)
    os.close(report)
    return process, read


def kill_writers(url: str, signer: Signer, kills: int, writers: int) -> tuple[list[int], dict[str, int]]:
    """Returns how many acts each writer has reported, and how many kills fell into which moment.

    All are killed when the first writer has made some number of reports, and a random time after that.
    """
    open_store(url, signer).close()  # a writer that is forked afterwards has its imports done
    chance = random.Random(os.getpid())
    acts = [0] * writers
    moments = dict.fromkeys(MOMENTS.values(), 0)
    while sum(moments.values()) < kills:
        started = [start(url, signer, name, acts[name]) for name in range(writers)]
        awaited = "".join(os.read(started[0][1], 1).decode() for _ in range(chance.randint(0, 8)))
        time.sleep(chance.uniform(0.0, 0.005))
        for process, _ in started:
            os.kill(process, signal.SIGKILL)
        for name, (process, read) in enumerate(started):
            _, status = os.waitpid(process, 0)
            with os.fdopen(read, "rb") as rest:
                reports = ("" if name else awaited) + rest.read().decode()
            if not os.WIFSIGNALED(status):
                sys.exit(f"writer {name} ended by itself, with status {status}")
            acts[name] += reports.count("+")
            moments[MOMENTS[reports[-1:]]] += 1
    return acts, moments


if __name__ == "__main__":
    address, secret, kills, writers = sys.argv[1:]
    print(*kill_writers(address, Signer.parse(secret), int(kills), int(writers)), sep="\n")
