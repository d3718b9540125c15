"""manage.py outbox: what a demo would have sent; and a city's duty at a terminal."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cases import city
from tests.duty import factories as duty
from tests.notices import factories as notices
from tongban.duty import queries as duty_queries
from tongban.identity.terms import SYSTEM
from tongban.notices import jobs
from tongban.notices.terms import Recipient

pytestmark = pytest.mark.django_db


def told(command: str, **options: object) -> str:
    out = StringIO()
    call_command(command, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_the_outbox_says_what_would_have_gone_to_whom() -> None:
    assert "empty" in told("outbox")
    notices.tell(Recipient(phone=notices.PHONE))
    jobs.send(notices.waiting()[-1])
    assert f"sms    {notices.PHONE}  【榕城】留言（演示）已收到" in told("outbox")


def test_in_production_there_is_none(settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="no demo outbox"):
        told("outbox")


def folder(place: Path, **changes: object) -> Path:
    """A city of files with a duty plan."""
    for name, content in city.files(city.contents()).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    units = [duty.duty()["rosters"][0] | {"unit": row["code"]} for row in city.DEPARTMENTS]  # none stands above another
    (place / "duty.yaml").write_text(json.dumps(duty.duty(desk=_desk(), rosters=units) | changes, ensure_ascii=False))
    return place


def _desk() -> str:
    row = next(row for row in city.DEPARTMENTS if row.get("desks"))
    return f"{row['code']}/{row['desks'][0]['key']}"


def test_a_citys_duty_is_loaded_with_it(tmp_path: Path) -> None:
    assert f"duty: {len(city.DEPARTMENTS) + 1} rosters and rules changed" in told("load_city", folder=folder(tmp_path))
    assert "duty: 0 rosters and rules changed" in told("load_city", folder=tmp_path)
    assert duty_queries.on_duty("jianwei", by=SYSTEM, at=duty.AT, purpose="test")


def test_faults_of_the_duty_are_told_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"duty.yaml:1: desk: there is no desk `nobody/here`"):
        told("load_city", folder=folder(tmp_path, desk="nobody/here"))
