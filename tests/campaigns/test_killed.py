"""A worker that is killed, as by kill -9, while it tells authors: who was told is not told again, who was not is."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.board.town import posted
from tests.campaigns.drive import AT, OVER, ended, running
from tests.house import source
from tests.notices.factories import citizen
from tongban.campaigns import jobs
from tongban.campaigns.models import Link
from tongban.notices.models import Notice

pytestmark = pytest.mark.usefixtures("committed_office")
# Two authors an act; it dies within the second act, when the third author was told and nothing of that act is committed.
KILLED = """
import os, signal
import django
django.setup()
from datetime import datetime
from tongban.campaigns import jobs
from tongban.campaigns.actions import ending
plain, told = ending.notices.notify, []

def notify(**named):
    answer = plain(**named)
    told.append(answer)
    if len(told) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

ending.notices.notify, ending.AT_ONCE = notify, 2
jobs.telling(datetime.fromisoformat("{at}"))
"""


def test_nobody_is_told_twice_and_everybody_once() -> None:
    row = running()
    for author in [citizen() for _ in range(5)]:
        posted(by=author, at=AT + timedelta(hours=1))
    jobs.matching(AT + timedelta(days=1))
    ended(row)
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "TEST_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    script = KILLED.format(at=OVER.isoformat())
    killed = subprocess.run([sys.executable, "-c", script], cwd=source.ROOT, env=environment, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    told = Notice.objects.filter(kind="campaigns.ended")
    assert told.count() == 2 and Link.objects.untold().count() == 3
    assert jobs.telling(OVER + timedelta(minutes=5)) == 3
    assert jobs.telling(OVER + timedelta(minutes=10)) == 0
    assert Counter(told.values_list("person_id", flat=True)).most_common(1)[0][1] == 1 and told.count() == 5
