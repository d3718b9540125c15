"""The programs that bin/serve keeps running: started together, stopped together, and stopped when one of them ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1


class Children:
    """Programs in sessions of their own, so that Ctrl-C reaches bin/serve first and is passed on in order."""

    def __init__(self):
        self.running = {}
        self.may_end = set()
        self.stopping = False

    def start(self, name, command, *, niceness=0, may_end=False, **settings):
        def prepare():
            if niceness:
                os.nice(niceness)
            if sys.platform == "linux":  # a killed bin/serve leaves nothing behind
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

        apart = {"stdin": subprocess.DEVNULL, "start_new_session": True, "preexec_fn": prepare}
        self.running[name] = subprocess.Popen(command, **apart, **settings)
        if may_end:
            self.may_end.add(name)

    def ended(self):
        """The name and exit code of a program that ended by itself, else None."""
        for name, child in self.running.items():
            if child.poll() is not None and name not in self.may_end:
                return name, child.returncode
        return None

    def watch(self):
        """Return when bin/serve is told to stop, or when a program ends by itself."""
        while not self.stopping and self.ended() is None:
            time.sleep(0.2)

    def stop(self, patience=20):
        """Ask all to end, last started first; end by force what does not."""
        for child in reversed(self.running.values()):
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + patience
        for child in self.running.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
