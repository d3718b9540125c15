"""The operator's command for consumers of the share interface."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.licences.factories import make_departments, make_licence_type
from tongban.kernel import clock
from tongban.kernel.signing import libcrypto
from tongban.sharing import queries as sharing_queries


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("consumers", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_consumer_is_registered_given_a_right_and_a_token_listed_and_stopped() -> None:
    make_departments()
    make_licence_type()
    assert "No consumer" in told()
    told("register", "water", "--name", "榕城市示例水利局", "--department", "shuiliju", "--calls", "60")
    assert "no token" in told("list")
    right = told(
        "grant", "water", "QC", "--purpose", "核验资质", "--basis", "某法第一条", "--field", "grade", "--copies", "--until", "2030-12-31"
    )
    assert "QC until 2030-12-31: 核验资质; 某法第一条; fields grade; copies" in right
    token = told("token", "water").splitlines()[0]
    assert sharing_queries.consumer_by_token(token, at=clock.now())
    assert "token until" in told("list")
    told("suspend", "water")
    assert "suspended" in told("list")
    told("resume", "water")
    assert sharing_queries.consumer_by_token(token, at=clock.now())
    assert "QC" not in told("revoke", "water", "QC")
    assert "as each holder authorises" in told("grant", "water", "QC", "--purpose", "核验资质")


@pytest.mark.django_db
def test_a_field_that_there_is_not_is_told_with_those_that_there_are() -> None:
    make_departments()
    make_licence_type()
    told("register", "water", "--name", "榕城市示例水利局")
    with pytest.raises(CommandError, match=r"nosuch.*company_name, grade"):
        told("grant", "water", "QC", "--purpose", "核验资质", "--field", "nosuch")


@pytest.mark.django_db
def test_answers_are_encrypted_to_a_key_that_was_registered(tmp_path) -> None:
    make_departments()
    make_licence_type()
    told("register", "water", "--name", "榕城市示例水利局")
    public = tmp_path / "public.der"
    with pytest.raises(CommandError, match="cannot be read"):
        told("key", "water", str(public))
    public.write_bytes(b"nonsense")
    with pytest.raises(CommandError, match="WrongPublicKey"), transaction.atomic():
        told("key", "water", str(public))
    public.write_bytes(libcrypto.PrivateKey(libcrypto.generate()).public)
    with pytest.raises(CommandError, match="NoPublicKey"), transaction.atomic():
        told("grant", "water", "QC", "--purpose", "核验资质", "--encrypted")
    assert "Answers can be encrypted" in told("key", "water", str(public))
    assert "; encrypted" in told("grant", "water", "QC", "--purpose", "核验资质", "--encrypted")


@pytest.mark.django_db
def test_a_right_that_is_replaced_is_said_and_one_that_is_over_is_refused() -> None:
    make_departments()
    make_licence_type()
    told("register", "water", "--name", "榕城市示例水利局")
    assert "Instead of" not in told("grant", "water", "QC", "--purpose", "核验资质", "--field", "grade", "--copies")
    with pytest.raises(CommandError, match="最后一天"), transaction.atomic():
        told("grant", "water", "QC", "--purpose", "核验", "--until", "2020-01-01")
    assert "核验资质" in told("list")
    now, before = told("grant", "water", "QC", "--purpose", "年检").split("Instead of its right until now")
    assert "年检" in now and "核验资质" in before and "fields grade; copies" in before


@pytest.mark.django_db
def test_a_code_that_no_address_takes_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="减号"):
        told("register", "c 2'", "--name", "重复")


@pytest.mark.django_db
def test_a_mistake_is_told_in_words() -> None:
    with pytest.raises(CommandError, match="UnknownConsumer"):
        told("token", "nobody")
