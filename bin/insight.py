"""Beside a running city: installs the libraries of the analysis, then becomes the worker that runs its heavy jobs.

Started by bin/serve after the first page is up. Where they cannot be installed it says so and ends: the city does without.
"""

import os
import signal
import sys

from provision import ROOT, enter

COMMAND = [sys.executable, str(ROOT / "manage.py"), "worker", "--insight"]


def main():
    signal.signal(signal.SIGTERM, _end)
    enter("insight")
    os.chdir(ROOT)
    os.execv(COMMAND[0], COMMAND)


def _end(number, _frame):
    """What installs ends with us: it is in our group. The next start installs what is not whole."""
    signal.signal(number, signal.SIG_DFL)
    os.killpg(0, number)


if __name__ == "__main__":
    main()
