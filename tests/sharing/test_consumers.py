"""Consumers of the share interface: registered, given rights and tokens, stopped; by the system's operator and nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.licences.factories import NOON, a_clerk, make_licence_type, refused
from tongban.identity.terms import SYSTEM
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.kernel.signing import libcrypto
from tongban.licences import terms as licence_terms
from tongban.sharing import actions, models, queries, rules, terms

pytestmark = pytest.mark.usefixtures("city")
AS_SYSTEM = {"by": SYSTEM, "at": NOON}
BASIS = "《政务数据共享条例》第十九条"


def registered(code: str = "water", **changes) -> None:
    told = {"code": code, "name": "榕城市示例水利局", "department": "shuiliju", "calls_per_minute": 60}
    actions.register_consumer(**told | AS_SYSTEM | changes)


def granted(**changes) -> None:
    told = {"consumer": "water", "type_code": "QC", "purposes": ["核验资质"], "basis": BASIS, "fields": ["grade"], "copies": True}
    actions.grant_right(**told | AS_SYSTEM | changes)


def test_a_consumer_starts_with_nothing() -> None:
    registered()
    [known] = queries.consumers()
    assert (known.code, known.department, known.rights, known.token_until, known.suspended) == ("water", "shuiliju", (), None, False)
    assert LedgerEntry.objects.latest("id").act == "sharing.consumer_register"
    assert FactRow.objects.latest("id").payload["change"] == "register"


def test_a_code_is_given_once() -> None:
    registered()
    with refused(terms.ConsumerThere):
        registered()


@pytest.mark.parametrize("code", ["c 2'", "a/b", "水利", "a\n", "ａ", "x" * 61])
def test_a_code_is_what_addresses_take(code: str) -> None:
    with refused(terms.IncompleteUse) as found:
        registered(code)
    assert found.value.what == "code" and not models.Consumer.objects.exists()


@pytest.mark.parametrize("changes", [{"code": ""}, {"name": ""}, {"calls_per_minute": 0}, {"calls_per_minute": 10**6}])
def test_a_consumer_needs_a_code_a_name_and_a_rate(changes) -> None:
    with refused(terms.IncompleteUse):
        registered(**changes)


def test_a_department_must_exist() -> None:
    with refused(terms.UnknownReceiver):
        registered(department="nowhere")


def test_a_right_says_type_purpose_ground_and_fields() -> None:
    make_licence_type()
    registered()
    granted(valid_until=date(2027, 12, 31))
    [right] = queries.consumer("water").rights
    assert right == terms.ConsumerRight("QC", ("核验资质",), BASIS, ("grade",), True, date(2027, 12, 31))
    entry = LedgerEntry.objects.latest("id")
    assert (entry.act, entry.basis) == ("sharing.consumer_grant", BASIS)
    assert entry.codes.items() >= {"consumer": "water", "type": "QC"}.items()


def test_a_new_right_stands_instead_of_the_old_which_stays_on_record() -> None:
    make_licence_type()
    registered()
    granted()
    granted(purposes=["年度检查"], copies=False)
    [right] = queries.consumer("water").rights
    assert (right.purposes, right.copies) == (("年度检查",), False)
    assert models.ConsumerRight.objects.count() == 2


def test_a_right_is_taken_back() -> None:
    make_licence_type()
    registered()
    granted()
    actions.revoke_right(consumer="water", type_code="QC", **AS_SYSTEM)
    assert queries.consumer("water").rights == ()
    with refused(terms.NoRight):
        actions.revoke_right(consumer="water", type_code="QC", **AS_SYSTEM)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"fields": ["colour"]}, terms.NoSuchField),
        ({"purposes": ["核验\u202e资质"]}, terms.UnprintablePurpose),
        ({"purposes": ["核验资质", "核验\n资质"]}, terms.UnprintablePurpose),
        ({"purposes": ["核验\u200b资质"]}, terms.UnprintablePurpose),
        ({"encrypted": True}, terms.NoPublicKey),
        ({"purposes": []}, terms.IncompleteUse),
        ({"valid_until": NOON.date() - timedelta(days=1)}, terms.IncompleteUse),
        ({"purposes": [" "]}, terms.IncompleteUse),
        ({"purposes": ["用" * 201]}, terms.IncompleteUse),
        ({"type_code": "NONE"}, licence_terms.UnknownType),
        ({"consumer": "nobody"}, terms.UnknownConsumer),
    ],
)
def test_a_right_that_says_nothing_is_refused(changes, refusal) -> None:
    make_licence_type()
    registered()
    with refused(refusal):
        granted(**changes)


def test_a_token_is_kept_as_a_digest_and_a_new_one_ends_the_old() -> None:
    registered()
    old, until = actions.issue_consumer_token(consumer="water", **AS_SYSTEM)
    assert until == NOON + timedelta(days=actions.consumers.TOKEN_DAYS)
    assert queries.consumer_by_token(old, at=NOON).code == "water"
    assert old not in str(vars(models.Consumer.objects.get()))
    new, _ = actions.issue_consumer_token(consumer="water", days=1, **AS_SYSTEM)
    assert queries.consumer_by_token(old, at=NOON) is None
    assert queries.consumer_by_token(new, at=NOON) and queries.consumer_by_token(new, at=NOON + timedelta(days=1)) is None
    assert queries.consumer_by_token(new, at=NOON, code="water") and queries.consumer_by_token(new, at=NOON, code="fire") is None


@pytest.mark.parametrize("days", [0, -1, 10_000])
def test_a_token_lasts_some_days(days: int) -> None:
    registered()
    with refused(terms.IncompleteUse):
        actions.issue_consumer_token(consumer="water", days=days, **AS_SYSTEM)


def test_a_consumer_is_stopped_and_let_go_on() -> None:
    registered()
    token, _ = actions.issue_consumer_token(consumer="water", **AS_SYSTEM)
    actions.suspend_consumer(consumer="water", suspended=True, **AS_SYSTEM)
    actions.suspend_consumer(consumer="water", suspended=True, **AS_SYSTEM)
    assert queries.consumer_by_token(token, at=NOON) is None
    actions.suspend_consumer(consumer="water", suspended=False, **AS_SYSTEM)
    assert queries.consumer_by_token(token, at=NOON)
    changes = [entry.act for entry in LedgerEntry.objects.order_by("id")][-3:]
    assert changes == ["sharing.consumer_token", "sharing.consumer_suspend", "sharing.consumer_resume"]


@pytest.mark.parametrize(
    "act",
    [
        lambda by: registered(by=by),
        lambda by: granted(by=by),
        lambda by: actions.revoke_right(consumer="water", type_code="QC", by=by, at=NOON),
        lambda by: actions.issue_consumer_token(consumer="water", by=by, at=NOON),
        lambda by: actions.suspend_consumer(consumer="water", suspended=True, by=by, at=NOON),
    ],
)
def test_only_the_operator_manages_consumers(act) -> None:
    with refused(licence_terms.Denied):
        act(a_clerk("jianwei/window"))


RIGHTS = (
    terms.ConsumerRight("QC", ("核验资质", "年度检查"), BASIS),
    terms.ConsumerRight("BL", ("核验资质",), "", valid_until=date(2026, 6, 30)),
)


def test_a_right_is_found_by_type_purpose_and_day() -> None:
    assert rules.right_for(RIGHTS, type_code="QC", purpose="年度检查", on=date(2030, 1, 1)) is RIGHTS[0]
    assert rules.right_for(RIGHTS, type_code="BL", purpose="核验资质", on=date(2026, 6, 30)) is RIGHTS[1]


@pytest.mark.parametrize(
    ("type_code", "purpose", "on", "refusal"),
    [
        ("ID", "核验资质", date(2026, 1, 1), terms.NoRight),
        ("BL", "核验资质", date(2026, 7, 1), terms.NoRight),
        ("QC", "核验资质 ", date(2026, 1, 1), terms.PurposeNotAllowed),
        ("QC", "", date(2026, 1, 1), terms.PurposeNotAllowed),
    ],
)
def test_what_no_right_covers_is_refused(type_code, purpose, on, refusal) -> None:
    with pytest.raises(refusal):
        rules.right_for(RIGHTS, type_code=type_code, purpose=purpose, on=on)


def test_which_fields_there_are_is_told_with_the_refusal() -> None:
    make_licence_type()
    registered()
    with refused(terms.NoSuchField) as found:
        granted(fields=["grade", "colour"])
    assert (found.value.fields, found.value.there) == (("colour",), ("company_name", "grade"))


def test_a_key_is_registered_before_answers_are_to_be_encrypted() -> None:
    make_licence_type()
    registered()
    with refused(terms.WrongPublicKey):
        actions.register_consumer_key(consumer="water", given=b"nonsense", **AS_SYSTEM)
    public = libcrypto.PrivateKey(libcrypto.generate()).public
    key_id = actions.register_consumer_key(consumer="water", given=public, **AS_SYSTEM)
    assert LedgerEntry.objects.get(act="sharing.consumer_key").codes.items() >= {"consumer": "water", "key": key_id}.items()
    granted(encrypted=True)
    known = queries.consumer("water")
    assert known.rights[0].encrypted and known.public_key == public
    envelope = queries.share_envelope(known, b"{}", type_code="QC")
    assert envelope is not None and envelope.key_id == key_id
    assert queries.share_envelope(known, b"{}", type_code="BL") is None
    with refused(licence_terms.Denied):
        actions.register_consumer_key(consumer="water", given=public, by=a_clerk("jianwei/approver"), at=NOON)


def test_what_a_receiver_asks_for_on_no_law_is_told_with_its_types() -> None:
    for code in ("QC", "BL"):
        make_licence_type(code=code)
    registered()
    registered("bank", name="演示银行", department="")
    granted(type_code="QC", purposes=["年审", "评级"], basis="", fields=[])
    granted(type_code="BL", purposes=["年审"], basis="", fields=[], valid_until=NOON.date())
    assert queries.agreed_purposes("shuiliju", on=NOON.date()) == {"年审": ("BL", "QC"), "评级": ("QC",)}
    assert queries.agreed_purposes("shuiliju", on=NOON.date() + timedelta(days=1)) == {"年审": ("QC",), "评级": ("QC",)}
    granted(type_code="QC", purposes=["年审"], fields=[])  # by law: nobody is asked for an authorisation
    assert queries.agreed_purposes("shuiliju", on=NOON.date()) == {"年审": ("BL",)}
    assert queries.agreed_purposes("bank", on=NOON.date()) == queries.agreed_purposes("nobody", on=NOON.date()) == {}
    actions.suspend_consumer(consumer="water", suspended=True, **AS_SYSTEM)
    assert queries.agreed_purposes("shuiliju", on=NOON.date()) == {}
