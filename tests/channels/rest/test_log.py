"""The log of everything that was sealed, as auditors ask for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tests.channels.rest import people
from tests.channels.rest.caller import Caller, problem
from tests.channels.rest.consumers import licence_of
from tests.channels.rest.fixtures import NOW
from tests.kernel.elsewhere import everybody_older_is_done
from tongban.kernel import history, transparency

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_new_process() -> Iterator[None]:
    for chain in history.CHAINS:
        chain.all_sealed_below.clear()
    yield
    for chain in history.CHAINS:
        chain.all_sealed_below.clear()


def signed(minute: int = 0) -> None:
    everybody_older_is_done()
    history.seal()
    assert transparency.sign(at=NOW + timedelta(minutes=minute))


@committed
def test_before_anything_is_signed_there_is_no_proof(anybody: Caller, agent: people.Somebody) -> None:
    problem(anybody.get("/log/checkpoint"), 404, "not-proven-yet")
    problem(anybody.get(f"/log/proof/{licence_of(agent.company_id).identifier}"), 404, "not-proven-yet")
    problem(anybody.get("/log/consistency?old=1"), 422, "no-such-size")


@committed
def test_a_verification_carries_the_proof_and_the_log_only_grew(anybody: Caller, agent: people.Somebody) -> None:
    identifier = licence_of(agent.company_id).identifier
    assert anybody.get(f"/verifications/{identifier}").json()["proof"] is None
    signed()
    first = anybody.get("/log/checkpoint").json()
    proof = anybody.get(f"/log/proof/{identifier}").json()
    assert anybody.get(f"/verifications/{identifier}").json()["proof"] == proof
    assert proof["checkpoint"] == first["text"]
    assert (proof["subject_id"], proof["subject_type"]) == (str(licence_of(agent.company_id).pk), "licences.licence")
    people.factories.make_company()
    signed(1)
    grown = anybody.get(f"/log/consistency?old={first['size']}").json()
    assert (grown["old_root"], grown["new"] > first["size"]) == (first["root"], True)
    assert anybody.client.get("/log/checkpoint").content.decode() == anybody.get("/log/checkpoint").json()["text"]


@committed
def test_tools_fetch_checkpoint_certificate_and_tiles(anybody: Caller, agent: people.Somebody) -> None:
    assert anybody.client.get("/log/checkpoint").status_code == 404
    assert "第一个检查点" in anybody.client.get("/log/").content.decode()
    signed()
    size = transparency.read(transparency.latest() or "").size
    told = anybody.client.get("/log/checkpoint")
    assert (told.status_code, told.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert anybody.client.get("/log/certificate.pem").content.startswith(b"-----BEGIN CERTIFICATE")
    tile = anybody.client.get(f"/log/tile/0/000.p/{size}")
    assert (len(tile.content), "immutable" in tile.headers["Cache-Control"]) == (32 * size, True)
    assert b"tongban batch 1" in anybody.client.get(f"/log/tile/entries/000.p/{size}").content
    assert anybody.client.get("/log/tile/0/000").status_code == 404
    assert told.content.decode().split("\n")[0] in anybody.client.get("/log/").content.decode()


@committed
def test_what_is_no_licence_of_ours_has_no_proof(anybody: Caller, agent: people.Somebody) -> None:
    problem(anybody.get("/log/proof/nonsense"), 422, "malformed-identifier")
    other = licence_of(agent.company_id).identifier.replace(".001.", ".002.")
    assert anybody.get(f"/log/proof/{other}").status_code == 404
    assert "old" in problem(anybody.get("/log/consistency?old=x"), 422, "malformed")["faults"]


@committed
def test_the_program_in_the_documentation_checks_a_proof_with_nothing_of_ours(
    anybody: Caller, agent: people.Somebody, tmp_path: Path
) -> None:
    """docs/sharing.md: a page of Python without libraries, and openssl."""
    signed()
    told = (Path(settings.ROOT) / "docs" / "sharing.md").read_text("utf-8")
    (tmp_path / "check.py").write_text(told.partition("```python\n")[2].partition("```")[0], "utf-8")
    certificate = anybody.client.get("/log/certificate.pem").content
    key = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=certificate, capture_output=True, check=True)
    (tmp_path / "log.pub").write_bytes(key.stdout)
    proof = anybody.get(f"/log/proof/{licence_of(agent.company_id).identifier}").json()
    forged = {"digest": "0" * 64, "act": "licences.revoke", "index": proof["index"] + 1}
    for changes, holds in (({}, True), *(({name: value}, False) for name, value in forged.items())):
        (tmp_path / "proof.json").write_text(json.dumps(proof | changes), "utf-8")
        run = subprocess.run([sys.executable, "check.py", "proof.json"], cwd=tmp_path, capture_output=True, text=True)
        assert (run.returncode == 0) == holds, run.stderr
