"""The same series by R's farringtonFlexible (package surveillance, settings of 2013), where R is installed. Nothing needs it."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from bench.surge_scenarios import CURRENT, WEEKS, scenarios, simulate
from tongban.insight.rules import farrington

REPLICATES = 2  # of each scenario, with old surges and a current one: R needs some ten milliseconds a test
PAST, NOW = 3, 5
SCRIPT = """
suppressMessages(library(surveillance))
asked <- commandArgs(TRUE)
counts <- as.matrix(read.csv(asked[1], header = FALSE))
control <- list(range = as.integer(asked[3]):nrow(counts), b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26,
  weightsThreshold = 2.58, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = as.numeric(asked[4]),
  limit54 = c(5, 4), glmWarnings = FALSE)
told <- suppressWarnings(farringtonFlexible(sts(counts, frequency = 52, start = c(2000, 1)), control))
write.csv(data.frame(alarm = as.integer(c(alarms(told))), bound = c(upperbound(told)), mean = c(told@control$mu0Vector),
  phi = c(told@control$phiVector), trend = c(told@control$trend)), asked[2], row.names = FALSE)
cat(as.character(packageVersion("surveillance")))
"""


def compared(alpha, seed):
    """How many tests agree on the alarm, and every difference on standard error; or that nothing was compared."""
    if shutil.which("Rscript") is None:
        return {"r": "not compared: Rscript is not here"}
    made = [
        simulate(scenario, replicate, past_factor=PAST, factors=(NOW,), seed=seed + 1)
        for scenario in scenarios()
        for replicate in range(REPLICATES)
    ]
    counts = np.array([each.quiet + each.surges[0] for each in made]).astype(int)
    with tempfile.TemporaryDirectory() as place:
        ran, theirs = _by_r(Path(place), counts, alpha)
    if ran.returncode:
        return {"r": f"not compared: {(ran.stderr.strip().splitlines() or ['Rscript failed'])[-1]}"}
    settings = farrington.Settings(alpha=alpha)
    length = farrington.window(5, settings)
    rows = sliding_window_view(counts.astype(float), length, axis=1)[:, CURRENT - length + 1 :].reshape(-1, length)
    ours, judged = farrington.tested(rows, settings)
    differ = np.flatnonzero(judged.alarm != theirs["alarm"])
    for row in differ:
        print(_difference(row, rows, ours, theirs), file=sys.stderr)
    alike = np.isfinite(theirs["mean"]) & (ours.trend == theirs["trend"]) & (theirs["mean"] > 1e-6)
    return {
        "r": f"surveillance {ran.stdout.strip()}",
        "r_tests": len(rows),
        "r_alarms": int(theirs["alarm"].sum()),
        "r_agree": round(1 - len(differ) / len(rows), 5),
        "r_same_model": round(float(alike.mean()), 5),
        "r_mean_apart": float(f"{np.abs(ours.mean[alike] / theirs['mean'][alike] - 1).max():.1e}"),
    }


def _by_r(place, counts, alpha):
    np.savetxt(place / "counts.csv", counts.T, fmt="%d", delimiter=",")
    (place / "ask.R").write_text(SCRIPT, "utf-8")
    files = [str(place / name) for name in ("ask.R", "counts.csv", "told.csv")]
    ran = subprocess.run(["Rscript", *files, str(CURRENT + 1), str(alpha)], capture_output=True, text=True)
    if ran.returncode:
        return ran, {}
    with (place / "told.csv").open(newline="") as file:
        told = list(csv.DictReader(file))
    numbers = {name: np.array([float("nan" if row[name] == "NA" else row[name]) for row in told]) for name in told[0]}
    return ran, numbers | {"alarm": numbers["alarm"] == 1, "trend": numbers["trend"] == 1}


def _difference(row, rows, ours, theirs):
    """One test on which the two do not agree, and why."""
    if not np.isfinite(theirs["mean"][row]):
        why = "R's fit did not converge"
    elif ours.trend[row] != theirs["trend"][row]:
        why = f"a trend is kept by {'us' if ours.trend[row] else 'R'} alone"
    else:
        why = "the models agree, the bound falls on the other side of a count"
    number, week = divmod(row, WEEKS - CURRENT)
    scenario, replicate = divmod(number, REPLICATES)
    both = f"mean {ours.mean[row]:.4f} and {theirs['mean'][row]:.4f}, bound {ours.bound[row]:.0f} and {theirs['bound'][row]:.0f}"
    return (
        f"R differs: scenario {scenario + 1}, replicate {replicate}, week {CURRENT + week + 1}: {rows[row, -1]:.0f} messages, {both}: {why}"
    )
