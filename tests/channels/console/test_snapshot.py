"""manage.py snapshot: files are brought up to date, and whatever watches wait for them are counted by a job at once."""

from pathlib import Path

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

pytestmark = pytest.mark.django_db


def test_watches_are_counted_after_it(tmp_path: Path, settings, capsys) -> None:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    call_command("snapshot")
    assert "digest" in capsys.readouterr().out
    [job] = ProcrastinateJob.objects.filter(task_name="insight.watches")
    assert (job.queue_name, job.queueing_lock, job.status) == ("insight", "insight.watches", "todo")
