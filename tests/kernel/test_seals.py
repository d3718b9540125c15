"""Seals of GB/T 38540: made, used, read, and judged step by step; each step has its own forgery that it finds."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import core
from asn1crypto.algos import DSASignature
from cryptography.hazmat.primitives import hashes

from tests.kernel.cities import AT, HASH, NAME, PICTURE, PLACE, YEAR, key, seal
from tongban.kernel import seals, signing
from tongban.kernel.seals import Step, writing
from tongban.kernel.signing import authority, der

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR = tmp_path / "var"
    return settings.VAR


def sign(made: bytes | None = None, **options) -> bytes:
    """What a seal leaves; without asking whether it may be used, as a forger would."""
    told = {"seal": made or seal(), "data_hash": HASH, "property_info": PLACE, "key": key(), "at": AT + HOUR, **options}
    return writing.signature(**told)


def judge(signature: bytes, *, data_hash: bytes = HASH, at: datetime = AT + 2 * HOUR, **options) -> tuple[seals.Verdict, ...]:
    return seals.judge(signature, data_hash=data_hash, at=at, **options)


def fails(verdicts: tuple[seals.Verdict, ...], step: Step, reason: str) -> bool:
    """The step fails for this reason; all before it hold, and nothing is said about those after it."""
    *before, last = verdicts
    assert (last.step, last.holds, last.reason) == (step, False, reason)
    assert [each.step for each in before] == list(Step)[: step - 1] and all(each.holds for each in before)
    return bool(last.words.zh and last.words.en)


def test_a_seal_says_what_it_is_and_keeps_its_octets() -> None:
    made = seal()
    read = seals.read(made)
    assert read.der == made
    assert (read.version, read.esid, read.kind, read.name) == (4, "35999900000001", seals.SealKind.UNIT, NAME)
    assert (read.made_at, read.valid_from, read.valid_until) == (AT, AT, AT + YEAR)
    assert (read.picture, read.picture_type) == (PICTURE, "PNG")
    assert read.signers == (key().certificate,) and read.maker == key("seal-maker").certificate


def test_a_signature_embeds_the_seal_as_it_is() -> None:
    made = seal()
    signature = seals.sign(seal=made, data_hash=HASH, property_info=PLACE, key=key(), at=AT)
    read = seals.read_signature(signature)
    assert read.seal.der == made and made in signature
    assert (read.signed_at, read.data_hash, read.property_info, read.signer) == (AT, HASH, PLACE, key().certificate)


def test_a_right_seal_on_the_right_document_holds_in_every_step() -> None:
    verdicts = judge(sign())
    assert [each.step for each in verdicts] == list(Step)
    assert all(each.holds for each in verdicts[:-1])
    assert verdicts[-1].holds is None and verdicts[-1].reason == "no_stamp"


def test_a_time_stamp_is_judged_too() -> None:
    assert judge(sign(stamp=True))[-1].holds is True


@pytest.mark.parametrize("content", [b"", b"words", b"\x30\x00", bytes(100), b"\x30\x82\xff\xff"], ids=len)
def test_what_is_no_seal_is_refused_as_that(content: bytes) -> None:
    for read in (seals.read, seals.read_signature):
        with pytest.raises(seals.NotASeal):
            read(content)
    assert fails(judge(content), Step.FORMAT, "no_seal")


def test_no_broken_seal_is_taken_for_a_whole_one() -> None:
    """Every octet of the signature, changed in one bit."""
    whole = sign()
    for place in range(0, len(whole), 7):
        broken = whole[:place] + bytes((whole[place] ^ 1 << place % 8,)) + whole[place + 1 :]
        assert judge(broken)[-1].holds is False, place


def test_a_seal_cut_short_or_with_something_after_it_is_no_seal() -> None:
    made, signature = seal(), sign()
    for wrong in (made[:-1], made + b"\0", signature[:-1], signature + b"\0"):
        with pytest.raises(seals.BadSeal):
            (seals.read if wrong.startswith(made[:20]) else seals.read_signature)(wrong)


def parts(signature: bytes) -> list[bytes]:
    """The values inside a sequence."""
    return [each.dump() for each in core.SequenceOf.load(signature, spec=core.Any)]


def of_version(version: int, *, seal_version: int | None = None) -> bytes:
    """A signature over a seal, both of other versions, as their makers would write them."""
    info, maker, *_ = parts(seal())
    header, *rest = parts(info)
    told = der.sequence(der.ascii_text("ES"), der.integer(seal_version or version), der.ascii_text("Tongban"))
    info = der.sequence(told, *rest)
    made = der.sequence(info, maker, writing.ALGORITHM, der.bits(key("seal-maker").sign(info)))
    signed = der.sequence(der.integer(version), made, der.moment(AT + HOUR), der.bits(HASH), der.ascii_text(PLACE))
    return der.sequence(signed, der.octets(key().certificate), writing.ALGORITHM, der.bits(key().sign(signed)))


def test_version_5_is_read_and_judged() -> None:
    verdicts = judge(of_version(5))
    assert all(each.holds for each in verdicts[:-1]) and len(verdicts) == 10
    assert seals.read_signature(of_version(5)).seal.version == 5


def test_a_seal_of_version_5_may_carry_its_own_stamp() -> None:
    info, maker, algorithm, signature = parts(seal())
    header, *rest = parts(info)
    info = der.sequence(der.sequence(der.ascii_text("ES"), der.integer(5), der.ascii_text("Tongban")), *rest)
    signed = key("seal-maker").sign(info)
    stamp = signing.stamp(signed, at=AT)
    read = seals.read(der.sequence(info, maker, algorithm, der.bits(signed), der.value(0xA0, der.bits(stamp))))
    assert read.version == 5 and read.stamp == stamp


def test_the_stamp_of_a_seal_is_judged_with_the_signatures() -> None:
    info, maker, algorithm, _ = parts(seal())
    _, *rest = parts(info)
    info = der.sequence(der.sequence(der.ascii_text("ES"), der.integer(5), der.ascii_text("Tongban")), *rest)
    signed = key("seal-maker").sign(info)
    for stamped, holds in ((signed, True), (b"another", False)):
        stamp = der.value(0xA0, der.bits(signing.stamp(stamped, at=AT)))
        made = der.sequence(info, maker, algorithm, der.bits(signed), stamp)
        told = der.sequence(der.integer(5), made, der.moment(AT + HOUR), der.bits(HASH), der.ascii_text(PLACE))
        signature = der.sequence(told, der.octets(key().certificate), writing.ALGORITHM, der.bits(key().sign(told)))
        assert judge(signature)[-1].holds is holds


def test_version_1_is_refused_by_name() -> None:
    with pytest.raises(seals.OldSeal):
        seals.read_signature(of_version(1))
    assert fails(judge(of_version(1)), Step.FORMAT, "old_version")


def test_versions_that_nobody_knows_and_mixed_ones_are_refused() -> None:
    assert fails(judge(of_version(6)), Step.FORMAT, "unknown_version")
    assert fails(judge(of_version(4, seal_version=5)), Step.FORMAT, "mixed_versions")


def test_a_forged_seal_is_found() -> None:
    """Somebody draws the seal of a department and signs it with a key of his own, under the maker's certificate."""

    class Forger:
        algorithm, certificate, chain, development = signing.SM2, key("seal-maker").certificate, (), True
        sign = key("forger").sign

    assert fails(judge(sign(seal(maker=Forger()))), Step.MAKERS_SIGNATURE, "seal_changed")


def test_a_seal_whose_name_was_changed_is_found() -> None:
    changed = seal().replace("建设".encode(), "公安".encode(), 1)
    assert fails(judge(sign(changed)), Step.MAKERS_SIGNATURE, "seal_changed")


def test_a_maker_of_another_city_is_not_trusted(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path / "another"
    foreign = key("seal-maker")
    settings.VAR = tmp_path / "var"
    assert fails(judge(sign(seal(maker=foreign))), Step.MAKERS_CERTIFICATE, "not_trusted")


def test_a_seal_that_the_time_stamp_authority_made_is_refused() -> None:
    assert fails(judge(sign(seal(maker=key("time-stamps")))), Step.MAKERS_CERTIFICATE, "wrong_usage")


@pytest.mark.parametrize(("starts", "ends"), [(AT + 2 * HOUR, AT + YEAR), (AT, AT + HOUR / 2)], ids=["not yet", "no longer"])
def test_a_seal_outside_its_validity_does_not_count(starts: datetime, ends: datetime) -> None:
    made = seal(valid_from=starts, valid_until=ends)
    assert fails(judge(sign(made)), Step.SEALS_VALIDITY, "seal_not_in_force")
    with pytest.raises(seals.SealNotInForce):
        seals.sign(seal=made, data_hash=HASH, property_info=PLACE, key=key(), at=AT + HOUR)


def test_a_seal_that_was_ended_does_not_count() -> None:
    assert fails(judge(sign(), revoked=lambda esid: esid == "35999900000001"), Step.SEALS_VALIDITY, "seal_ended")


def test_a_signer_who_is_not_in_the_seals_list_is_found() -> None:
    other = key("shuiliju")
    assert fails(judge(sign(key=other)), Step.LISTED_SIGNER, "signer_not_listed")
    with pytest.raises(seals.NotTheSealsSigner):
        seals.sign(seal=seal(), data_hash=HASH, property_info=PLACE, key=other, at=AT)


def test_a_certificate_that_had_expired_is_found() -> None:
    """The seal is in force for longer than the certificate of its signer."""
    later = AT.replace(year=2031)
    made = seal(valid_until=AT.replace(year=2040))
    assert fails(judge(sign(made, at=later), at=later + HOUR), Step.SIGNERS_CERTIFICATE, "expired")


def test_a_document_sealed_in_time_still_counts_when_the_certificate_has_ended() -> None:
    assert all(each.holds for each in judge(sign(stamp=True), at=AT.replace(year=2035)))


def test_a_revoked_signer_is_found() -> None:
    signature = sign()
    signing.revoke(key().certificate, at=AT + HOUR / 2)
    assert fails(judge(signature), Step.SIGNERS_CERTIFICATE, "revoked")


def test_what_a_stamp_proves_to_be_older_than_the_revocation_still_counts() -> None:
    stamped, bare = sign(stamp=True), sign()
    signing.revoke(key().certificate, at=AT + 2 * HOUR)
    assert judge(stamped, at=AT + 3 * HOUR)[-1].holds
    assert fails(judge(bare, at=AT + 3 * HOUR), Step.SIGNERS_CERTIFICATE, "revoked")


def test_a_signature_of_another_key_under_the_signers_certificate_is_found() -> None:
    class Forger:
        algorithm, certificate, chain, development = signing.SM2, key().certificate, (), True
        sign = key("forger").sign

    assert fails(judge(sign(key=Forger())), Step.SIGNATURE, "signature_wrong")


def test_a_right_seal_on_changed_content_is_found() -> None:
    assert fails(judge(sign(), data_hash=bytes(32)), Step.DOCUMENT, "document_changed")


def test_a_time_in_the_future_is_found() -> None:
    assert fails(judge(sign(at=AT + 9 * HOUR)), Step.SIGNING_TIME, "in_the_future")


def test_a_time_before_the_seal_was_made_is_found() -> None:
    made = seal(valid_from=AT - YEAR, at=AT)
    assert fails(judge(sign(made, at=AT - HOUR)), Step.SIGNING_TIME, "before_the_seal")


def test_a_stamp_of_something_else_is_found() -> None:
    signed, signer, algorithm, signature = parts(sign())
    stamp = der.value(0xA0, der.bits(signing.stamp(b"another signature", at=AT)))
    assert fails(judge(der.sequence(signed, signer, algorithm, signature, stamp)), Step.TIME_STAMP, "bad_stamp")


def test_a_stamp_that_is_older_than_the_signature_is_found() -> None:
    signed, signer, algorithm, signature = parts(sign())
    stamp = der.value(0xA0, der.bits(signing.stamp(signature[3:], at=AT - HOUR)))
    assert fails(judge(der.sequence(signed, signer, algorithm, signature, stamp)), Step.TIME_STAMP, "stamp_and_time_differ")


def test_an_algorithm_that_is_not_sm2_is_refused() -> None:
    info, maker, _, signature = parts(seal())
    other = der.sequence(info, maker, der.identifier("1.2.840.10045.4.3.2"), signature)
    assert fails(judge(sign(other)), Step.MAKERS_SIGNATURE, "unknown_algorithm")


def test_r_and_s_side_by_side_are_read_but_not_written() -> None:
    signed, signer, algorithm, signature = parts(sign())
    numbers = DSASignature.load(signature[3:])
    plain = numbers["r"].native.to_bytes(32, "big") + numbers["s"].native.to_bytes(32, "big")
    assert judge(der.sequence(signed, signer, algorithm, der.bits(plain)))[-2].holds
    assert signature[3] == 0x30


@pytest.mark.parametrize("algorithm", ["1.2.156.10197.1.401", "SM3"])
def test_signers_may_be_listed_by_digest(algorithm: str) -> None:
    hashed = hashes.Hash(hashes.SM3())
    hashed.update(key().certificate)
    listed = der.sequence(der.sequence(der.value(0x13, algorithm.encode()), der.octets(hashed.finalize())))
    info, maker, *_ = parts(seal())
    header, esid, told, drawn = parts(info)
    kind, name, _, _, *times = parts(told)
    info = der.sequence(header, esid, der.sequence(kind, name, der.integer(2), listed, *times), drawn)
    made = der.sequence(info, maker, writing.ALGORITHM, der.bits(key("seal-maker").sign(info)))
    assert judge(sign(made))[-2].holds
    assert fails(judge(sign(made, key=key("shuiliju"))), Step.LISTED_SIGNER, "signer_not_listed")


def test_extensions_are_read_and_a_critical_one_is_refused() -> None:
    for critical, verdict in ((b"", True), (b"\x01\x01\xff", False)):
        extension = der.sequence(der.sequence(der.identifier("1.2.3.4"), critical, der.octets(b"words")))
        info, maker, *_ = parts(seal())
        info = der.sequence(*parts(info), extension)
        made = der.sequence(info, maker, writing.ALGORITHM, der.bits(key("seal-maker").sign(info)))
        assert judge(sign(made))[0].holds is verdict


def test_what_cannot_make_or_use_a_seal_is_refused() -> None:
    p256 = key(algorithm=signing.P256)
    with pytest.raises(seals.NotTheSealsSigner):
        seal(maker=p256)
    with pytest.raises(seals.NotTheSealsSigner):
        seals.sign(seal=seal(), data_hash=HASH, property_info=PLACE, key=p256, at=AT)
    with pytest.raises(seals.SealNotInForce):
        seal(valid_until=AT)
    with pytest.raises(ValueError, match="32 octets"):
        seals.sign(seal=seal(), data_hash=b"", property_info=PLACE, key=key(), at=AT)


def test_a_seal_in_a_certificate_is_still_no_certificate(settings) -> None:
    made = sign()
    assert authority.known_root(signing.SM2)
    with pytest.raises(signing.NotACertificate):
        signing.certificates.read(made)
