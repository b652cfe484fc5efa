"""One verification from the first byte to the certificate."""

from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from comitia_verify import log
from comitia_verify.election import Election, found
from comitia_verify.findings import Wrong, must
from comitia_verify.folder import Folder
from comitia_verify.openings import read_openings

T = TypeVar("T")
Said = tuple[str, dict[str, Any]]  # a template and its figures
STAGES = (
    "roll-up: {rounds} rounds, {returned} returns of {organisations} organisations",
    "vetting: {vetted} nominees decided; {notices} notices over, {objections} objections answered",
    "shortlists: {prices} proved best by prices, {search} by search, {bounded} only bounded",
    "lotteries: {lotteries} proved the fairest, {unproved} not: only their quotas and chances are as stated",
    "counts: {counts} tallies and outcomes, {ties} ties; {recounts} counted again from the papers",
)
FIGURES = {name for stage in STAGES for _, name, _, _ in Formatter().parse(stage) if name}
UNCHECKED = (
    "names and whatever else is sealed: only that it was sealed",
    "whether a return, an opinion or an answer was just: only who gave it, when, and what follows from it",
    "how many of a group a unit could have at most, where a quota of the whole is split",
    "public holidays: a notice states which days it takes as free or worked, a time to reply is at least as many days",
    "whether the seed, or the numbers of a draw, are those that their source gave",
    "the order of names on a paper where it goes by the names",
    "tally sheets against papers that are not opened here",
)


class Verification:
    """``checks`` that passed, in order; ``wrong`` is what ended them, None where nothing did."""

    def __init__(self, path: Path, pinned: log.Key | None = None) -> None:
        self.checks: list[Said] = []
        self.units: list[dict[str, Any]] = []
        self.wrong: Wrong | None = None
        try:
            self._run(path, pinned)
        except Wrong as wrong:
            self.wrong = wrong
        except OSError as error:
            self.wrong = Wrong("{file} cannot be read: {reason}", file=error.filename, reason=error.strerror)

    def _run(self, path: Path, pinned: log.Key | None) -> None:
        folder = Folder(path)
        key = _in_file(folder, "verifier-key", log.Key.parse)
        must(pinned in (None, key), "the bundle has another key than the one given: {key}", key=key.line)
        own = "key: the bundle's own; compare it with the one that was published: {key}"
        self._passed("key: the one given, {key}" if pinned else own, key=key.line)
        size, root = _in_file(folder, "checkpoint", lambda data: log.checkpoint(data, key))
        self._passed("signature: {size} entries, signed by {name}", size=size, name=key.name)
        log.check_tree(folder, size, root)
        self._passed("tree: every entry and every tile fits the root {root}", root=root.hex())
        leaves = log.entries(folder, size)
        election = found(next(leaves), folder, read_openings(folder))
        for leaf in leaves:
            election.apply(leaf)
        election.finish()
        self._passed("files: {files}, none missing, none too many", files=folder.files)
        self._passed("tables: {tables} with {rows} rows, as their hashes say", tables=folder.tables, rows=folder.rows)
        self._passed("entries: {size}, each by an officer who might, in time and in order", size=size)
        self._say_what_happened(election)

    def _say_what_happened(self, election: Election) -> None:
        seats, units = election.charter.seats, election.units
        if election.rehearsal:
            self._passed("rehearsal: the clock of this record is not the real one")
        if election.seats:
            self._passed("seats: {total} in {units} units, by {method}", units=len(units), **vars(seats))
        for template in STAGES:
            self._passed(template, **{name: election.figures[name] for name in FIGURES})
        for figures in election.bounded:
            self._passed("shortlist of {unit}: no slate has more support than {upper}; this one has {total}", **figures)
        vacant = seats.total - sum(len(unit.confirmed or ()) for unit in units.values())
        if election.certified_on:
            signers = ", ".join(election.signed_by)
            self._passed("certificate: signed by {signers}; {vacant} seats vacant", signers=signers, vacant=vacant)
        else:
            self._passed("certificate: none yet; the election goes on")
        self.units = [
            {
                "unit": id,
                "seats": election.seats.get(id, 0),
                "nominees": len(unit.vetted),
                "candidates": len(unit.shortlist),
                "votes": len(unit.votes),
                "elected": len(unit.elected),
                "confirmed": len(unit.confirmed or ()),
            }
            for id, unit in units.items()
        ]

    def _passed(self, template: str, **figures: Any) -> None:
        self.checks.append((template, figures))


def _in_file(folder: Folder, name: str, read: Callable[[bytes], T]) -> T:
    """What is read from a small file; a fault is said to be in it."""
    try:
        return read(folder.read(name, 4096))
    except Wrong as wrong:
        wrong.figures.setdefault("file", name)
        raise
