"""The programs that bin/serve keeps running: started together, stopped together, and stopped when one of them ends that has to be there.

Others may end, or are started again when they do, after a pause that grows while they keep ending.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

from provision import say

PR_SET_PDEATHSIG = 1
PAUSES = (1, 5, 15, 60)  # seconds before a program that ended is started again, each time longer; the last from then on
STEADY = 600  # seconds after which a program that ran counts as sound again


class Child:
    """One program and how it is started, so that it can be started again."""

    def __init__(self, command, settings, *, may_end, again):
        self.command, self.settings, self.may_end, self.again = command, settings, may_end, again
        self.deaths, self.due = 0, None
        self.launch()

    def launch(self):
        """Start it, for the first time or anew."""
        self.process, self.begun, self.due = subprocess.Popen(self.command, **self.settings), time.monotonic(), None

    def comes_back(self):
        """Whether it is started again: one that may end only where it was killed."""
        return self.again and (not self.may_end or self.process.returncode < 0)


class Children:
    """Programs in sessions of their own, so that Ctrl-C reaches bin/serve first and is passed on in order."""

    def __init__(self):
        self.running = {}
        self.stopping = False

    def start(self, name, command, *, niceness=0, may_end=False, again=False, **settings):
        def prepare():
            if niceness:
                os.nice(niceness)
            if sys.platform == "linux":  # a killed bin/serve leaves nothing behind
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

        apart = {"stdin": subprocess.DEVNULL, "start_new_session": True, "preexec_fn": prepare}
        self.running[name] = Child(command, apart | settings, may_end=may_end, again=again)

    def ended(self):
        """The name and exit code of a program that has to be there and ended by itself, else None."""
        for name, child in self.running.items():
            if child.process.poll() is not None and not child.may_end and not child.again:
                return name, child.process.returncode
        return None

    def watch(self):
        """Return when bin/serve is told to stop, or when a program ends that has to be there; start others again."""
        while not self.stopping and self.ended() is None:
            self.revive()
            time.sleep(0.2)

    def revive(self):
        """Start again what ended and is due; say so, and when."""
        now = time.monotonic()
        for name, child in self.running.items():
            if child.process.poll() is None or not child.comes_back():
                continue
            if child.due is None:
                child.deaths = 1 if now - child.begun > STEADY else child.deaths + 1
                pause = PAUSES[min(child.deaths, len(PAUSES)) - 1]
                child.due = now + pause
                how = f"ended by itself (exit code {child.process.returncode})"
                say(f"The {name} {how}. The pages stay open; it is started again in {pause} s.")
            elif now >= child.due:
                child.launch()
                say(f"The {name} was started again (for the {child.deaths}. time lately).")

    def stop(self, patience=20):
        """Ask all to end, last started first; end by force what does not."""
        processes = [child.process for child in self.running.values()]
        for process in reversed(processes):
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + patience
        for process in processes:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
