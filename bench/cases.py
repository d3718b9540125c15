"""Full cases of six acts over HTTP against the served program, and the same rows written by bare psycopg: bin/bench cases [--seconds N].

Eight clients, signed in before the clock starts; the worker runs. Then, on the same database with the program stopped, the limit:
eight processes of bare psycopg that write what the acts wrote, one commit per act (bench/limit.py). Everything happens in a
folder of its own under var/, which is deleted at the end.
"""

import argparse
import json
import urllib.error
import urllib.request

from bench import clients, ground, limit, recording

CLIENTS = 8
MOST_STATEMENTS = 15


def main():
    parser = argparse.ArgumentParser(prog="bin/bench cases", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    with ground.database() as (place, url):
        print(json.dumps(measure(place, url, options.seconds)))


def measure(place, url, seconds):
    """Serve and drive, then stop the program and find the limit of the same database."""
    with ground.served(place) as address:
        driven = clients.drive(address, clients=CLIENTS, seconds=seconds)
        backlog = _asked(f"{address}/health")["backlog"]
        first, second = recording.cases(count=2)
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


def _asked(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
