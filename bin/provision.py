"""Sets up what a door of the repository needs, then continues inside it: Python, `.venv`, the locked packages.

Only the standard library, and only words that Python 3.8 can read, so that an old Python gets a message instead of a syntax error.
Not here: the database (config/embedded.py) and what a test needs from the system (bin/test).
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = Path(os.environ.get("TONGBAN_VAR") or ROOT / "var")
OLDEST = (3, 11)


class Stop(SystemExit):
    """A message for the person at the terminal, which says what to do; ends the program."""

    def __init__(self, message):
        print(f"\n{message}", file=sys.stderr, flush=True)
        super().__init__(1)


def say(text):
    print(text, flush=True)


def enter(*locks):
    """Return only inside `.venv` with these locks installed; before that, make it and start this program again in it."""
    if sys.version_info < OLDEST:
        _use_newer_python()
    with _alone():
        if not _works():
            _make()
        for lock in locks:
            _install(lock)
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(_python(), [str(_python()), *sys.argv])
    sys.path.insert(0, str(ROOT))


def _python():
    return VENV / "bin" / "python"


def _use_newer_python():
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    raise Stop(
        f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.\n"
        "Debian 12, Ubuntu 24.04 and later have it:\n\n    sudo apt-get install -y python3 python3-venv\n"
    )


@contextlib.contextmanager
def _alone():
    """One set-up at a time; a second one waits for the first."""
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        handle = open(VAR / "provision.lock", "w")
    except OSError as error:
        raise Stop(f"{VAR} cannot be written by this user ({error.strerror}). Use a checkout of your own, or set TONGBAN_VAR.") from error
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _works():
    """Whether `.venv` was made by us, here, and its Python still runs."""
    if not (VENV / "provisioned").exists() or (VENV / "provisioned").read_text() != str(ROOT):
        return False
    with contextlib.suppress(OSError):
        return (
            subprocess.run([_python(), "-c", f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"], capture_output=True).returncode
            == 0
        )
    return False


def _make():
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Stop(f"Python's venv is missing. On Debian or Ubuntu this installs it:\n\n    sudo apt-get install -y {package}\n")
    if VENV.is_symlink():
        raise Stop(f"{VENV} is a link, and what it leads to may be another checkout's: remove the link, and one of its own is made here.")
    say("Making .venv" if not VENV.exists() else "Making .venv anew: it was not finished, was moved, or its Python is gone")
    base = getattr(sys, "_base_executable", sys.executable)
    made = subprocess.run([base, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        raise Stop(f"Making .venv failed:\n{made.stdout}{made.stderr}")
    (VENV / "provisioned").write_text(str(ROOT))


def installed(lock):
    """Whether exactly this lock has been installed."""
    _, stamp, digest = _lock(lock)
    return stamp.exists() and stamp.read_text() == digest


def _lock(name):
    path = ROOT / "requirements" / f"{name}.txt"
    return path, VENV / f"provisioned.{name}", hashlib.sha256(path.read_bytes()).hexdigest()


def _install(lock):
    if installed(lock):
        return
    path, stamp, digest = _lock(lock)
    started = time.monotonic()
    stamp.unlink() if stamp.exists() else None
    say(f"Installing requirements/{lock}.txt")
    lines = _pip("install", "--no-deps", "--no-compile", "--require-hashes", "-r", str(path))
    if lines is not None:
        raise Stop(f"Installing requirements/{lock}.txt failed; run it again when the cause is gone:\n\n" + "".join(lines[-15:]))
    stamp.write_text(digest)
    say(f"  done in {time.monotonic() - started:.0f} s")


def _pip(*arguments):
    """Run pip with a line of progress now and then; its last lines when it fails, None when it succeeds."""
    command = [_python(), "-m", "pip", *arguments, "--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PYTHONUNBUFFERED": "1"}
    lines, seen = [], 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            lines.append(line)
            if re.match(r"\s+Downloading \S+ \(\d+(\.\d+)? MB\)", line):
                say(" " + line.rstrip())
            seen += line.startswith("Collecting")
            if line.startswith("Installing"):
                say(f"  unpacking {seen} packages")
    return lines if pip.returncode else None
