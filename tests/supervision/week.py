"""A week with messages in it, for tests of the ranking: three street lamps of one unit. Nobody here is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.board.play import Play
from tests.board.town import MORNING
from tests.supervision.office import RULES, SUPERVISOR, somebody
from tongban.board.terms import Satisfaction
from tongban.identity.terms import SYSTEM
from tongban.supervision import actions
from tongban.supervision.models import Ranking
from tongban.supervision.terms import Item, NewExclusion

KEY = "2026-W38"  # from 14 to 20 September, in which what was sent on the 7th falls due
CLOSES = datetime(2026, 9, 21, 1, tzinfo=UTC)  # nine o'clock in the city
LATER = CLOSES + timedelta(hours=1)
FEW = RULES.replace("due: 20, rated: 10", "due: 2, rated: 1")
SECOND = somebody("dubanshi/supervision_second", name="演示·复核")
SIGNER = somebody("rexian/signer", name="演示·签发人")


@dataclass
class Lamps:
    """What the week holds: of the lamps one was answered in time and rated, one late, one never."""

    in_time: Play
    late: Play
    never: Play


def loaded(rules: str = FEW, *, at: datetime = MORNING - timedelta(days=35)) -> None:
    actions.load_supervision(content=rules.encode(), by=SYSTEM, at=at)


def lamps() -> Lamps:
    in_time, late, never = Play.taken(), Play.taken(), Play.taken()
    in_time.later(hours=10).answer()
    in_time.at = datetime(2026, 9, 15, 2, tzinfo=UTC)  # in the week itself
    in_time.rate(Satisfaction.GOOD)
    late.at = late.orders[0].due_at + timedelta(hours=20)
    late.answer()
    return Lamps(in_time, late, never)


def closed(week: str = KEY, *, at: datetime = LATER) -> Ranking:
    return Ranking.objects.get(pk=actions.close_week(week=week, by=SYSTEM, at=at))


def signed(week: str = KEY, *, at: datetime = LATER) -> Ranking:
    return Ranking.objects.get(pk=actions.sign_off(week=week, digest=newest(week).digest, by=SIGNER, at=at))


def newest(week: str = KEY) -> Ranking:
    return Ranking.objects.filter(week=week).latest("version")


def message(play: Play, unit: str = "chengguan") -> NewExclusion:
    return NewExclusion(Item.MESSAGE, unit, play.row.number)


def left_out(new: NewExclusion, *, week: str = KEY, at: datetime = LATER, reason: str = "恶意重复留言，经核实与本单位职责无关。") -> UUID:
    """Proposed by one and confirmed by another."""
    proposed = actions.propose_exclusion(week=week, exclusion=new, reason=reason, by=SUPERVISOR, at=at)
    actions.confirm_exclusion(exclusion_id=proposed, by=SECOND, at=at)
    return proposed
