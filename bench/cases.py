"""Full cases of six acts over HTTP against the served program, and the same rows written by bare psycopg: bin/bench cases [--seconds N].

Eight clients, signed in before the clock starts; the worker runs. Then, on the same database with the program stopped, the limit:
eight processes of bare psycopg that write what the acts wrote, one commit per act (bench/limit.py). Everything happens in a
folder of its own under var/, which is deleted at the end.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench import clients, limit, recording
from config import embedded

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 8
MOST_STATEMENTS = 15
PATIENCE = 180


def main():
    parser = argparse.ArgumentParser(prog="bin/bench cases", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    place = ROOT / "var" / f"bench-{os.getpid()}"
    place.mkdir(parents=True)
    os.environ["TONGBAN_VAR"] = str(place)
    cluster = embedded.place(place)
    try:
        embedded.start(cluster)
        os.environ["DATABASE_URL"] = cluster.url
        print(json.dumps(measure(options.seconds, cluster.url)))
    finally:
        if cluster.data.exists():
            embedded.stop(cluster)
        shutil.rmtree(cluster.data.parent if cluster.data.parent != place else place, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)


def measure(seconds, url):
    """Serve and drive, then stop the program and find the limit of the same database."""
    address = f"http://127.0.0.1:{_free_port()}"
    program = subprocess.Popen(
        [sys.executable, str(ROOT / "bin" / "serve"), "--port", address.rpartition(":")[2]], stdout=subprocess.PIPE, text=True
    )
    try:
        _wait(program, f"{address}/health")
        driven = clients.drive(address, clients=CLIENTS, seconds=seconds)
        backlog = _asked(f"{address}/health")["backlog"]
        first, second = recording.cases(count=2)
    finally:
        program.terminate()
        program.wait(timeout=60)
    statements = {act.name: len(act.statements) + recording.BEGIN_AND_COMMIT for act in first}
    most = max(statements.values())
    assert most <= MOST_STATEMENTS, f"an act takes {most} statements, at most {MOST_STATEMENTS} are allowed: {statements}"
    written = [[act.writes() for act in case] for case in (first, second)]
    ceiling = limit.cases_per_s(url, *written, seconds=seconds, processes=CLIENTS)
    return {
        **driven,
        "statements_per_act": statements,
        "backlog": backlog,
        "limit_cases_per_s": round(ceiling, 1),
        "ratio": round(driven["cases_per_s"] / ceiling, 3),
    }


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(program, address):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if program.poll() is not None:
            raise SystemExit(f"bin/serve ended with code {program.returncode}; its output:\n{program.stdout.read()}")
        try:
            return _asked(address)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"bin/serve did not answer within {PATIENCE} s")


def _asked(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
