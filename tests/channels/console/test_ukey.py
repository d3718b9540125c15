"""The helper program beside a browser, with a token in SoftHSM: it signs what the page gave, and nothing for another certificate."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from django.core.management import CommandError, call_command

from tests.cases import city, factories, signing
from tests.kernel.test_tokens import MODULE, PIN
from tongban.cases import actions
from tongban.cases.models import FormSignature
from tongban.channels.console import ukey
from tongban.channels.web.citizen.views.apply.sign import _told
from tongban.identity.models import Certificate, Login, Mandate, Organisation
from tongban.kernel import clock
from tongban.kernel.signing import tokens

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (MODULE and shutil.which("softhsm2-util")), reason="not installed: softhsm2"),
]


@pytest.fixture
def token(tmp_path: Path) -> str:
    """A fresh, empty token; the library reads its settings once in a process, so one that is there already is used."""
    if "SOFTHSM2_CONF" not in os.environ:
        (tmp_path / "tokens").mkdir()
        told = f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
        (tmp_path / "softhsm2.conf").write_text(told)
        os.environ["SOFTHSM2_CONF"] = str(tmp_path / "softhsm2.conf")
    label = f"ukey-{uuid.uuid4().hex[:8]}"
    made = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", PIN, "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    pkcs11.lib(MODULE).reinitialize()  # it has looked for tokens already
    return label


def issued(phone: str, token: str, **more: str) -> str:
    said = StringIO()
    call_command("issue_token", phone=phone, module=MODULE, token=token, pin=PIN, stdout=said, **more)
    return said.getvalue().strip().rpartition(" ")[2]


def answered(task: str, token: str) -> dict[str, Any]:
    said = StringIO()
    call_command("sign_with_token", task, module=MODULE, token=token, pin=PIN, stdout=said, stderr=StringIO())
    return json.loads(base64.urlsafe_b64decode(said.getvalue().strip()))


def test_a_wrong_pin_and_a_token_that_is_not_there_are_said(token: str) -> None:
    with pytest.raises(tokens.KeyStoreClosed, match="the PIN is wrong"):
        ukey.make_key(MODULE, token, "9999", "ukey")
    with pytest.raises(tokens.KeyStoreClosed, match="no token with this label"):
        ukey.make_key(MODULE, "nobodys", PIN, "ukey")
    with pytest.raises(CommandError, match="the PIN is wrong"):
        call_command("issue_token", phone=a_person(), module=MODULE, token=token, pin="9999")
    store = tokens.Store(MODULE, token, "9999")
    with pytest.raises(tokens.KeyStoreClosed, match="the PIN is wrong"):
        store.public("ukey")


def a_person() -> str:
    """The phone number of somebody who is known."""
    signing.load()
    return Login.objects.get(pk=signing.signed_in().id).phone


def test_a_person_signs_a_form_with_the_key_on_a_token(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: factories.MORNING)
    signing.load()
    by = signing.signed_in()
    assert by.person_id is not None
    fingerprint = issued(Login.objects.get(pk=by.id).phone, token)
    application = signing.prepared(factories.an_application(city.SHORT, by.person_id), by)
    assert application.signing_id is not None
    task = actions.begin_token_signing(signing_id=application.signing_id, fingerprint=fingerprint, by=by, at=factories.MORNING)
    told = answered(_told(task), token)
    assert told["certificate"] == fingerprint
    signatures = tuple(map(base64.b64decode, told["signatures"]))
    actions.finish_token_signing(signing_id=application.signing_id, signatures=signatures, by=by, at=signing.LATER)
    signing.submit(application, by, at=signing.LATER)
    row = FormSignature.objects.get()
    assert row.verdicts and all(check["holds"] is not False for part in row.verdicts.values() for check in part)


def test_the_helper_signs_for_no_other_certificate_and_nothing_that_is_no_task(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: factories.MORNING)
    signing.load()
    issued(Login.objects.get(pk=signing.signed_in().id).phone, token)
    digest = base64.b64encode(bytes(32)).decode()
    other = base64.urlsafe_b64encode(json.dumps({"purpose": "x", "digests": [digest], "certificate": "0" * 64}).encode()).decode()
    with pytest.raises(CommandError, match="another certificate"):
        answered(other, token)
    for text in ("", "no task", base64.urlsafe_b64encode(b"{}").decode(), base64.urlsafe_b64encode(b'{"purpose": "x"}').decode()):
        with pytest.raises(ukey.BadTask):
            ukey.read(text)


def test_a_wrong_pin_or_an_unknown_token_is_told(token: str) -> None:
    digest = base64.b64encode(bytes(32)).decode()
    task = base64.urlsafe_b64encode(json.dumps({"purpose": "x", "digests": [digest]}).encode()).decode()
    for told in ({"token": token, "pin": "0000"}, {"token": "nobody's", "pin": PIN}, {"token": token, "pin": PIN}):
        with pytest.raises(CommandError):
            call_command("sign_with_token", task, module=MODULE, stdout=StringIO(), stderr=StringIO(), **told)


def test_a_company_has_a_token_for_its_own_people_alone(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: factories.MORNING)
    signing.load()
    company, owner = signing.a_company()
    agent, stranger = signing.signed_in(), signing.signed_in()
    assert agent.person_id is not None
    mandate = {"person_id": agent.person_id, "organisation_id": company, "scope": "演示", "valid_from": factories.MORNING.date()}
    Mandate.objects.create(**mandate, granted_at=factories.MORNING)
    uscc = Organisation.objects.get(pk=company).uscc
    with pytest.raises(CommandError, match="neither represents the company nor has a mandate"):
        issued(Login.objects.get(pk=stranger.id).phone, token, company=uscc)
    assert not Certificate.objects.exists()
    store = tokens.Store(MODULE, token, PIN)
    with pytest.raises(tokens.NoSuchKey):
        store.public("ukey")
    store.close()
    issued(Login.objects.get(pk=owner.id).phone, token, company=uscc, key="owner")
    issued(Login.objects.get(pk=agent.id).phone, token, company=uscc, key="agent")
    assert set(Certificate.objects.values_list("person_id", flat=True)) == {owner.person_id, agent.person_id}
