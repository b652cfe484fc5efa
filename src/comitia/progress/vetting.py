"""What the dossiers of a unit still need: answers, consultations, the next act of every veto, and people enough."""

from collections.abc import Iterator

from comitia.charter.model import Vetting as Plan
from comitia.progress.task import Task, View, day_after
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.dossier import Lack, UnitVetting, VetoCase, lacks, outcome, reviewed, undecided
from comitia.stages.margin import least_candidates
from comitia.texts import N_


def unanswered(view: View, check: str) -> tuple[str, ...]:
    """Those vetted in the unit who need an answer to a check: none was given, or it no longer counts."""
    if view.unit not in view.election.vetting:
        return ()
    return tuple(person for person, lack in _lacks(view) if (lack.kind, lack.about) == ("check", check))


def _lacks(view: View) -> Iterator[tuple[str, Lack]]:
    """Everything that is missing about those whose vetting is not settled by leaving the lists or by a veto."""
    election, unit, own = view.election, view.unit, view.election.vetting[view.unit]
    off, conflicts = election.off(unit), election.own_conflicts(unit)
    for person in own.nominees:
        case = own.vetoes.get(person)
        if person in off or (case and outcome(case, person, conflicts, view.today) != "lifted"):
            continue
        yield from ((person, lack) for lack in lacks(person, own, election.charter, conflicts, view.today))


def dossiers(view: View) -> Iterator[Task]:
    """The tasks of vetting, from its opening until the poll opens; it yields nothing where all is well."""
    election, unit = view.election, view.unit
    own, conflicts = election.vetting[unit], election.own_conflicts(unit)
    if election.vetting_closed(unit):
        if unit not in election.polls:
            yield from _lapsed(view, own, conflicts)
        return
    todo = [*_vetoes(view, own, conflicts), *_answers(view), *_consultations(view)]
    yield from todo or [view.task("secretary", N_("close vetting"), f"vetting close {unit}")]
    yield from too_few(view)


def _lapsed(view: View, own: UnitVetting, conflicts: UnitConflicts) -> Iterator[Task]:
    """Vetting that is closed and no longer counts for somebody has to be reopened."""
    election, unit = view.election, view.unit
    off = election.off(unit)
    standing = [person for person in own.nominees if person not in off]
    waiting = undecided(standing, own, election.charter, conflicts, view.today)
    if waiting:
        person, lack = next(iter(waiting.items()))
        what = N_("reopen vetting; nominees for whom it no longer counts: {count}, among them {person}: {reason}")
        command = f"vetting reopen {unit} --reasons REASONS"
        yield view.task("returning_officer", what, command, count=len(waiting), person=person, reason=lack.why)


def too_few(view: View) -> Iterator[Task]:
    """Vetoes, withdrawals and upheld objections may leave fewer than the ballot's margin asks: that is told at once."""
    election, unit = view.election, view.unit
    own, nominated = election.vetting[unit], election.nominations[unit]
    conflicts, off = election.own_conflicts(unit), election.off(unit)
    out = {who for who, case in own.vetoes.items() if outcome(case, who, conflicts, view.today) == "stands"} | off
    left = [person for person in own.nominees if person not in out]
    placed, permitted = sum(person in nominated.placed for person in left), election.founding.uncontested(unit)
    missing = least_candidates(election.charter.margins.ballot, election.seats.of[unit], placed, permitted) - len(left)
    if missing > 0:
        what = N_("nominees missing for the margin on the ballot: {missing}; permit the unit to go without contest")
        yield view.task("returning_officer", what, f"permit {unit} --authority BODY", missing=missing)


def _vetoes(view: View, own: UnitVetting, conflicts: UnitConflicts) -> Iterator[Task]:
    plan = view.election.charter.vetting
    for person, case in own.vetoes.items():
        if not outcome(case, person, conflicts, view.today):
            yield from _veto(view, person, case, plan, conflicts)


def _veto(view: View, person: str, case: VetoCase, plan: Plan, conflicts: UnitConflicts) -> Iterator[Task]:
    """The next act in the case of one nominee, and who has neither decided in it nor a conflict of interest."""
    unit = view.unit
    officers = {officer for officer, _, _ in view.election.founding.officers}
    bound = {officer for officer in officers if conflicts.between(officer, person)}
    barred = bound | case.handled_by()
    if case.appealed:
        what = N_("decide the appeal of {person}")
        command = f"veto decide {unit} {person} stands|lifted --reasons REASONS"
        yield view.task("vetter", what, command, scope=plan.veto.appeal_to, barred=barred, person=person)
    elif reviewed(case, person, conflicts):
        what = N_("take the appeal of {person}, until {appeal_by}")
        command = f"veto appeal {unit} {person} --text APPEAL"
        yield view.task("secretary", what, command, barred=barred, person=person, appeal_by=case.appeal_by)
    elif any(conflicts.between(officer, person) for officer in case.deciders):
        what = N_("lift the veto of {person}: one of its deciders has a conflict of interest")
        command = f"veto conclude {unit} {person} lifted --reasons REASONS"
        yield view.task("vetter", what, command, barred=barred, person=person)
    elif len(case.deciders) < plan.veto.deciders:
        what = N_("second the veto of {person}, or leave it")
        yield view.task("vetter", what, f"veto second {unit} {person}", barred=barred, person=person)
    elif not case.reply_by:
        what = N_("tell {person} of the veto and its reasons")
        yield view.task("secretary", what, f"veto notify {unit} {person} --service HOW", barred=barred, person=person)
    else:
        if not case.replied and view.today.isoformat() <= case.reply_by:
            what = N_("take the reply of {person}, until {reply_by}")
            command = f"veto reply {unit} {person} --text REPLY"
            yield view.task("secretary", what, command, barred=barred, person=person, reply_by=case.reply_by)
        yield view.task(
            "vetter",
            N_("conclude the veto of {person}, by somebody who has not decided on it"),
            f"veto conclude {unit} {person} stands|lifted --reasons REASONS",
            since="" if case.replied else day_after(case.reply_by),
            barred=barred,
            person=person,
        )


def _answers(view: View) -> Iterator[Task]:
    plan = view.election.charter.vetting
    bodies, missing = {body.id: body.name for body in plan.bodies}, list(_lacks(view))
    for check in plan.checks:
        if waiting := sum((lack.kind, lack.about) == ("check", check.id) for _, lack in missing):
            what = N_("{body}: answer the check (nominees: {count}): {check}")
            command = f"vetting opinion {view.unit} {check.id} --rest"
            yield view.task(
                "vetter", what, command, scope=check.body, body=bodies[check.body], count=waiting, check=check.name
            )
        for person, lack in missing:
            if (lack.kind, lack.about) == ("adverse", check.id):
                what = N_("{person} has an adverse opinion ({check}): clear it, or propose a veto")
                command = f"veto propose {view.unit} {person} GROUND --reasons REASONS"
                yield view.task("vetter", what, command, person=person, check=check.name)


def _consultations(view: View) -> Iterator[Task]:
    plan, missing = view.election.charter.vetting, list(_lacks(view))
    for group in plan.consult:
        if waiting := sum((lack.kind, lack.about) == ("group", group.id) for _, lack in missing):
            what = N_("consult {group} (nominees: {count})")
            command = f"consultation hold {view.unit} {group.id} --rest --heard NUMBER --summary SUMMARY"
            yield view.task("vetter", what, command, scope=plan.consult_by or None, group=group.name, count=waiting)


def unconsulted(view: View, group: str) -> tuple[str, ...]:
    """Those vetted in the unit about whom a group is still to be consulted."""
    if view.unit not in view.election.vetting:
        return ()
    return tuple(person for person, lack in _lacks(view) if (lack.kind, lack.about) == ("group", group))
