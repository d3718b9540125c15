"""The operator's commands say what they found and fail when it is not well."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.house import source
from tongban.channels.console import catalogues, jobs
from tongban.channels.console.management.commands import verify_ledger
from tongban.identity.models import Login
from tongban.kernel import clock, ledger


@pytest.mark.django_db
def test_a_sound_ledger_is_reported_as_such() -> None:
    told = StringIO()
    call_command("verify_ledger", stdout=told)
    assert "0 entries, 0 sealed, 0 not sealed yet" in told.getvalue()
    assert "The ledger holds." in told.getvalue()


@pytest.mark.django_db
def test_a_broken_ledger_fails_and_names_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ledger, "verify", lambda: ledger.Report(entries=3, sealed=2, unsealed=1, broken=("entry 2 is not what was sealed",))
    )
    told, warned = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 places"):
        call_command("verify_ledger", stdout=told, stderr=warned)
    assert "3 entries, 2 sealed, 1 not sealed yet" in told.getvalue()
    assert "entry 2" in warned.getvalue()


def test_every_module_that_can_be_held_against_the_ledger_is() -> None:
    having = {path.parts[-3] for path in source.python_files("tongban") if path.parts[-2:] == ("queries", "audit.py")}
    asked = {module.__name__.split(".")[1] for module in verify_ledger.MODULES}
    assert having and asked == having


def test_a_day_that_is_none_is_told_how_to_write_it() -> None:
    with pytest.raises(CommandError, match="`next week` is no day; write it as 2026-11-26"):
        call_command("surges", "--at", "next week")
    with pytest.raises(CommandError, match="`0001-01-01` is before every board"):
        call_command("surges", "--at", "0001-01-01")


@pytest.mark.django_db
def test_a_checkpoint_kept_elsewhere_is_held_against_the_log(tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.txt"
    kept.write_text("nonsense", "utf-8")
    warned = StringIO()
    with pytest.raises(CommandError, match="1 places"):
        call_command("verify_ledger", "--against", str(kept), stdout=StringIO(), stderr=warned)
    assert "no checkpoint of this log" in warned.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_ledger", "--against", str(tmp_path / "none"), stdout=StringIO())


def test_locale_check_writes_nothing_and_fails_when_a_door_is_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    incomplete = catalogues.State("tongban.channels.web.desk", 3, ("受理",), (), (), stale=True)
    monkeypatch.setattr(catalogues, "doors", lambda: {"tongban.channels.web.desk": None})
    monkeypatch.setattr(catalogues, "state", lambda door: incomplete)
    told = StringIO()
    with pytest.raises(CommandError, match="1 doors are not complete"):
        call_command("locale", check=True, stdout=told)
    assert "untranslated: 受理" in told.getvalue()
    assert "not what the .po says" in told.getvalue()


@pytest.mark.parametrize("door", ["tongban.channels.web.desk", "tongban.channels.parts"])
def test_extraction_finds_the_texts_of_code_and_templates(door: str) -> None:
    assert catalogues.state(door).messages > 0


def test_a_text_has_the_same_english_in_every_door() -> None:
    """Django puts all catalogues into one: of two translations one would win by the order of the doors. A context keeps them apart."""
    said: dict[tuple[str, str], set[str]] = {}
    for folder in catalogues.doors().values():
        for message in catalogues._read(folder):
            if message.id:
                said.setdefault(catalogues._key(message), set()).add(str(message.string))
    assert not {key: words for key, words in said.items() if len(words) > 1}


@pytest.mark.django_db
def test_prepare_brings_everything_up_and_keeps_the_list_of_demo_accounts() -> None:
    told = StringIO()
    call_command("prepare", stdout=told)
    steps = [line.split(":")[0].strip() for line in told.getvalue().splitlines() if line.endswith(" s")]
    assert steps[0] == "Migrating" and steps[-1] == "Collecting static files"
    assert "/desk/" in (settings.VAR / "demo_accounts.txt").read_text("utf-8")
    assert (settings.STATIC_ROOT / "parts" / "tongban.css").exists()
    again = StringIO()
    call_command("prepare", stdout=again)
    assert "0 services published" in again.getvalue()


@pytest.mark.django_db
def test_prepare_brings_no_demo_people_into_production(settings) -> None:
    settings.PRODUCTION = True
    call_command("prepare", stdout=StringIO())
    assert not Login.objects.exists()


@pytest.mark.django_db
def test_each_night_sessions_that_ended_and_old_failures_go() -> None:
    Session.objects.create(session_key="ended", session_data="", expire_date=clock.now() - timedelta(days=1))
    Session.objects.create(session_key="lives", session_data="", expire_date=clock.now() + timedelta(days=1))
    jobs.tidy(timestamp=0)
    assert [session.pk for session in Session.objects.all()] == ["lives"]
    [job] = ProcrastinateJob.objects.filter(task_name="builtin:procrastinate.builtin_tasks.remove_old_jobs")
    assert job.args["remove_failed"] is True
