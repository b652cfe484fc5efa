"""The chapters between nomination and poll: notices and objections, vetting with its vetoes, the shortlists."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from comitia.charter.model import Unit
from comitia.rehearsal import cast
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.setting import Setting
from comitia.stages.appeal import DecideAppeal, FileAppeal
from comitia.stages.conflicts import DeclareConflict
from comitia.stages.consultations import HoldConsultation
from comitia.stages.dossier import applies
from comitia.stages.margin import least_candidates, margin_reached, percent
from comitia.stages.nominate import WithdrawNominee
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.shortlist import MakeShortlist, ShortlistMade
from comitia.stages.tip_offs import RecordTipOff
from comitia.stages.vet import CloseVetting, OpenVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto
from comitia.texts import N_, Parameter, Sentence


def notices(setting: Setting, before: Literal["vet", "shortlist", "poll"]) -> Iterator[Chapter]:
    """The notices that the charter puts before a stage: published, objected to, answered, closed."""
    for plan in setting.charter.notices:
        if plan.before != before:
            continue
        if before != "vet":
            setting.clock.move_to(setting.opens("notice"))
        last, objections = date.min, 0
        for unit in setting.units(Sentence(N_("Notices"))):
            setting.do(PublishNotice(unit.id, plan.id), cast.secretary(unit.id))
            notice = setting.election.notices[unit.id].published[plan.id]
            last = max(last, date.fromisoformat(notice.until))
            if setting.chance("objection", plan.id, unit.id).random() < 0.2 or unit == roomy(setting)[0]:
                objections += 1
                spared = unit == roomy(setting)[0] and before != "poll"  # a candidate less might break the margin
                outcome: Literal["upheld", "dismissed"] = "upheld" if spared else "dismissed"
                object_to(setting, unit.id, plan.id, notice.persons[-1], outcome)
        setting.try_in_vain(CloseNotice(unit.id, plan.id), cast.secretary(unit.id))
        setting.clock.move_past(last)
        for unit in setting.charter.units:
            setting.do(CloseNotice(unit.id, plan.id), cast.secretary(unit.id))
        listed = sum(len(own.published[plan.id].persons) for own in setting.election.notices.values())
        upheld = sum(len(own.upheld()) for own in setting.election.notices.values())
        yield Chapter(
            Sentence(N_("Notice: {notice}"), {"notice": plan.name}),
            remarks=(
                Sentence(
                    N_("Notices: {units}; persons on them: {persons}; days: {days}, until {last}"),
                    {
                        "persons": listed,
                        "units": len(setting.charter.units),
                        "days": plan.days,
                        "last": last.isoformat(),
                    },
                ),
                Sentence(
                    N_(
                        "Objections: {objections}, each answered by somebody else than filed it; "
                        "upheld so far: {upheld}"
                    ),
                    {"objections": objections, "upheld": upheld},
                ),
            ),
        )


def roomy(setting: Setting) -> list[Unit]:
    """The units by how many nominees they have for a seat, most first: some of them can be spared for a story."""
    nominations, seats = setting.election.nominations, setting.election.seats.of
    return sorted(setting.charter.units, key=lambda unit: seats[unit.id] - len(nominations[unit.id].nominees))


def object_to(setting: Setting, unit: str, notice: str, person: str, outcome: Literal["upheld", "dismissed"]) -> None:
    text = "(a made-up objection)"
    filed = setting.do(FileObjection(unit, notice, person, text, "(a made-up member)"), cast.secretary(unit))
    number = str(filed.entries[0].body["objection"])
    heard = "(what a made-up person said)" if outcome == "upheld" else ""
    setting.do(AnswerObjection(unit, number, outcome, "(a made-up answer)", heard), cast.DEPUTY)
    if outcome == "upheld":
        setting.do(ConfirmObjection(unit, number), cast.FOUNDER)


def vet(setting: Setting) -> Iterator[Chapter]:
    """Every body answers its checks; two nominees meet a veto, of which one stands; one nominee withdraws."""
    setting.clock.move_to(setting.opens("vet"))
    plan, opinions = setting.charter.vetting, 0
    for unit in setting.units(Sentence(N_("Vetting"))):
        setting.do(OpenVetting(unit.id), cast.secretary(unit.id))
        own = setting.election.vetting[unit.id]
        if unit == setting.charter.units[-1]:
            special_cases(setting, unit.id)
        for group in plan.consult:
            body = plan.consult_by or plan.bodies[0].id
            bound = any(conflicted(setting, unit.id, body, person) for person in own.nominees)
            consulted = HoldConsultation(unit.id, group.id, tuple(own.nominees), 12, "(a made-up summary)")
            for _ in range(plan.consult_least):
                setting.do(consulted, f"{cast.SECONDER}-1" if bound else cast.vetter(body))
        for check in plan.checks:
            asked = tuple(person for person in own.nominees if applies(check, person, own))
            free = [each for each in asked if not conflicted(setting, unit.id, check.body, each)]
            for officer, persons in (
                (cast.vetter(check.body), tuple(free)),
                (f"{cast.SECONDER}-1", tuple(person for person in asked if person not in free)),
            ):
                if persons:
                    setting.do(GiveOpinion(unit.id, check.id, clear=persons), officer)
                    opinions += len(persons)
    vetoes = list(veto_cases(setting))
    withdrawal = roomy(setting)[0].id
    withdraws = WithdrawNominee(withdrawal, last_of(setting, withdrawal), "(a made-up statement)")
    signers = (cast.secretary(withdrawal), cast.FOUNDER, cast.DEPUTY)
    for officer in signers[: setting.charter.nomination.withdrawal_signatures]:
        setting.do(withdraws, officer)
    for unit in setting.charter.units:
        setting.do(CloseVetting(unit.id), cast.secretary(unit.id))
    dossiers = setting.election.vetting.values()
    yield Chapter(
        Sentence(N_("Vetting")),
        (Sentence(N_("what")), Sentence(N_("number"))),
        (
            (Sentence(N_("nominees vetted")), sum(len(own.nominees) for own in dossiers)),
            (Sentence(N_("opinions given")), opinions),
            (Sentence(N_("consultations held")), sum(len(own.consultations) for own in dossiers)),
            (Sentence(N_("tip-offs investigated")), sum(len(own.tip_offs) for own in dossiers)),
            (Sentence(N_("conflicts of interest declared")), len(setting.election.conflicts)),
            (Sentence(N_("vetoes proposed, seconded, served, replied to and reviewed")), len(vetoes)),
            (Sentence(N_("withdrawn meanwhile")), 1),
            (Sentence(N_("passed")), sum(len(own.passed) for own in dossiers)),
            (Sentence(N_("failed")), sum(len(own.failed) for own in dossiers)),
        ),
        tuple(vetoes),
    )


def special_cases(setting: Setting, unit: str) -> None:
    """A vetter turns out to be kin of a nominee, and somebody else answers; a tip-off is recorded where checks ask."""
    plan, person = setting.charter.vetting, next(iter(setting.election.vetting[unit].nominees))
    first = cast.vetter(plan.bodies[0].id)
    setting.do(DeclareConflict(unit, first, person, "kin", "(made-up kinship)"), first)
    setting.try_in_vain(GiveOpinion(unit, plan.checks[0].id, clear=(person,)), first)
    if any(check.applies_when == "tip-off" for check in plan.checks):
        text, grounds = "(a made-up tip-off)", "(a made-up reason why it can be checked)"
        tip_off = RecordTipOff(unit, person, 1, text, grounds, evidence=(setting.file("letter.txt"),))
        setting.do(tip_off, f"{cast.SECONDER}-1")


def conflicted(setting: Setting, unit: str, body: str, person: str) -> bool:
    """Whether the body's vetter has a conflict of interest with a nominee, so that somebody stands in."""
    return setting.election.own_conflicts(unit).between(cast.vetter(body), person)


def last_of(setting: Setting, unit: str) -> str:
    """The nominee of the unit's own list with the least support: the one whom a story can best do without."""
    vetted = setting.election.vetting[unit].nominees
    return next(person for person, _, _ in reversed(setting.election.nominations[unit].nominees) if person in vetted)


def veto_cases(setting: Setting) -> Iterator[Sentence]:
    plan, units = setting.charter.vetting.veto, roomy(setting)
    first, outcomes = cast.vetter(setting.charter.vetting.bodies[0].id), ("stands", "lifted")
    for unit, outcome in zip(units, outcomes, strict=False):
        person, secretary = last_of(setting, unit.id), cast.secretary(unit.id)
        stands: Literal["stands", "lifted"] = "stands" if outcome == "stands" else "lifted"
        files = (setting.file("finding.txt"),)
        setting.do(ProposeVeto(unit.id, person, plan.grounds[0].id, "(made-up reasons)", files), first)
        setting.try_in_vain(SecondVeto(unit.id, person), first)
        for number in range(1, plan.deciders):
            setting.do(SecondVeto(unit.id, person), f"{cast.SECONDER}-{number}")
        setting.do(NotifyOfVeto(unit.id, person, "(handed over in person)"), secretary)
        setting.try_in_vain(ConcludeVeto(unit.id, person, "stands", "(made-up reasons)"), cast.DEPUTY)
        setting.do(ReplyToVeto(unit.id, person, "(a made-up reply)"), secretary)
        setting.do(ConcludeVeto(unit.id, person, stands, "(made-up reasons)"), cast.DEPUTY)
        if plan.appeal_to and stands == "stands":
            setting.try_in_vain(CloseVetting(unit.id), secretary)
            setting.do(FileAppeal(unit.id, person, "(a made-up appeal)"), secretary)
            setting.do(DecideAppeal(unit.id, person, "stands", "(made-up reasons)"), cast.vetter(plan.appeal_to))
        case: dict[str, Parameter] = {"unit": unit.name, "person": person, "ground": plan.grounds[0].name}
        template = (
            N_("{unit}: the veto of {person} ({ground}) stands after the reply")
            if outcome == "stands"
            else N_("{unit}: the veto of {person} ({ground}) is lifted after the reply")
        )
        yield Sentence(template, case)


COLUMNS = (N_("unit"), N_("candidates"), N_("placed"), N_("seats"), N_("margin"), N_("proof"))


def shortlists(setting: Setting) -> Iterator[Chapter]:
    setting.clock.move_to(setting.opens("shortlist"))
    election, charter = setting.election, setting.charter
    contested = next(unit for unit in charter.units if unit.id not in setting.uncontested)
    least = least_candidates(charter.margins.ballot, election.seats.of[contested.id], placed(setting, contested.id))
    setting.try_in_vain(MakeShortlist(contested.id, least - 1), cast.secretary(contested.id))
    lines: list[tuple[Parameter, ...]] = []
    for unit in setting.units(Sentence(N_("Shortlists"))):
        setting.do(MakeShortlist(unit.id), cast.secretary(unit.id))
        made, seats = setting.election.shortlists[unit.id], setting.election.seats.of[unit.id]
        assert isinstance(made, ShortlistMade)
        lines.append(
            (
                unit.name,
                len(made.candidates),
                len(made.placed),
                seats,
                f"{percent(margin_reached(charter.margins.ballot, len(made.candidates), seats, len(made.placed)))} %",
                _proof(made),
            )
        )
    yield Chapter(
        Sentence(
            N_("Shortlists: {candidates} candidates for {seats} seats, each slate the best within the quotas"),
            {
                "candidates": sum(len(made.candidates) for made in setting.election.shortlists.values()),
                "seats": charter.seats.total,
            },
        ),
        tuple(Sentence(column) for column in COLUMNS),
        tuple(lines),
    )
    if any(quota.of == "candidates" for quota in charter.quotas):
        yield composition(setting)


def _proof(made: ShortlistMade) -> Sentence:
    """How it is known that no slate has more support, or how much more one could have."""
    if made.upper != made.total:
        return Sentence(N_("{total}, at most {upper}"), {"total": made.total, "upper": made.upper})
    if made.prices:
        return Sentence(N_("prices of quotas: {count}"), {"count": len(made.prices)})
    return Sentence(N_("support alone"))


def composition(setting: Setting) -> Chapter:
    """A line for each unit, with what every quota of the candidates reached and asked for there."""
    quotas = {quota.id: quota.name for quota in setting.charter.quotas if quota.of == "candidates"}
    lines: list[tuple[Parameter, ...]] = []
    for unit in setting.charter.units:
        candidates = setting.election.shortlists[unit.id].candidates
        groups = setting.election.vetting[unit.id].nominees
        cells = dict.fromkeys(quotas, "-")
        for limit in setting.election.delegation(unit.id).limits("candidates", len(candidates)):
            reached = sum(limit.group in groups[person] for person in candidates)
            cells[limit.quota] = f"{reached} / {f'≥{limit.least}' if limit.least else f'≤{limit.most}'}"
        lines.append((unit.name, *cells.values()))
    return Chapter(
        Sentence(N_("Composition against the quotas")),
        (Sentence(N_("unit")), *quotas.values()),
        tuple(lines),
        (Sentence(N_("quotas reached / asked")),),
    )


def placed(setting: Setting, unit: str) -> int:
    return len(setting.election.nominations[unit].placed & set(setting.election.eligible(unit)))
