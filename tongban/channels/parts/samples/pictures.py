"""Cases as lanes: planned, running, late, ended, with long names, and all within a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from tongban.cases.terms import Bar, Lane, Lanes
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.working_days import calendar

JIANWEI = Bilingual("市住房和城乡建设委员会", "Housing and Construction Commission")
SHUILI = Bilingual("市水利局", "Water Resources Bureau")
GONGLU = Bilingual("市公路局", "Highway Bureau")
FIRE = Bilingual("市消防救援支队", "Fire and Rescue Brigade")
ACCEPT = Bilingual("受理", "Acceptance")
SCREEN = Bilingual("审核", "Screening")
REVIEW = Bilingual("审查", "Review")
DECIDE = Bilingual("办结", "Decision")
SITE = Bilingual("现场核查建筑工程消防设施和疏散通道", "On-site inspection of fire-fighting facilities and evacuation routes")

LAST_SECOND = timedelta(hours=24, seconds=-1)  # a limit ends with its day
When = tuple[int, float]  # so many working days from today, at this hour


def moment(at: datetime, when: When) -> datetime:
    """That hour of the working day so many working days before or after today."""
    days, hour = when
    day = clock.city_date(at)
    if days > 0:
        day = calendar().add(day, days).on
    while days < 0 and not (calendar().is_working(day) and calendar().between(day, clock.city_date(at)) >= -days):
        day -= timedelta(1)
    return clock.day_begins(day) + min(timedelta(hours=hour), LAST_SECOND)


def bar(at: datetime, name: Bilingual, starts: When, ends: When, state: str, days: int) -> Bar:
    """A bar; what has not been done is due when it ends."""
    amount = Bilingual(f"{days}个工作日", f"{days} working day{'' if days == 1 else 's'}")
    until = moment(at, ends)
    return Bar(name.en, name, moment(at, starts), until, None if state == "done" else until, state, amount)


def planned(at: datetime) -> Lanes:
    """As a guide shows it: handed in now, nothing begun."""
    jianwei = (
        bar(at, ACCEPT, (0, 10), (1, 24), "waiting", 1),
        bar(at, SCREEN, (1, 24), (3, 24), "waiting", 2),
        bar(at, DECIDE, (7, 24), (9, 24), "waiting", 2),
    )
    review = bar(at, REVIEW, (3, 24), (7, 24), "waiting", 4)
    return _lanes(at, begins=(0, 10), promised=(11, 24), jianwei=jianwei, shuili=(review,), gonglu=(review,))


def running(at: datetime) -> Lanes:
    """Two departments at the same time: one has finished, one is at work."""
    jianwei = (
        bar(at, ACCEPT, (-3, 9.2), (-3, 10.7), "done", 1),
        bar(at, SCREEN, (-3, 10.7), (-3, 16.1), "done", 2),
        bar(at, DECIDE, (2, 24), (4, 24), "waiting", 2),
    )
    water = bar(at, REVIEW, (-3, 16.1), (2, 24), "running", 4)
    road = bar(at, REVIEW, (-3, 16.1), (-1, 11), "done", 4)
    return _lanes(at, begins=(-3, 9.2), promised=(7, 24), jianwei=jianwei, shuili=(water,), gonglu=(road,))


def late(at: datetime) -> Lanes:
    """One department is late, and the promise has passed."""
    jianwei = (
        bar(at, ACCEPT, (-14, 9.2), (-14, 10.7), "done", 1),
        bar(at, SCREEN, (-14, 10.7), (-12, 16.1), "done", 2),
        bar(at, DECIDE, (0, 17), (2, 24), "waiting", 2),
    )
    road = bar(at, REVIEW, (-12, 16.1), (-9, 11), "done", 4)
    water = bar(at, REVIEW, (-12, 16.1), (-8, 24), "late", 4)
    water = Bar(water.key, water.name, water.starts, at, water.due, water.state, water.limit)
    return _lanes(at, begins=(-14, 9.2), promised=(-3, 24), jianwei=jianwei, shuili=(water,), gonglu=(road,))


def ended(at: datetime) -> Lanes:
    """Over, long before the promise."""
    jianwei = (
        bar(at, ACCEPT, (-8, 9.2), (-8, 9.4), "done", 1),
        bar(at, SCREEN, (-8, 9.4), (-7, 15), "done", 2),
        bar(at, DECIDE, (-4, 11), (-3, 14), "done", 2),
    )
    water = bar(at, REVIEW, (-7, 15), (-4, 11), "done", 4)
    road = bar(at, REVIEW, (-7, 15), (-6, 11), "done", 4)
    return _lanes(at, begins=(-8, 9.2), promised=(2, 24), jianwei=jianwei, shuili=(water,), gonglu=(road,), over=True)


def long_names(at: datetime) -> Lanes:
    """Two steps of one department at the same time, long names, and a promise beyond the last table of days off."""
    fire = (
        bar(at, SITE, (-1, 14), (5, 24), "running", 6),
        bar(at, REVIEW, (-1, 14), (0, 9), "done", 3),
        bar(at, SITE, (6, 24), (20, 24), "waiting", 14),
    )
    jianwei = (bar(at, ACCEPT, (-2, 9), (-1, 14), "done", 1), bar(at, DECIDE, (20, 24), (22, 24), "waiting", 2))
    whole = _lanes(at, begins=(-2, 9), promised=(40, 24), jianwei=jianwei, fire=fire)
    return Lanes(whole.lanes, whole.begins, whole.now, whole.promised, whole.ends, provisional=True, ended=False)


def within_a_minute(at: datetime) -> Lanes:
    """Everything has happened just now: still to be seen, and in order."""
    seconds = [at - timedelta(seconds=60 - 12 * number) for number in range(5)]
    promised = moment(at, (10, 24))
    amount = Bilingual("2个工作日", "2 working days")

    def done(name: Bilingual, first: int, last: int) -> Bar:
        return Bar(name.en, name, seconds[first], seconds[last], None, "done", amount)

    deciding = Bar(DECIDE.en, DECIDE, seconds[4], moment(at, (2, 24)), moment(at, (2, 24)), "running", amount)
    return Lanes(
        lanes=(
            Lane("jianwei", JIANWEI, (done(ACCEPT, 0, 1), done(SCREEN, 1, 2), deciding)),
            Lane("shuiliju", SHUILI, (done(REVIEW, 2, 3),)),
            Lane("gongluju", GONGLU, (done(REVIEW, 2, 4),)),
        ),
        begins=seconds[0],
        now=at,
        promised=promised,
        ends=promised,
        provisional=False,
        ended=False,
    )


def _lanes(at: datetime, *, begins: When, promised: When, over: bool = False, **bars: tuple[Bar, ...]) -> Lanes:
    names = {"jianwei": JIANWEI, "shuili": SHUILI, "gonglu": GONGLU, "fire": FIRE}
    until = moment(at, promised)
    return Lanes(
        lanes=tuple(Lane(code, names[code], own) for code, own in bars.items()),
        begins=moment(at, begins),
        now=at,
        promised=until,
        ends=max([until, *(each.ends for own in bars.values() for each in own)]),
        provisional=False,
        ended=over,
    )
