"""The simulation of bin/bench surge, and what it says of files."""

import json
from pathlib import Path

import numpy as np
import pytest

from bench import surge_measure, surge_r, surge_series
from bench.surge_scenarios import CURRENT, HISTORY, WEEKS, scenarios, simulate
from tongban.insight.rules import farrington


def test_there_are_42_scenarios_in_the_order_of_the_paper() -> None:
    """8, 10, 12, 16, 17 and 18 are labelled in public code of others."""
    by_number = {each.number: each for each in scenarios()}
    assert sorted(by_number) == list(range(1, 43))
    assert [(by_number[each].beta, by_number[each].harmonics) for each in (8, 10, 12)] == [(0, 1), (0.005, 0), (0.005, 2)]
    assert by_number[42].theta == 5 and by_number[42].beta == 0.0001 and by_number[42].harmonics == 2


def test_counts_have_the_mean_and_the_variance_they_should() -> None:
    flat = scenarios()[18]  # no trend, no season, φ = 5
    made = np.array([simulate(flat, each, past_factor=0, factors=(), seed=1).quiet for each in range(60)])
    assert made.mean() == pytest.approx(np.exp(0.5), rel=0.05)
    assert made.var() / made.mean() == pytest.approx(5, rel=0.1)


def test_a_replicate_is_always_the_same_and_old_surges_change_nothing_else() -> None:
    scenario = scenarios()[30]
    one, again, past = (simulate(scenario, 7, past_factor=factor, factors=(1, 10), seed=2013) for factor in (0, 0, 5))
    assert (one.quiet == again.quiet).all() and (one.surges == again.surges).all() and (one.surges == past.surges).all()
    added = past.quiet - one.quiet
    assert added.min() == 0 < added.sum() and not added[:HISTORY].any()
    assert not one.surges[:, :CURRENT].any() and one.surges.shape == (2, WEEKS)


def test_two_replicates_of_some_scenarios_measured() -> None:
    tallies = []
    for scenario in scenarios()[::6]:
        number, told, tests, seconds = surge_measure.measured((scenario, range(2), 0, 0.005, 2013))
        assert number == scenario.number and tests == 2 * 11 * 49 and seconds > 0 and set(told) == set(surge_measure.METHODS)
        tallies.append(told["farrington"])
    whole = surge_measure.total(tallies)
    assert whole.quiet_weeks == 7 * 2 * 49 and whole.alarms <= whole.over < 0.05 * whole.quiet_weeks
    assert whole.pod()["10"] > 0.6 > whole.pod()["1"]
    assert whole.weeks.total() == 49 * whole.surges.total()


def test_without_r_nothing_is_compared_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert surge_r.compared(0.005, 2013) == {"r": "not compared: Rscript is not here"}


def test_an_r_without_the_package_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Rscript").write_text("#!/bin/sh\necho \"there is no package called 'surveillance'\" >&2\nexit 1\n")
    (tmp_path / "Rscript").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert surge_r.compared(0.005, 2013) == {"r": "not compared: there is no package called 'surveillance'"}


def test_the_first_test_reaches_back_to_the_first_week_of_the_history() -> None:
    assert CURRENT - farrington.window(5) + 1 == HISTORY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("day,count\n1,2\n", "no column date, key"),
        ("date,key,count\n", "no row"),
        ("date,key,count\n2026-13-05,a,1\n", "line 2: “2026-13-05” is not a date"),
        ("date,key,count\n2026-01-05,a,-1\n", "line 2: -1 is not a count"),
        ("date,key,count\n2026-01-05,a,1.5\n", "line 2: 1.5 is not a count"),
        ("date,key,count\n2026-01-05,a,nan\n", "line 2: nan is not a count"),
        ("date,key,count\n2026-01-05,a\n", "line 2: “None” is not a count"),
        ("date,key,count\n2026-01-05, ,1\n", "line 2: there is no key"),
        ("date,key,count\n2026-01-05,a,1\n2026-01-06,a,1\n2026/01/05,a,2\n", "line 4: a on 2026-01-05 stands already in line 2"),
        ("date,key,count\n2026-01-06,a,1\n2026-01-07,a,1\n", "no whole week"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_by_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "counts.csv").write_text(text, "utf-8")
    with pytest.raises(SystemExit, match=words):
        surge_series.run(tmp_path / "counts.csv", 0.005)


def test_a_file_that_is_no_text_or_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_bytes(b"date,key,count\n\xff\xfe")
    for name, words in (("counts.csv", "not CSV in UTF-8"), ("nothing.csv", "cannot be read")):
        with pytest.raises(SystemExit, match=words):
            surge_series.run(tmp_path / name, 0.005)


def test_alarms_of_a_file_by_week_and_by_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four years of a quiet and a surging key, one week of the export missing; the same by days."""
    counts = np.random.default_rng(3).poisson(12, (2, 208))
    counts[1, 205] = 60
    first = np.datetime64("2022-01-03")
    weekly = ["date,key,count"] + [
        f"{first + 7 * week},{key},{counts[row, week]}" for row, key in enumerate(('"静,安"', "浪")) for week in range(208) if week != 100
    ]
    (tmp_path / "weeks.csv").write_text("\n".join(weekly), "utf-8")
    surge_series.run(tmp_path / "weeks.csv", 0.005)
    *lines, last = capsys.readouterr().out.splitlines()
    told = json.loads(last)
    assert told["series"] == 2 and told["unknown_weeks"] == 1 and not told["daily"]
    assert told["by_method"]["farrington"] == 2 * (208 - 159) and told["alarms"] == len(lines) - 1
    [surge] = [each for each in lines if each.startswith("2025-W50,浪,60,") and each.endswith("farrington,3,yes")]
    daily = ["date,key,count"]
    for line in weekly[1:]:
        day, key, count = line[:10], line[11:].rsplit(",", 1)[0], int(line.rsplit(",", 1)[1])
        daily += [f"{np.datetime64(day) + 1},{key},{count // 2}", f"{np.datetime64(day) + 6},{key},{count - count // 2}"]
    (tmp_path / "days.csv").write_text("\n".join(daily), "utf-8")
    surge_series.run(tmp_path / "days.csv", 0.005)
    shown = capsys.readouterr().out.splitlines()
    assert surge.split(",")[2:4] == next(each for each in shown if each.startswith("2025-W50,浪")).split(",")[2:4]
    assert json.loads(shown[-1])["daily"]
