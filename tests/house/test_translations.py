"""Every text of every door has its English, and the compiled catalogues are what the readable ones say."""

import pytest
from django.apps import apps

from tongban.channels.console import catalogues

DOORS = [config.name for config in apps.get_app_configs() if config.name.startswith("tongban.")]


@pytest.mark.parametrize("door", DOORS)
def test_a_door_speaks_both_languages(door: str) -> None:
    if door in catalogues.doors():
        state = catalogues.state(door)
        assert not state.untranslated, "run `manage.py locale`, then write the English"
        assert not state.unused, "run `manage.py locale`"
        assert not state.misplaced, "a translation has other placeholders than its text"
        assert not state.stale, "run `manage.py locale`"
