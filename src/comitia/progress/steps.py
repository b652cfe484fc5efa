"""The steps of a unit, stage by stage: what each still needs. A step that yields nothing is over."""

from collections.abc import Iterator

import msgspec

from comitia.charter.model import Notice, Stage
from comitia.progress.task import Task, View, day_after
from comitia.progress.vetting import dossiers, too_few
from comitia.rules import RuleBroken
from comitia.stages.count import UnitCount
from comitia.stages.margin import least_candidates
from comitia.stages.nominate import UnitNominations
from comitia.stages.notice import Objection, UnitNotices
from comitia.stages.poll import Vote
from comitia.stages.split import wholes
from comitia.stages.window import last_day_of_returns
from comitia.texts import N_, Sentence, Text


def nominations(view: View, own: UnitNominations) -> Iterator[Task]:
    if view.election.rounds_closed(view.unit):
        return
    unit, opens = view.unit, view.opens("nominate")
    names = {level.id: level.name for level in view.election.charter.levels}
    due = next(round for round in view.election.charter.nomination.rounds if round.id not in own.closed)
    if own.register is None:
        yield view.task(
            "secretary", N_("adopt the register of organisations"), f"register adopt {unit} FILE", since=opens
        )
    if not own.persons and not own.tables:
        yield view.task("secretary", N_("enter those who may be nominated"), f"nominee import {unit} FILE", since=opens)
    level = names[due.level or view.election.charter.levels[0].id]
    closes = last_day_of_returns(view.election.founding, due, unit)
    if own.open_round:
        yield view.task(
            "secretary",
            N_("bring in the returns of round {round} until {closes}; who files: {level}"),
            f"return import {unit} {due.id} FILE",
            round=due.id,
            closes=closes,
            level=level,
        )
        yield view.task(
            "secretary",
            N_("close round {round}, when its last day is over or every organisation has filed"),
            f"round close {unit} {due.id}",
            round=due.id,
        )
        remind = N_("remind those who have not filed in round {round}")
        yield view.task("secretary", remind, f"round missing {unit}", round=due.id)
    elif own.register is not None:
        what = N_("open round {round}, which runs until {closes}; who files: {level}")
        command, since = f"round open {unit} {due.id}", due.opens.isoformat()
        yield view.task("secretary", what, command, since=since, round=due.id, closes=closes, level=level)
        yield from again(view, own)


def again(view: View, own: UnitNominations) -> Iterator[Task]:
    """Closing the last round again is open to a unit where somebody has left the lists since."""
    last = "".join([*own.closed][-1:])
    gone = view.election.off(view.unit) - own.left.get(last, frozenset()) if last else frozenset()
    if gone:
        what = N_("or first close round {round} again, if anybody on its lists has left them since: {persons}")
        persons = ", ".join(sorted(gone))
        yield view.task("secretary", what, f"round close {view.unit} {last}", round=last, persons=persons)


def _notices(view: View, before: Stage) -> Iterator[Task]:
    """What the notices before a stage still need."""
    own, unit, election = view.election.own_notices(view.unit), view.unit, view.election
    listed = set(election.lists(unit).get(before, ())) - election.off(unit)
    for plan in election.charter.notices:
        if plan.before != before:
            continue
        if plan.id not in own.published or listed.difference(own.published[plan.id].persons):
            opens = "" if before == "vet" else view.opens("notice")
            what = N_("publish the notice: {notice}")
            yield view.task("secretary", what, f"notice publish {unit} {plan.id}", since=opens, notice=plan.name)
        elif plan.id not in own.closed:
            yield from _running(view, plan, own)


def _running(view: View, plan: Notice, own: UnitNotices) -> Iterator[Task]:
    for id, case in own.objections.items():
        if case.notice == plan.id and not case.outcome:
            yield _objection(view, id, case)
    until, command = own.published[plan.id].until, f"notice close {view.unit} {plan.id}"
    what = N_("close the notice after {until}: {notice}")
    yield view.task("secretary", what, command, since=day_after(until), notice=plan.name, until=until)


def _objection(view: View, id: str, case: Objection) -> Task:
    """What an objection that is not final waits for."""
    if case.upheld_by:
        what = N_("confirm that the objection {objection} to {person} is upheld, or dismiss it")
        command = f"objection confirm {view.unit} {id}"
        return view.task("returning_officer", what, command, objection=id, person=case.person)
    what = N_("answer the objection {objection} to {person}")
    if case.answer_by:
        late = view.today.isoformat() > case.answer_by
        what = (
            N_("answer the objection {objection} to {person}: it is late, the answer was due by {answer_by}")
            if late
            else N_("answer the objection {objection} to {person} by {answer_by}")
        )
    command = f"objection answer {view.unit} {id} upheld|dismissed --text ANSWER"
    return view.task("returning_officer", what, command, objection=id, person=case.person, answer_by=case.answer_by)


def vetting(view: View, own: UnitNominations) -> Iterator[Task]:
    election, unit = view.election, view.unit
    if unit in election.vetting:
        yield from dossiers(view)
        return
    waiting = [*_notices(view, "vet")]
    yield from waiting
    listed = [person for person in own.standing() if person not in election.upheld(unit)]
    seats, permitted = election.seats.of[unit], election.founding.uncontested(unit)
    placed = sum(person in own.placed for person in listed)
    missing = least_candidates(election.charter.margins.vetted, seats, placed, permitted) - len(listed)
    if missing > 0:
        what = N_("nominees missing for the margin: {missing}; place more, or permit the unit to go without contest")
        command = f"nominee place {unit} PERSON --authority BODY --name NAME"
        yield view.task("returning_officer", what, command, missing=missing)
        yield view.task("returning_officer", N_("or record the permission"), f"permit {unit} --authority BODY")
        yield from again(view, own)
    elif not waiting:
        yield view.task("secretary", N_("open vetting"), f"vetting open {unit}", since=view.opens("vet"))


def shortlist(view: View) -> Iterator[Task]:
    if view.unit not in view.election.shortlists:
        wanting = [*too_few(view)]
        yield from [*wanting, *_notices(view, "shortlist")] or [*_splits(view)] or [_choose(view)]


def _splits(view: View) -> Iterator[Task]:
    """The quotas of the whole whose part the unit does not know: what has to be done first, be it in another unit."""
    election = view.election
    for quota in wholes(election.charter):
        if quota.id in election.splits or not election.delegation(view.unit).holds(quota):
            continue
        open_units = [unit.id for unit in election.charter.units if not election.vetting_closed(unit.id)]
        concerned = [unit for unit in open_units if election.delegation(unit).holds(quota)]
        if not concerned:
            what = N_("split the quota over the units: {quota}")
            yield view.task("returning_officer", what, f"quota split {quota.id}", scope="", quota=quota.name)
        for unit in concerned[:1]:
            what = N_("close vetting in {unit} as well, so that the quota can be split: {quota}")
            name = election.charter.unit(unit).name
            yield view.task("secretary", what, f"vetting close {unit}", scope=unit, unit=name, quota=quota.name)


def _choose(view: View) -> Task:
    """The shortlist is made, or drawn from a lottery that is published before."""
    unit, own, since = view.unit, view.election.lotteries.get(view.unit), view.opens("shortlist")
    if own and not own.drawn:
        what = N_("draw the shortlist when the source has given the numbers, on {day}: {source}")
        day = own.published.draws_on
        command, source = f"lottery draw {unit} SEED", own.published.source
        return view.task("returning_officer", what, command, since=day, scope="", day=day, source=source)
    if view.election.charter.shortlist.by_lottery:
        command = f"lottery publish {unit} --source TEXT --on DATE"
        return view.task("secretary", N_("publish the lottery for the shortlist"), command, since=since)
    return view.task("secretary", N_("make the shortlist"), f"shortlist {unit}", since=since)


def _again(view: View, broken: RuleBroken) -> Task:
    """Too few of a shortlist are left."""
    again, what = _choose(view), N_("{what}; the shortlist has too few: {fault}")
    return msgspec.structs.replace(again, what=Sentence(what, {"what": again.what, "fault": broken.message}))


def poll(view: View) -> Iterator[Task]:
    election, unit = view.election, view.unit
    own = election.counts.get(unit, UnitCount())
    if own.done:
        return
    votes = election.polls[unit].votes if unit in election.polls else []
    if votes and not votes[-1].void and own.counted < votes[-1].opened.round:
        yield _vote(view, votes[-1], own)
        return
    try:
        following = election.next_vote(unit)
    except RuleBroken as broken:  # withdrawals after the shortlist have left too few
        yield from [*too_few(view)] or [_again(view, broken)]
        return
    if following is None:
        yield from _notices(view, "poll")
        return
    what = N_("open the next vote; places still open: {places}") if votes else N_("open the poll; places: {places}")
    command = f"poll open {unit} --due NUMBER"
    yield view.task("secretary", what, command, since=view.opens("poll"), places=following.places)
    if own.open and not own.tied:
        what = N_("or leave them vacant, where more than half of those due consent")
        yield view.task("secretary", what, f"count vacant {unit} --consenting NUMBER")


def _vote(view: View, vote: Vote, own: UnitCount) -> Task:
    unit = view.unit
    if not vote.present:
        return view.task("secretary", N_("count the electors present"), f"poll attend {unit} NUMBER")
    if not vote.scrutineers:
        return view.task(
            "secretary", N_("let the meeting approve scrutineers"), f"poll scrutineers {unit} OFFICER OFFICER"
        )
    if not vote.accounted:
        command = f"poll papers {unit} --issued NUMBER --returned NUMBER"
        return view.task("scrutineer", N_("account for the ballot papers"), command)
    if not vote.valid:
        return view.task("secretary", N_("declare whether the vote is valid"), f"poll declare {unit}")
    if own.sheet is None:
        return view.task("scrutineer", N_("count the papers"), f"count enter {unit} FILE")
    what = N_("compare and sign the tally that {officer} entered")
    return view.task("scrutineer", what, f"count confirm {unit}", officer=own.entered_by)


def credentials(view: View) -> Iterator[Task]:
    if view.unit in view.election.credentials:
        return
    names = {quota.id: quota.name for quota in view.election.charter.quotas}
    missed = [names[limit.quota] for limit, reached in view.election.advice(view.unit) if reached < limit.least]
    quotas = Text(", ".join(name.en for name in missed), "、".join(name.zh for name in missed))
    what = N_("review those elected; advised and not reached: {quotas}") if missed else N_("review those elected")
    since = view.opens("credentials")
    yield view.task("credentials", what, f"credentials {view.unit}", since=since, quotas=quotas)


def withdrawals(view: View) -> Iterator[Task]:
    """Withdrawals that lack signatures: they stand in nobody's way, and the nominee stands until they have them."""
    own = view.election.nominations.get(view.unit, UnitNominations())
    for person, signed in sorted(own.withdrawing.items() if view.unit not in view.election.polls else ()):
        what = N_("sign the withdrawal of {person} too, whose statement {officer} has")
        command = f"nominee withdraw {view.unit} {person} --statement TEXT"
        yield view.task("returning_officer", what, command, person=person, officer=", ".join(sorted(signed)))
