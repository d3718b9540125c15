"""What each method does with simulated series: its false alarms in quiet weeks, and the surges it finds."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from bench.surge_scenarios import CURRENT, WEEKS, simulate
from tongban.insight.rules import ears, farrington

FACTORS = tuple(range(1, 11))
METHODS = ("farrington", "c1", "c2", "c3")


@dataclass
class Tally:
    """What one method did. By factor: surges, those found, those found in the week of their first case, and weeks of delay together."""

    quiet_weeks: int = 0
    over: int = 0  # quiet weeks that are over the bound
    alarms: int = 0  # and have the fewest messages that an alarm needs
    surges: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    at_once: Counter = field(default_factory=Counter)
    delay: Counter = field(default_factory=Counter)
    weeks: Counter = field(default_factory=Counter)  # of series with a surge: (has cases of it, alarm)
    quiet_scores: list = field(default_factory=list)  # of quiet weeks with enough messages
    best_scores: list = field(default_factory=list)  # (factor, the highest score while it lasted) of surges

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def pod_at(self, false_alarms):
        """What is found when the bar stands where so large a share of quiet weeks alarms."""
        scores = np.sort(self.quiet_scores)[::-1]
        bar = scores[min(round(false_alarms * self.quiet_weeks), len(scores) - 1)] if len(scores) else np.inf
        found = Counter(factor for factor, best in self.best_scores if best > bar)
        return {str(factor): round(found[factor] / max(1, self.surges[factor]), 4) for factor in FACTORS}

    def fpr(self):
        return round(self.over / self.quiet_weeks, 5)

    def false_alarms(self):
        return round(self.alarms / self.quiet_weeks, 5)

    def pod(self):
        return {str(factor): round(self.found[factor] / max(1, self.surges[factor]), 4) for factor in FACTORS}

    def by_week(self):
        """Over all factors, week by week; and how soon surges were found."""
        weeks, found = self.weeks, max(1, self.found.total())
        shares = {"sensitivity": (True, True), "specificity": (False, False)}
        told = {name: _share(weeks[pair], weeks[pair[0], True] + weeks[pair[0], False]) for name, pair in shares.items()}
        told |= {"ppv": _share(weeks[True, True], weeks[True, True] + weeks[False, True])}
        told |= {"npv": _share(weeks[False, False], weeks[False, False] + weeks[True, False])}
        told |= {"f1": _share(2 * weeks[True, True], 2 * weeks[True, True] + weeks[False, True] + weeks[True, False])}
        return told | {"pod_at_once": _share(self.at_once.total(), self.surges.total()), "delay_weeks": _share(self.delay.total(), found)}


def total(tallies):
    whole = Tally()
    for each in tallies:
        whole.add(each)
    return whole


def measured(task):
    """Some replicates of one scenario: its number, the tally of each method, Farrington's tests and what seconds of a core they took."""
    scenario, replicates, past_factor, alpha, seed = task
    made = [simulate(scenario, each, past_factor=past_factor, factors=FACTORS, seed=seed) for each in replicates]
    cases = np.vstack([np.vstack([np.zeros(WEEKS), each.surges]) for each in made])
    series = np.repeat([each.quiet for each in made], 1 + len(FACTORS), axis=0) + cases
    settings = farrington.Settings(alpha=alpha)
    length = farrington.window(settings.years, settings)
    rows = sliding_window_view(series, length, axis=1)[:, CURRENT - length + 1 :].reshape(-1, length)
    started = time.process_time()
    _, judged = farrington.tested(rows, settings)
    spent = time.process_time() - started
    likewise = ears.Settings(alpha=alpha, alpha_c3=alpha, floor=settings.floor, floor_weeks=settings.floor_weeks)
    last = rows[:, -ears.WEEKS_C3 :]
    found = {"farrington": judged} | {name: getattr(ears, name)(last, likewise) for name in METHODS[1:]}
    return scenario.number, {name: _tally(cases[:, CURRENT:], each) for name, each in found.items()}, len(rows), spent


def _tally(cases, judged):
    """Rows come by replicate: one without a surge, then one for each factor."""
    scores = np.where(judged.enough, judged.score, -np.inf).reshape(cases.shape)
    over, alarm = (each.reshape(cases.shape) for each in (judged.score > 1, judged.alarm))
    quiet = slice(None, None, 1 + len(FACTORS))
    tally = Tally(quiet_weeks=over[quiet].size, over=int(over[quiet].sum()), alarms=int(alarm[quiet].sum()))
    tally.quiet_scores = [float(each) for each in scores[quiet].ravel() if each > -np.inf]
    for row in range(len(cases)):
        weeks = np.flatnonzero(cases[row])
        if not len(weeks):
            continue  # without a surge, or one without a case within the weeks
        factor, first = FACTORS[row % (1 + len(FACTORS)) - 1], weeks[0]
        hits = np.flatnonzero(alarm[row, first : weeks[-1] + 1])
        tally.surges[factor] += 1
        tally.best_scores.append((factor, float(scores[row, first : weeks[-1] + 1].max())))
        tally.at_once[factor] += int(alarm[row, first])
        if len(hits):
            tally.found[factor] += 1
            tally.delay[factor] += int(hits[0])
        both = int((alarm[row] & (cases[row] > 0)).sum())
        of_surge, of_alarm = len(weeks), int(alarm[row].sum())
        tally.weeks.update({(True, True): both, (True, False): of_surge - both, (False, True): of_alarm - both})
        tally.weeks[False, False] += cases.shape[1] - of_surge - of_alarm + both
    return tally


def _share(part, whole):
    return round(part / max(1, whole), 4)
