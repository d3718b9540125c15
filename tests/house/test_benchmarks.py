"""Benchmarks that nobody runs for a while still run: each once, small. What they print at their full size stands in notes and docs."""

import json
import os
import subprocess
import sys

import pytest

from tests.house import source

SMALL = {
    "ranking": (["--rows", "30000"], {"week_ms", "all_ms", "duckdb_week_ms", "duckdb_all_ms", "ratio", "close_ms"}),
    "export": (["--rows", "2000"], {"rows_per_s", "copy_rows_per_s", "ratio", "peak_rss_mb"}),
}
OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TONGBAN_ENV", "TONGBAN_VAR")  # the suite's own


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in OURS}
    command = [sys.executable, "bin/bench", *arguments]
    return subprocess.run(command, cwd=source.ROOT, env=environment, capture_output=True, text=True, timeout=600)


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_it_ends_with_one_line_of_figures(name: str) -> None:
    options, keys = SMALL[name]
    done = bench(name, *options)
    assert done.returncode == 0, done.stderr[-2000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert keys <= figures.keys() and all(figures[key] > 0 for key in keys)


def test_a_board_too_small_to_rank_is_refused_in_words() -> None:
    done = bench("ranking", "--rows", "2000")
    assert done.returncode == 2 and "ask for more --rows" in done.stderr
