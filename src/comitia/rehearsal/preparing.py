"""The first chapters: officers are appointed, the seed is drawn, the seats go to the units."""

from collections.abc import Iterator

from comitia.explain.seats import columns, remarks
from comitia.methods.lots import draw
from comitia.rehearsal import cast
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.setting import Setting
from comitia.stages.apportion import METHOD_NAMES, Apportion, DecideTie
from comitia.stages.founding import PermitMargin, RecordSeed
from comitia.texts import N_, Parameter, Sentence


def prepare(setting: Setting) -> Iterator[Chapter]:
    charter = setting.charter
    appointments = list(cast.appointments(charter))
    for appointment in setting.progress.each(appointments, Sentence(N_("Officers")), len(appointments)):
        setting.do(appointment, cast.FOUNDER)
    source = "a rehearsal: its own seed, known beforehand; a real one is drawn in public"
    setting.do(RecordSeed(setting.seed, source), cast.FOUNDER)
    yield Chapter(
        Sentence(N_("The charter is adopted: {title}"), {"title": charter.name}),
        remarks=(
            Sentence(
                N_(
                    "Seats: {seats}; units: {units}; levels: {levels}; quotas: {quotas}; "
                    "checks of every nominee: {checks}"
                ),
                {
                    "seats": charter.seats.total,
                    "units": len(charter.units),
                    "levels": len(charter.levels),
                    "quotas": len(charter.quotas),
                    "checks": len(charter.vetting.checks),
                },
            ),
            Sentence(
                N_("{officers} officers hold their roles; nobody can do anything that no role of theirs allows"),
                {"officers": len(setting.election.founding.officers)},
            ),
            Sentence(
                N_("Values that are not public and are marked as assumed: {count}"),
                {"count": len(charter.assumed)},
            ),
        ),
    )
    yield seats(setting)


def seats(setting: Setting) -> Chapter:
    charter = setting.charter
    setting.do(Apportion(), cast.FOUNDER)
    for part, tie in list(setting.election.seats.tied.items()):
        lot = draw(setting.seed, f"decision/{part}", tie.units)
        setting.do(DecideTie(part, lot[: tie.seats], "a rehearsal: drawn from its own seed"), cast.DEPUTY)
    settled = setting.election.seats
    of, origins = settled.of, columns(settled, charter)
    method: dict[str, Parameter] = {
        "method": Sentence(METHOD_NAMES[charter.seats.method]),
        "minimum": max(charter.seats.minimum, charter.seats.base),
    }
    says = [Sentence(N_("Method: {method}; at least {minimum} for each unit."), method), *remarks(settled, charter)]
    for unit in setting.uncontested:
        authority = "central-permission"
        setting.do(PermitMargin(unit, authority), cast.FOUNDER)
        setting.do(PermitMargin(unit, authority), cast.DEPUTY)
        says.append(
            Sentence(
                N_("{unit} may go without contest: permission recorded by two returning officers (CN-P-03)"),
                {"unit": charter.unit(unit).name},
            )
        )
    return Chapter(
        Sentence(N_("{seats} seats go to {units} units"), {"seats": sum(of.values()), "units": len(of)}),
        (Sentence(N_("unit")), Sentence(N_("members")), *(name for name, _ in origins), Sentence(N_("seats"))),
        tuple(
            (unit.name, unit.members, *(own.get(unit.id, 0) for _, own in origins), of[unit.id])
            for unit in charter.units
        ),
        tuple(says),
    )
