"""How well surges are found: the 42 simulated scenarios of Noufaily et al. 2013, by improved Farrington and by EARS C1, C2, C3.

bin/bench surge [--reps N] [--k1 K] [--alpha A] [--table]: false positive rate (share of the weeks without a surge that are over the bound)
and probability of detection (share of surges with an alarm between their first and last case) by scenario and by size factor k = 1..10.
Every series is fitted anew for every one of its 49 weeks. --table prints it by scenario on standard error; the last line is JSON.
bin/bench surge --series FILE.csv (date,key,count; days or weeks): the alarms in any data.
Where R with the package surveillance is installed, alarms on the same series are held against its farringtonFlexible.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")  # a process a core; read when numpy is loaded

LOCKS = ("insight",)
TOGETHER = 10  # replicates that one process takes at once


def main():
    parser = argparse.ArgumentParser(prog="bin/bench surge", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reps", type=int, default=100, help="replicates of each scenario (the paper has 100)")
    parser.add_argument("--k1", type=float, default=0, help="size factor of the four old surges in the history: 0, 2, 3, 5, 10")
    parser.add_argument("--alpha", type=float, default=0.005, help="one-sided, of Farrington, C1, C2 and C3 alike")
    parser.add_argument("--seed", type=int, default=2013)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--table", action="store_true", help="by scenario, on standard error")
    parser.add_argument("--series", type=Path, help="CSV with date, key and count: print its alarms instead")
    options = parser.parse_args()
    if options.reps < 1 or options.processes < 1 or not 0 < options.alpha < 0.5 or options.k1 < 0:
        parser.error("--reps and --processes are at least 1, --alpha lies between 0 and 0.5, --k1 is not negative")
    if options.series:
        from bench import surge_series  # noqa: PLC0415  only what is asked for

        surge_series.run(options.series, options.alpha)
    else:
        _scenarios(options)


def _scenarios(options):
    from bench import surge_r  # noqa: PLC0415  numpy is loaded after its threads are set
    from bench.surge_measure import METHODS, Tally, measured  # noqa: PLC0415
    from bench.surge_scenarios import scenarios  # noqa: PLC0415

    started = time.perf_counter()
    tasks = [
        (each, range(first, min(first + TOGETHER, options.reps)), options.k1, options.alpha, options.seed)
        for each in scenarios()
        for first in range(0, options.reps, TOGETHER)
    ]
    tallies = {method: {each.number: Tally() for each in scenarios()} for method in METHODS}
    tests, seconds = 0, 0.0
    with multiprocessing.Pool(options.processes) as pool:
        for number, told, fitted, spent in pool.imap_unordered(measured, tasks):
            for method, tally in told.items():
                tallies[method][number].add(tally)
            tests, seconds = tests + fitted, seconds + spent
    if options.table:
        _table(tallies)
    figures = {"nominal": options.alpha, "k1": options.k1, "reps": options.reps, "seed": options.seed} | _figures(tallies)
    figures |= {"series_per_s": round(tests / seconds), "tests": tests, "processes": options.processes}
    figures |= surge_r.compared(options.alpha, options.seed) | {"wall_s": round(time.perf_counter() - started, 1)}
    print(json.dumps(figures))


def _figures(tallies):
    from bench.surge_measure import total  # noqa: PLC0415

    whole = {method: total(each.values()) for method, each in tallies.items()}
    found = {"mean_fpr": whole["farrington"].fpr(), "mean_fpr_alarms": whole["farrington"].false_alarms()}
    found |= {f"mean_fpr_{method}": tally.fpr() for method, tally in whole.items() if method != "farrington"}
    found |= {"pod" if method == "farrington" else f"pod_{method}": tally.pod() for method, tally in whole.items()}
    found |= {"pod_c2_same_fpr": whole["c2"].pod_at(whole["farrington"].false_alarms())}
    found |= {"by_week": {method: tally.by_week() for method, tally in whole.items()}, "scenarios": len(tallies["farrington"])}
    return found | {
        "by_scenario": [
            {"scenario": number, "fpr": tally.fpr(), "pod": tally.pod(), "fpr_c2": c2.fpr(), "pod_c2": c2.pod()}
            for (number, tally), c2 in zip(tallies["farrington"].items(), tallies["c2"].values(), strict=True)
        ]
    }


def _table(tallies):
    shown = (1, 2, 3, 5, 7, 10)
    factors = "".join(f"{'k=' + str(factor):>7}" for factor in shown)
    print(f"{'':8}{'Farrington':>15}{'':{len(factors)}}   EARS C2", file=sys.stderr)
    print(f"scenario{'FPR':>7}{'alarms':>8}{factors}   {'FPR':>7}{factors}", file=sys.stderr)
    for number, tally in tallies["farrington"].items():
        c2 = tallies["c2"][number]
        ours, theirs = ("".join(f"{each.pod()[str(factor)]:7.2f}" for factor in shown) for each in (tally, c2))
        print(f"{number:8d}{tally.fpr():7.4f}{tally.false_alarms():8.4f}{ours}   {c2.fpr():7.4f}{theirs}", file=sys.stderr)


if __name__ == "__main__":
    main()
