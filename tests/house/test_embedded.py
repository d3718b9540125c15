"""The embedded PostgreSQL: where it is put, that it starts, stops and starts again, and whom it lets in."""

import os
import pwd
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded
from config.database import database_from_url


@pytest.fixture
def var() -> Iterator[Path]:
    """A short path that every account may enter, as a checkout's var/ often is; pytest's own folders are private."""
    with tempfile.TemporaryDirectory(prefix="tongban-embedded-") as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path


@pytest.fixture
def cluster(var: Path) -> Iterator[embedded.Cluster]:
    placed = embedded.place(var, throwaway=True)
    yield placed
    if (placed.data / "PG_VERSION").exists():
        embedded.stop(placed)


def test_it_starts_in_utf8_and_c_and_starts_again_with_what_it_kept(cluster: embedded.Cluster) -> None:
    embedded.start(cluster)
    address = cluster.url.replace("/tongban?", "/postgres?")
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute("SELECT pg_encoding_to_char(encoding), datcollate, datlocprovider FROM pg_database LIMIT 1").fetchone()
        assert row == ("UTF8", "C", "c")
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    embedded.stop(cluster)
    assert not embedded.is_running(cluster)
    embedded.start(cluster)
    embedded.start(cluster)  # one that runs is used
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT seven FROM kept").fetchone() == (7,)
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed|no pg_hba.conf entry|does not exist"):
        psycopg.connect(address.replace("tongban@", "somebody@"))


def test_a_throw_away_server_is_the_only_one_that_may_forget(var: Path) -> None:
    kept, thrown = embedded.place(var), embedded.place(var, throwaway=True)
    assert "fsync" not in embedded._settings(kept)
    assert "fsync = off" in embedded._settings(thrown)


def test_programs_started_by_hand_find_the_server(var: Path) -> None:
    cluster = embedded.place(var)
    assert embedded.remembered_url(var) == cluster.url
    assert database_from_url("", var=var)["HOST"] == str(cluster.socket)


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(var: Path) -> None:
    deep = var / ("a-long-name-" * 5) / ("and-another-" * 4)
    deep.mkdir(parents=True)
    socket = embedded.place(deep).socket
    assert len(str(socket / ".s.PGSQL.5432")) <= embedded.LONGEST_SOCKET_PATH
    assert socket.stat().st_mode & 0o777 == 0o700
    socket.rmdir()


def test_a_folder_that_others_may_write_is_refused(cluster: embedded.Cluster) -> None:
    cluster.socket.chmod(0o777)
    with pytest.raises(embedded.EmbeddedServerError, match="belongs to"):
        embedded.start(cluster)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another account")
def test_root_runs_it_under_another_account_and_out_of_the_way_where_that_one_cannot_enter(var: Path) -> None:
    account = embedded.place(var).account
    assert account is not None
    assert pwd.getpwnam(account).pw_uid != 0
    closed = var / "closed"
    closed.mkdir(mode=0o700)
    elsewhere = embedded.place(closed, throwaway=True)
    assert not elsewhere.data.is_relative_to(var)
    embedded.remove(elsewhere)


def test_a_url_is_read_with_its_options() -> None:
    settings = database_from_url("postgres://an%40na:s%3Acret@db.example:5433/city?sslmode=require", var=Path("/nowhere"))
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"], settings["PORT"]) == ("an@na", "s:cret", "db.example", "5433")
    assert settings["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres://host", "nonsense"])
def test_a_url_that_is_none_is_refused_with_the_right_shape(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL must read"):
        database_from_url(url, var=Path("/nowhere"))
