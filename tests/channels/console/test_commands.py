"""The operator's commands say what they found and fail when it is not well."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tongban.channels.console import catalogues
from tongban.kernel import ledger


@pytest.mark.django_db
def test_a_sound_ledger_is_reported_as_such() -> None:
    told = StringIO()
    call_command("verify_ledger", stdout=told)
    assert "0 entries, 0 sealed, 0 not sealed yet" in told.getvalue()
    assert "The ledger holds." in told.getvalue()


def test_a_broken_ledger_fails_and_names_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ledger, "verify", lambda: ledger.Report(entries=3, sealed=2, unsealed=1, broken=("entry 2 is not what was sealed",))
    )
    told, warned = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 places"):
        call_command("verify_ledger", stdout=told, stderr=warned)
    assert "3 entries, 2 sealed, 1 not sealed yet" in told.getvalue()
    assert "entry 2" in warned.getvalue()


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
