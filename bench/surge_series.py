"""The alarms in a file of counts by day or week: date, key, count. What is wrong with the file is said by line."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

from tongban.insight.rules import detection, ears, episodes, farrington, series
from tongban.insight.terms import Method

COLUMNS = ("date", "key", "count")
SHOWN = 20  # faults of a file, the rest are counted


def run(path, alpha):
    """Print the alarms as CSV, a summary as JSON last."""
    many, told = _series(_rows(path))
    settings = replace(detection.USUAL, farrington=farrington.Settings(alpha=alpha), ears=ears.Settings(alpha=alpha))
    methods, alarms = Counter(), defaultdict(list)
    print("week,key,count,expected,bound,score,p,method,years,stands")
    for week in range(min(each.first_week for each in many), max(each.after for each in many)):
        so_far = [replace(each, counts=each.counts[: week + 1 - each.first_week]) for each in many if each.first_week <= week < each.after]
        tests = detection.tested(so_far, settings, until=series.days(week)[1])
        methods.update(each.method for each in tests)
        for each in tests:
            alarms[each.key].append(each)
            if each.alarm:
                print(_line(each))
    runs = {key: episodes.episodes((each.week, each.alarm) for each in tests) for key, tests in alarms.items()}
    every = [each for tests in alarms.values() for each in tests]
    figures = told | {
        "tests": len(every),
        "by_method": {method.value: methods[method] for method in (Method.FARRINGTON, Method.EARS)},
        "alarms": sum(each.alarm for each in every),
        "stand": sum(each.found for each in every),
        "episodes": sum(len(each) for each in runs.values()),
        "nominal": alpha,
    }
    print(json.dumps(figures))


def _line(test):
    numbers = f"{test.count:g},{test.expected:.2f},{test.bound:.2f},{test.score:.2f},{test.p:.2g}"
    key = f'"{test.key.replace(chr(34), chr(34) * 2)}"' if set(test.key) & set(',"\n') else test.key
    return f"{series.name(test.week)},{key},{numbers},{test.method.value},{test.years},{'yes' if test.found else 'no'}"


def _rows(path):
    """(date, key, count) of every line; or the program ends and says what is wrong where."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [each for each in COLUMNS if each not in (reader.fieldnames or ())]
            if missing:
                raise SystemExit(f"{path} has no column {', '.join(missing)}; its first line must name date, key and count")
            return _read(path, reader)
    except OSError as fault:
        raise SystemExit(f"{path} cannot be read: {fault.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as fault:
        raise SystemExit(f"{path} is not CSV in UTF-8: {fault}") from None


def _read(path, reader):
    rows, faults, seen = [], [], {}
    for row in reader:
        line = reader.line_num
        try:
            day, key, count = _day(row["date"]), _key(row["key"]), _count(row["count"])
        except ValueError as fault:
            faults.append(f"line {line}: {fault}")
            continue
        if (day, key) in seen:
            faults.append(f"line {line}: {key} on {day} stands already in line {seen[day, key]}")
        seen.setdefault((day, key), line)
        rows.append((day, key, count))
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise SystemExit("\n".join([f"{path}:", *faults[:SHOWN], *more]))
    if not rows:
        raise SystemExit(f"{path} has no row")
    return rows


def _day(text):
    try:
        day = date.fromisoformat((text or "").strip().replace("/", "-"))
    except ValueError:
        raise ValueError(f"“{text}” is not a date like 2026-11-23 or a week like 2026-W48") from None
    if not 1900 <= day.year <= 2200:
        raise ValueError(f"{day} is not in this age")
    return day


def _key(text):
    if not (text or "").strip():
        raise ValueError("there is no key")
    return text.strip()


def _count(text):
    try:
        count = float((text or "").strip())
    except ValueError:
        raise ValueError(f"“{text}” is not a count") from None
    if not (0 <= count < 1e12) or count != int(count):
        raise ValueError(f"{text} is not a count: whole, and not negative")
    return int(count)


def _series(rows):
    """The series by week, and what was made of the file. A week without any row is unknown, one without a row of this key is 0."""
    by_week, days = defaultdict(Counter), Counter()
    for day, key, count in rows:
        by_week[key][series.week_of(day)] += count
        days[key, day.isocalendar()[:2]] += 1
    daily = max(days.values()) > 1
    first, last = min(day for day, _, _ in rows), max(day for day, _, _ in rows)
    weeks = range(series.week_of(first), series.week_of(last) + 1)
    if daily:
        weeks = range(weeks.start + (first.weekday() > 0), weeks.stop - (last.weekday() < 6))
        if not weeks:
            raise SystemExit("there is no whole week in it")
    known = {week for counts in by_week.values() for week in counts}
    unknown = {week for week in weeks if week not in known}
    for words, count in (("days are summed to weeks; begun ones at either end left out", daily), ("weeks unknown", len(unknown))):
        if count:
            print(f"{words}{'' if count is True else f': {count}'}", file=sys.stderr)
    many = [
        series.filled(key, counts, range(max(weeks.start, min(counts)), weeks.stop), unknown)
        for key, counts in sorted(by_week.items())
        if min(counts) < weeks.stop
    ]
    young = sum(series.method(each) is Method.TOO_YOUNG for each in many)
    return many, {
        "rows": len(rows),
        "daily": daily,
        "weeks": len(weeks),
        "unknown_weeks": len(unknown),
        "series": len(many),
        "too_young": young,
    }
