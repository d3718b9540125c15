"""Seals on a package: what holds, and each way in which one does not, by its name."""

import base64
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import gmalg
import pytest
from asn1crypto import x509

from tests.kernel.ofd.making import AT, PLACE, a_document, a_key, a_seal, changed, parts_of, sealed
from tests.kernel.programs import needs, told
from tongban.kernel import ofd, seals, signing
from tongban.kernel.ofd import Fault
from tongban.kernel.ofd.sealing import sm3
from tongban.kernel.seals import Step

SIGN = "Doc_0/Signs/Sign_0"
LATER = AT + timedelta(days=1)
PAGE = "Doc_0__Pages__Page_0__Content_dot_xml"
OTHER_PLACE = ofd.Place(page=1, x=20, y=200, width=42, height=42)


def judged(package: bytes, **options) -> ofd.Judgement:
    (found,) = ofd.judge(package, at=LATER, **options)
    return found


def faults(package: bytes) -> list[tuple[Fault, str]]:
    return [(each.fault, each.name) for each in judged(package).faults]


def failed(judgement: ofd.Judgement) -> tuple[Step, str] | None:
    return next(((each.step, each.reason) for each in judgement.verdicts if each.holds is False), None)


def resigned(package: bytes, **signed: object) -> bytes:
    """The package with a signature made anew over its `Signature.xml` as it stands now."""
    parts = parts_of(package)
    own = seals.read_signature(parts[f"{SIGN}/SignedValue.dat"]).seal.der
    spec = {"seal": own, "data_hash": sm3(parts[f"{SIGN}/Signature.xml"]), "property_info": "x", "key": a_key(), "at": AT, **signed}
    return changed(package, Doc_0__Signs__Sign_0__SignedValue_dot_dat=seals.writing.signature(**spec))


def test_a_seal_holds() -> None:
    found = judged(sealed())
    assert found.holds and not found.faults
    assert [each.step for each in found.verdicts] == list(Step)
    assert found.signature is not None
    assert (found.signature.seal.name, found.signature.signed_at, found.signature.property_info) == (
        "jianwei（演示）",
        AT,
        f"/{SIGN}/Signature.xml",
    )


def test_a_time_stamp_is_judged_too() -> None:
    found = judged(sealed(stamp=True))
    assert found.holds and found.verdicts[-1].holds is True


def test_what_nobody_sealed_has_no_judgement() -> None:
    assert ofd.judge(ofd.write(a_document()), at=AT) == ()


def test_written_and_sealed_in_one_is_the_same_as_one_after_the_other() -> None:
    at_once = parts_of(ofd.write_sealed(a_document(), seal=a_seal(), key=a_key(), place=PLACE, at=AT))
    later = parts_of(sealed())
    loose = [f"{SIGN}/SignedValue.dat", f"{SIGN}/Signature.xml", f"{SIGN}/Seal.esl"]  # a signature is another each time
    assert {name: at_once[name] for name in at_once if name not in loose} == {name: later[name] for name in later if name not in loose}


def test_every_file_is_listed_with_its_digest() -> None:
    parts = parts_of(sealed())
    information = parts[f"{SIGN}/Signature.xml"].decode()
    listed = dict(re.findall(r'FileRef="/([^"]+)"><ofd:CheckValue>([^<]+)', information))
    free = {f"{SIGN}/Signature.xml", f"{SIGN}/SignedValue.dat", "Doc_0/Signs/Signatures.xml"}
    assert set(listed) == set(parts) - free
    for name, value in listed.items():
        state = gmalg.SM3()  # a stranger's SM3
        state.update(parts[name])
        assert base64.b64decode(value) == state.value()


def test_the_stamp_stands_on_the_page_that_was_asked_for() -> None:
    information = parts_of(sealed(place=OTHER_PLACE))[f"{SIGN}/Signature.xml"].decode()
    assert '<ofd:StampAnnot ID="1" PageRef="2" Boundary="20 200 42 42"/>' in information


def test_a_second_department_seals_and_the_first_seal_holds_still() -> None:
    both = ofd.seal(sealed(), seal=a_seal("shuiliju"), key=a_key("shuiliju"), place=OTHER_PLACE, at=LATER)
    first, second = ofd.judge(both, at=LATER)
    assert first.holds and second.holds
    assert [each.signature.seal.name for each in (first, second) if each.signature] == ["jianwei（演示）", "shuiliju（演示）"]
    assert parts_of(both)[f"{SIGN}/SignedValue.dat"] == parts_of(both)[f"{SIGN}/SignedValue.dat"]
    spoiled = changed(both, **{PAGE: lambda content: content.replace("演示".encode(), "真实".encode())})
    assert [each.holds for each in ofd.judge(spoiled, at=LATER)] == [False, False]


def test_the_second_seal_protects_the_first() -> None:
    both = ofd.seal(sealed(), seal=a_seal("shuiliju"), key=a_key("shuiliju"), place=OTHER_PLACE, at=LATER)
    first, second = ofd.judge(resigned(both), at=LATER)
    assert first.holds
    assert [(each.fault, each.name) for each in second.faults] == [(Fault.CHANGED, f"{SIGN}/SignedValue.dat")]


@pytest.mark.parametrize("name", [PAGE, "OFD_dot_xml", "Doc_0__PublicRes_dot_xml", "Doc_0__Document_dot_xml"])
def test_a_changed_part_is_named(name: str) -> None:
    spoiled = changed(sealed(), **{name: lambda content: content + b"<!-- -->"})
    found = judged(spoiled)
    assert faults(spoiled) == [(Fault.CHANGED, name.replace("__", "/").replace("_dot_", "."))]
    assert not found.holds
    assert failed(found) is None  # the seal itself is genuine


def test_a_changed_digest_in_the_list_changes_the_document_of_the_seal() -> None:
    """Right seal on changed content: page and list agree again, and the signature over the list does not."""
    page = parts_of(sealed())["Doc_0/Pages/Page_0/Content.xml"].replace("演示".encode(), "真实".encode())

    def relisted(content: bytes) -> bytes:
        old = base64.b64encode(sm3(parts_of(sealed())["Doc_0/Pages/Page_0/Content.xml"]))
        return content.replace(old, base64.b64encode(sm3(page)))

    found = judged(changed(sealed(), **{PAGE: page, "Doc_0__Signs__Sign_0__Signature_dot_xml": relisted}))
    assert not found.faults
    assert failed(found) == (Step.DOCUMENT, "document_changed")


def test_a_part_that_was_taken_out_is_missing() -> None:
    assert faults(changed(sealed(), Doc_0__PublicRes_dot_xml=None)) == [(Fault.MISSING, "Doc_0/PublicRes.xml")]


def test_a_part_that_this_seal_does_not_list_is_named() -> None:
    def unlisted(content: bytes) -> bytes:
        return re.sub(rb'<ofd:Reference FileRef="/Doc_0/PublicRes.xml">.*?</ofd:Reference>', b"", content)

    both = ofd.seal(sealed(), seal=a_seal("shuiliju"), key=a_key("shuiliju"), place=OTHER_PLACE, at=LATER)
    first, _second = ofd.judge(changed(both, Doc_0__Signs__Sign_0__Signature_dot_xml=unlisted), at=LATER)
    assert (Fault.UNLISTED, "Doc_0/PublicRes.xml") in [(each.fault, each.name) for each in first.faults]


def test_a_changed_seal_is_named() -> None:
    other = a_seal("shuiliju")
    spoiled = changed(sealed(), Doc_0__Signs__Sign_0__Seal_dot_esl=other)
    assert faults(spoiled) == [(Fault.CHANGED, f"{SIGN}/Seal.esl"), (Fault.OTHER_SEAL, f"{SIGN}/Seal.esl")]


def test_a_forged_seal_is_named() -> None:
    """Somebody makes a seal in the department's name with a key of their own."""
    forged = a_seal(maker=a_key("somebody"))
    maker = signing.certificates.read(a_key("somebody").certificate)
    assert "somebody" in maker.name
    picture = seals.read(forged).picture
    changed_name = forged.replace("jianwei（演示）".encode(), "jianwej（演示）".encode(), 1)
    assert picture.width_mm == 42
    package = ofd.write(a_document())
    honest = ofd.seal(package, seal=a_seal(), key=a_key(), place=PLACE, at=AT)
    spoiled = resigned(changed(honest, Doc_0__Signs__Sign_0__Seal_dot_esl=changed_name), seal=changed_name)
    assert failed(judged(spoiled)) == (Step.MAKERS_SIGNATURE, "seal_changed")


def test_a_seal_used_with_a_key_that_it_does_not_list_is_named() -> None:
    spoiled = resigned(sealed(), key=a_key("somebody"))
    assert failed(judged(spoiled)) == (Step.LISTED_SIGNER, "signer_not_listed")


def test_a_seal_used_outside_its_validity_is_named() -> None:
    short = a_seal(valid_from=AT - timedelta(days=30), valid_until=AT - timedelta(days=1))
    spoiled = resigned(changed(sealed(), Doc_0__Signs__Sign_0__Seal_dot_esl=short), seal=short)
    assert failed(judged(spoiled)) == (Step.SEALS_VALIDITY, "seal_not_in_force")


def test_a_seal_that_was_ended_is_named() -> None:
    found = judged(sealed(), revoked=lambda esid: esid == seals.read(a_seal()).esid)
    assert failed(found) == (Step.SEALS_VALIDITY, "seal_ended")


def test_a_signature_of_another_version_or_none_at_all_is_named() -> None:
    found = judged(changed(sealed(), Doc_0__Signs__Sign_0__SignedValue_dot_dat=b"\x30\x03\x02\x01\x01"))
    assert failed(found) == (Step.FORMAT, "no_seal")
    assert found.signature is None and not found.holds


def test_a_changed_byte_of_the_signature_is_named() -> None:
    value = bytearray(parts_of(sealed())[f"{SIGN}/SignedValue.dat"])
    value[-3] ^= 1
    found = judged(changed(sealed(), Doc_0__Signs__Sign_0__SignedValue_dot_dat=bytes(value)))
    assert not found.holds and failed(found) is not None


def test_sealed_in_the_future_is_named() -> None:
    (found,) = ofd.judge(sealed(), at=AT - timedelta(hours=1))
    assert failed(found) is not None and not found.holds


def test_the_word_for_the_algorithm_is_as_good_as_its_number_and_another_is_none() -> None:
    def named(name: bytes) -> ofd.Judgement:
        renamed = {"Doc_0__Signs__Sign_0__Signature_dot_xml": lambda content: content.replace(b"1.2.156.10197.1.401", name)}
        return judged(resigned(changed(sealed(), **renamed)))

    assert named(b"SM3").holds
    assert named(b"sm3").holds
    assert [each.fault for each in named(b"MD5").faults] == [Fault.METHOD]


def test_a_seal_that_is_only_inside_the_signature_counts() -> None:
    def without(content: bytes) -> bytes:
        content = re.sub(rb"<ofd:Seal>.*?</ofd:Seal>", b"", content)
        return re.sub(rb'<ofd:Reference FileRef="/Doc_0/Signs/Sign_0/Seal.esl">.*?</ofd:Reference>', b"", content)

    package = changed(sealed(), Doc_0__Signs__Sign_0__Seal_dot_esl=None, Doc_0__Signs__Sign_0__Signature_dot_xml=without)
    assert judged(resigned(package)).holds


def test_a_frozen_package_takes_no_further_seal_and_holds_only_as_it_is() -> None:
    listed = parts_of(sealed())["Doc_0/Signs/Signatures.xml"]
    reference = f'<ofd:Reference FileRef="/Doc_0/Signs/Signatures.xml"><ofd:CheckValue>{base64.b64encode(sm3(listed)).decode()}'

    def frozen(content: bytes) -> bytes:
        return content.replace(b"</ofd:References>", f"{reference}</ofd:CheckValue></ofd:Reference></ofd:References>".encode())

    package = resigned(changed(sealed(), Doc_0__Signs__Sign_0__Signature_dot_xml=frozen))
    assert judged(package).holds
    with pytest.raises(ofd.AlreadyFrozen):
        ofd.seal(package, seal=a_seal(), key=a_key(), place=PLACE, at=AT)
    spoiled = changed(package, Doc_0__Signs__Signatures_dot_xml=lambda content: content + b" ")
    assert faults(spoiled) == [(Fault.CHANGED, "Doc_0/Signs/Signatures.xml")]


def test_a_package_of_others_that_names_its_end_otherwise_is_not_sealed() -> None:
    foreign = changed(
        ofd.write(a_document()), OFD_dot_xml=lambda content: content.replace(b"ofd:", b"o:").replace(b"xmlns:ofd", b"xmlns:o")
    )
    assert ofd.read(foreign).title == a_document().title
    with pytest.raises(ofd.Malformed, match="not written here"):
        ofd.seal(foreign, seal=a_seal(), key=a_key(), place=PLACE, at=AT)


def test_every_fault_has_words() -> None:
    assert all(each.words.zh and each.words.en for each in Fault)


@needs("openssl")
def test_a_stranger_verifies_the_signature_and_not_another(tmp_path: Path) -> None:
    """OpenSSL knows nothing of OFD; what it is given is what the standard says was signed."""
    found = seals.read_signature(parts_of(sealed())[f"{SIGN}/SignedValue.dat"])
    public = x509.Certificate.load(found.signer).public_key.dump()
    (tmp_path / "key.pem").write_bytes(b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(public) + b"-----END PUBLIC KEY-----\n")
    (tmp_path / "signed").write_bytes(found.signed)
    (tmp_path / "other").write_bytes(found.signed[:-1] + bytes([found.signed[-1] ^ 1]))
    (tmp_path / "signature").write_bytes(found.signature)
    verify = ["openssl", "dgst", "-sm3", "-verify", tmp_path / "key.pem", "-sigopt", "distid:1234567812345678"]
    verify += ["-signature", tmp_path / "signature"]
    assert "Verified OK" in told(*verify, tmp_path / "signed")
    assert subprocess.run([*verify, tmp_path / "other"], capture_output=True).returncode != 0


def test_a_strangers_sm2_agrees() -> None:
    """gmalg wants the public key as 65 bytes and the signature as r and s side by side."""
    found = seals.read_signature(parts_of(sealed())[f"{SIGN}/SignedValue.dat"])
    numbers = x509.Certificate.load(found.signer)["tbs_certificate"]["subject_public_key_info"]["public_key"].native
    verifier = gmalg.SM2(pk=numbers, uid=b"1234567812345678")
    length = found.signature[3]
    r = int.from_bytes(found.signature[4 : 4 + length], "big")
    s = int.from_bytes(found.signature[6 + length :], "big")
    assert verifier.verify(found.signed, r.to_bytes(32, "big"), s.to_bytes(32, "big"))
    assert not verifier.verify(found.signed + b"x", r.to_bytes(32, "big"), s.to_bytes(32, "big"))
