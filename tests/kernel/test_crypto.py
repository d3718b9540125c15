"""Field encryption and blind indexes: what goes in comes out, for its purpose only, and nothing else does."""

import subprocess
import sys
import uuid

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from config.keys import Keys, KeysMissing, load_keys
from tests.kernel.elsewhere import sql
from tongban.identity.models import Login, Person
from tongban.kernel import crypto
from tongban.kernel.crypto import EncryptedTextField, Unreadable, blind_index, decrypt, encrypt

texts = st.text(st.characters(exclude_categories=["Cs"]))
NUMBER = "999999199001010018"


@given(texts)
def test_what_was_encrypted_is_read_again(text: str) -> None:
    assert decrypt(encrypt(text, "tests"), "tests") == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=3))
def test_the_text_is_not_in_what_is_stored(text: str) -> None:
    assert text.encode() not in encrypt(text, "tests")[1 + crypto.NONCE_BYTES :] or len(text.encode()) < 5


def test_the_same_text_is_never_stored_alike() -> None:
    assert len({encrypt(NUMBER, "tests") for _ in range(100)}) == 100


@given(st.data())
def test_one_changed_bit_is_found_wherever_it_is(data: st.DataObject) -> None:
    stored = bytearray(encrypt(NUMBER, "tests"))
    place, bit = data.draw(st.integers(0, len(stored) - 1)), data.draw(st.integers(0, 7))
    stored[place] ^= 1 << bit
    with pytest.raises(Unreadable):
        decrypt(bytes(stored), "tests")


@given(st.integers(0, 40))
def test_what_was_cut_off_is_unreadable(length: int) -> None:
    with pytest.raises(Unreadable):
        decrypt(encrypt(NUMBER, "tests")[:length], "tests")


def test_a_value_cannot_be_moved_to_another_column() -> None:
    with pytest.raises(Unreadable):
        decrypt(encrypt(NUMBER, "identity.number"), "identity.phone")


def test_the_refusal_does_not_tell_what_was_stored() -> None:
    with pytest.raises(Unreadable) as refused:
        decrypt(encrypt(NUMBER, "one"), "other")
    assert NUMBER not in str(refused.value)
    assert refused.value.__suppress_context__


def test_keys_rotate(settings) -> None:
    """The new key encrypts, the old one still reads, and what is newer is unreadable without its key."""
    old = Keys(by_number={1: b"1" * 16}, index=settings.KEYS.index)
    both = Keys(by_number={1: b"1" * 16, 2: b"2" * 16}, index=settings.KEYS.index)
    settings.KEYS = old
    before = encrypt(NUMBER, "tests")
    settings.KEYS = both
    after = encrypt(NUMBER, "tests")
    assert (before[0], after[0]) == (1, 2)
    assert decrypt(before, "tests") == decrypt(after, "tests") == NUMBER
    settings.KEYS = old
    with pytest.raises(Unreadable):
        decrypt(after, "tests")
    settings.KEYS = Keys(by_number={1: b"9" * 16}, index=old.index)
    with pytest.raises(Unreadable):
        decrypt(before, "tests")


@given(texts, texts)
def test_equal_texts_have_equal_indexes_and_others_have_not(one: str, other: str) -> None:
    assert (blind_index(one, "tests") == blind_index(other, "tests")) == (one == other)
    assert len(blind_index(one, "tests")) == 32


@given(texts)
def test_an_index_of_one_purpose_says_nothing_in_another(text: str) -> None:
    assert blind_index(text, "identity.number") != blind_index(text, "identity.phone")


def test_purpose_and_text_do_not_run_into_each_other() -> None:
    assert blind_index("bc", "a") != blind_index("c", "ab")


def test_an_index_depends_on_the_key(settings) -> None:
    before = blind_index(NUMBER, "tests")
    settings.KEYS = Keys(by_number=settings.KEYS.by_number, index=b"9" * 32)
    assert blind_index(NUMBER, "tests") != before


@pytest.mark.django_db
def test_in_the_database_there_is_ciphertext_only() -> None:
    person = Person.objects.create(name="演示", number=NUMBER, phone="", address="示例路 1 号")
    ((number, phone, address),) = sql("SELECT number, phone, address FROM identity_person")
    assert NUMBER.encode() not in bytes(number)
    assert decrypt(bytes(number), "identity.number") == NUMBER
    assert decrypt(bytes(address), "identity.address") == "示例路 1 号"
    assert bytes(phone) == b"", "nothing is nothing, and says no more than that"
    person.refresh_from_db()
    assert (person.number, person.phone, person.address) == (NUMBER, "", "示例路 1 号")


@pytest.mark.django_db
def test_a_row_saved_again_is_encrypted_once() -> None:
    person = Person.objects.create(name="演示", number=NUMBER)
    for _ in range(2):
        person = Person.objects.get(pk=person.pk)
        person.save()
    assert Person.objects.get().number == NUMBER


@pytest.mark.django_db
def test_an_encrypted_value_cannot_be_searched() -> None:
    Person.objects.create(name="演示", number=NUMBER)
    assert not Person.objects.filter(number=NUMBER).exists()


@pytest.mark.django_db
def test_a_value_copied_from_another_column_is_unreadable_in_the_model_too() -> None:
    login = Login.objects.create(phone="13800000001", phone_index=b"1" * 32, password="!")
    Person.objects.create(name="演示", number=NUMBER)
    sql("UPDATE identity_person SET number = (SELECT phone FROM identity_login WHERE id = %s)", login.pk)
    with pytest.raises(Unreadable):
        Person.objects.get()


def test_a_field_may_be_empty_where_it_may_be_null() -> None:
    field = EncryptedTextField(purpose="tests", null=True)
    assert field.from_db_value(None, None, None) is None
    assert field.to_python("text") == "text"


def test_a_field_keeps_its_purpose_in_migrations() -> None:
    *_rest, options = Person._meta.get_field("number").deconstruct()
    assert options["purpose"] == "identity.number"


def test_a_row_is_dumped_readably() -> None:
    person = Person(id=uuid.uuid4(), name="演示", number=NUMBER)
    assert Person._meta.get_field("number").value_to_string(person) == NUMBER


def test_a_shown_key_ring_shows_no_key() -> None:
    assert settings.KEYS.index.hex() not in repr(settings.KEYS)
    assert str(settings.KEYS.index) not in repr(settings.KEYS)


def test_keys_are_made_once_and_are_their_owners_only(tmp_path) -> None:
    one, other = load_keys(production=False, var=tmp_path), load_keys(production=False, var=tmp_path)
    assert one == other
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


MAKE_KEYS = """
import sys, pathlib
from config.keys import load_keys
print(load_keys(production=False, var=pathlib.Path(sys.argv[1])).index.hex())
"""


def test_processes_that_make_keys_at_once_have_the_same(tmp_path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", MAKE_KEYS, tmp_path], stdout=subprocess.PIPE, text=True) for _ in range(6)]
    told = {each.communicate()[0].strip() for each in started}
    assert [each.returncode for each in started] == [0] * 6
    assert told == {load_keys(production=False, var=tmp_path).index.hex()}


@pytest.mark.parametrize(
    ("encryption", "index"),
    [
        ("1:" + "0f" * 15, "f0" * 32),
        ("1:0f", "f0" * 32),
        ("256:" + "0f" * 16, "f0" * 32),
        ("0f" * 16, "f0" * 32),
        ("1:" + "zz" * 16, "f0" * 32),
        (",", "f0" * 32),
        ("1:" + "0f" * 16, "f0" * 31),
        ("1:" + "0f" * 16, "no key"),
    ],
)
def test_a_key_that_is_none_stops_the_start_and_is_not_shown(tmp_path, monkeypatch, encryption: str, index: str) -> None:
    monkeypatch.setenv("TONGBAN_ENCRYPTION_KEYS", encryption)
    monkeypatch.setenv("TONGBAN_INDEX_KEY", index)
    with pytest.raises(KeysMissing) as refused:
        load_keys(production=True, var=tmp_path)
    assert "hex digits" in str(refused.value)
    assert "0f0f" not in str(refused.value) and "f0f0" not in str(refused.value)


def test_the_highest_number_encrypts(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TONGBAN_ENCRYPTION_KEYS", f"1:{'0f' * 16}, 2:{'0e' * 16}")
    monkeypatch.setenv("TONGBAN_INDEX_KEY", "f0" * 32)
    keys = load_keys(production=True, var=tmp_path)
    assert keys.current() == (2, b"\x0e" * 16)
    assert keys.numbered(1) == b"\x0f" * 16
    assert keys.numbered(3) is None
