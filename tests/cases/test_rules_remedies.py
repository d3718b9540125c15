"""Until when a decision can be contested: sixty days and six months, ending on a working day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tongban.cases.rules.remedies import ACCEPTANCE, remedies
from tongban.catalog.terms import Remedies
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Almanac, until
from tongban.kernel.working_days import calendar

ALMANAC = Almanac(calendar(), ZoneInfo("Asia/Shanghai"))
WHERE = Remedies(Bilingual("示例人民政府"), Bilingual("示例人民法院"))


@pytest.mark.parametrize(
    ("told_at", "reconsideration", "litigation"),
    [
        (datetime(2026, 1, 5, 2, tzinfo=UTC), "2026-03-06", "2026-07-06"),  # the 5th of July is a Sunday
        (datetime(2026, 8, 3, 2, tzinfo=UTC), "2026-10-08", "2027-02-03"),  # sixty days end in the national holiday
        (datetime(2026, 8, 31, 2, tzinfo=UTC), "2026-10-30", "2027-03-01"),  # there is no 31st of February; the 28th is a Sunday
        (datetime(2026, 1, 5, 17, tzinfo=UTC), "2026-03-09", "2026-07-06"),  # already the 6th in the city
    ],
)
def test_the_last_days(told_at, reconsideration, litigation) -> None:
    told = remedies(WHERE, told_at, ALMANAC)
    assert (told["reconsideration_until"], told["litigation_until"]) == (reconsideration, litigation)


def test_what_lies_beyond_the_last_table_is_provisional() -> None:
    told = remedies(WHERE, datetime(2026, 8, 3, 2, tzinfo=UTC), ALMANAC)
    assert (told["reconsideration_provisional"], told["litigation_provisional"]) == (False, True)


def test_where_to() -> None:
    at = datetime(2026, 1, 5, 2, tzinfo=UTC)
    told, untold = remedies(WHERE, at, ALMANAC), remedies(None, at, ALMANAC)
    assert (told["reconsideration"], told["litigation"]) == ("示例人民政府", "示例人民法院")
    assert (untold["reconsideration"], untold["litigation"]) == ("依法确定的行政复议机关", "有管辖权的人民法院")


def test_acceptance_takes_five_working_days() -> None:
    assert until(ACCEPTANCE, datetime(2026, 2, 10, 2, tzinfo=UTC), ALMANAC).at == datetime(2026, 2, 24, 15, 59, 59, tzinfo=UTC)
