"""Files that are brought up to date: what changed and nothing twice, whatever run was killed, and no words that are hidden since."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.house import source
from tests.snapshots import made
from tongban.identity.terms import SYSTEM
from tongban.snapshots import queries
from tongban.snapshots.parquet import store, writing
from tongban.snapshots.terms import Area

WHEN = {"since": date(2025, 1, 6), "until": date(2026, 9, 14), "by": SYSTEM}
MESSAGES, RATINGS = made.messages(500), made.ratings(60)
SMALL = {"batch": 10, "part_rows": 20}


def counted() -> tuple[object, ...]:
    return queries.weekly_counts(area=Area.UNIT, **WHEN), queries.unit_figures(**WHEN), queries.rated_weeks(**WHEN)


def by_hand(rows: list[made.Row]) -> tuple[object, ...]:
    between = {"since": WHEN["since"], "until": WHEN["until"]}
    weekly = made.weekly(rows, level=3, by=Area.UNIT, **between)
    return weekly, made.figures(rows, **between), made.rated(RATINGS, **between)


def bring(folder: Path, rows: list[made.Row], *, layout: str = "", **told: int) -> writing.Done:
    days = told.pop("days", 0)
    return writing.bring_up_to_date(folder, made.sources(rows, RATINGS, layout=layout), at=made.AT + timedelta(days=days), **told)


def kept(folder: Path, table: str = "messages") -> store.Kept:
    manifest = store.Store(folder).manifest()
    assert manifest is not None
    return manifest.tables[table]


def test_only_what_changed_is_written_again(folder: Path) -> None:
    first = bring(folder, MESSAGES)
    assert first.written == {"messages": 500, "ratings": 60}
    changed = [
        row | {"unit": "gongshui", "changed_at": made.AT + timedelta(hours=5)} if n % 50 == 0 else row for n, row in enumerate(MESSAGES)
    ]
    second = bring(folder, changed, days=1)
    assert second.written["messages"] == 10 and counted() == by_hand(changed)
    assert first.digest != second.digest and second.parts["messages"] == 2


def test_an_act_that_was_under_way_when_a_run_began_is_read_by_the_next(folder: Path) -> None:
    bring(folder, MESSAGES[:-1])
    late = MESSAGES[-1] | {"changed_at": made.AT - timedelta(minutes=5)}
    bring(folder, [*MESSAGES[:-1], late], days=1)
    assert counted() == by_hand(MESSAGES)


def test_many_files_become_one_and_the_old_ones_go_a_run_later(folder: Path) -> None:
    done = bring(folder, MESSAGES, **SMALL)
    assert done.parts == {"messages": 1, "ratings": 3} and counted() == by_hand(MESSAGES)
    assert len(list((folder / "messages").iterdir())) > writing.PARTS  # whoever reads them now may end
    bring(folder, MESSAGES, days=1)
    assert [path.name for path in (folder / "messages").iterdir()] == [part.file for part in kept(folder).parts]
    assert counted() == by_hand(MESSAGES)


def test_what_is_hidden_leaves_no_words(folder: Path) -> None:
    bring(folder, MESSAGES)
    hidden = [row | {"displayed": False, "title": "", "text": "", "changed_at": made.AT + timedelta(hours=2)} for row in MESSAGES[:40]]
    assert bring(folder, [*hidden, *MESSAGES[40:]], days=1).parts["messages"] == 1
    rows = pq.read_table(folder / "messages" / kept(folder).parts[0].file).to_pylist()
    assert {row["title"] for row in rows if row["id"] in {str(each["id"]) for each in hidden}} == {""}
    bring(folder, [*hidden, *MESSAGES[40:]], days=2)
    assert len(list((folder / "messages").iterdir())) == len(kept(folder).parts)


@pytest.mark.parametrize("harm", ["another layout", "a file is gone", "a file is cut off", "the list is cut off"])
def test_what_cannot_be_gone_on_with_is_written_anew(folder: Path, harm: str) -> None:
    bring(folder, MESSAGES)
    path = folder / "messages" / kept(folder).parts[0].file
    if harm == "a file is gone":
        path.unlink()
    elif harm == "a file is cut off":
        path.write_bytes(path.read_bytes()[:-9])
    elif harm == "the list is cut off":
        (folder / store.LIST).write_bytes((folder / store.LIST).read_bytes()[:-9])
    done = bring(folder, MESSAGES, layout="2" if harm == "another layout" else "", days=1)
    assert done.written["messages"] == 500 and counted() == by_hand(MESSAGES)


def test_the_list_says_the_same_of_the_same_run(tmp_path: Path) -> None:
    one, other = (bring(tmp_path / name, MESSAGES, **SMALL) for name in ("one", "other"))
    assert one.digest == other.digest


def test_no_batch_is_larger_than_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, write = [], store.Writer.write
    monkeypatch.setattr(store.Writer, "write", lambda self, batch: (sizes.append(batch.num_rows), write(self, batch)))
    bring(folder, MESSAGES, batch=64)
    assert max(sizes) == 64 and sum(sizes) == 560


@pytest.mark.slow
def test_a_run_killed_at_any_step_is_gone_on_with(tmp_path: Path, folder: Path) -> None:
    """Each step of a real process, after which it is gone: the next run answers as if there had been none, and reads less than all."""
    command = [sys.executable, "-m", "tests.snapshots.killed"]
    saved = 0
    for step in (0, 1, 2, 3, 4, 62, 125, 126, 127, 128, 133):
        shutil.rmtree(folder, ignore_errors=True)
        killed = subprocess.run([*command, str(folder), str(step)], cwd=source.ROOT, capture_output=True, text=True)
        assert killed.returncode == -9, killed.stderr
        done = bring(folder, MESSAGES, days=1, **SMALL)
        assert counted() == by_hand(MESSAGES), step
        named = {part.file for part in kept(folder).parts} | set(kept(folder).retired)
        assert {path.name for path in (folder / "messages").iterdir()} == named
        saved += done.written["messages"] < 500
    assert saved >= 5
    assert asdict(kept(folder))["reading"] is None
