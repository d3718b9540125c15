"""Judging the seals of a package: first that every file is the one that was sealed, then the seal itself in the law's order."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tongban.kernel import seals
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.ofd.reading import Package, SignatureRead, read
from tongban.kernel.ofd.sealing import SM3, sm3


class Fault(StrEnum):
    """What can be wrong with the files under a seal."""

    METHOD = "method"
    MISSING = "missing"
    CHANGED = "changed"
    UNLISTED = "unlisted"
    OTHER_SEAL = "other_seal"

    @property
    def words(self) -> Bilingual:
        return WORDS[self]


WORDS = {
    Fault.METHOD: Bilingual("文件摘要用的不是 SM3 算法", "The digests of the files are not SM3"),
    Fault.MISSING: Bilingual("签章保护的文件不在包里", "A file that was sealed is not in the package"),
    Fault.CHANGED: Bilingual("签章后文件内容被改动", "A file was changed after it was sealed"),
    Fault.UNLISTED: Bilingual("包里有这枚签章没有保护的文件", "The package holds a file that this seal does not protect"),
    Fault.OTHER_SEAL: Bilingual("包里的印章文件与签章中的印章不一致", "The seal beside the signature is not the seal inside it"),
}


@dataclass(frozen=True, slots=True)
class FileFault:
    fault: Fault
    name: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One seal: what is wrong with the files, and the verdict of each step. `signature` is None where it cannot be read."""

    name: str
    faults: tuple[FileFault, ...]
    verdicts: tuple[seals.Verdict, ...]
    signature: seals.SealSignature | None

    @property
    def holds(self) -> bool:
        return not self.faults and bool(self.verdicts) and all(each.holds is not False for each in self.verdicts)


def judge(package: bytes | Package, *, at: datetime, revoked: Callable[[str], bool] = lambda _esid: False) -> tuple[Judgement, ...]:
    """A judgement for each seal, none for a package that nobody sealed. Refuses what `read` refuses."""
    found = read(package) if isinstance(package, bytes) else package
    digests = {name: sm3(content) for name, content in found.parts.items()} if found.signatures else {}
    return tuple(_judged(found, each, digests, at=at, revoked=revoked) for each in found.signatures)


def _judged(
    package: Package, signature: SignatureRead, digests: Mapping[str, bytes], *, at: datetime, revoked: Callable[[str], bool]
) -> Judgement:
    try:
        inside = seals.read_signature(signature.value)
    except seals.BadSeal:
        inside = None
    return Judgement(
        name=signature.name,
        faults=_faults(package, signature, digests, inside),
        verdicts=seals.judge(signature.value, data_hash=digests[signature.name], at=at, revoked=revoked),
        signature=inside,
    )


def _faults(
    package: Package, signature: SignatureRead, digests: Mapping[str, bytes], inside: seals.SealSignature | None
) -> tuple[FileFault, ...]:
    if signature.check_method.strip().upper() not in (SM3, "SM3"):
        return (FileFault(Fault.METHOD, signature.name),)
    found = [FileFault(Fault.MISSING, name) for name in signature.references if name not in package.parts]
    found += [
        FileFault(Fault.CHANGED, name)
        for name, digest in signature.references.items()
        if name in digests and not hmac.compare_digest(digests[name], digest)
    ]
    found += [FileFault(Fault.UNLISTED, name) for name in package.unprotected(signature)]
    if signature.seal and inside is not None and signature.seal != inside.seal.der:
        found.append(FileFault(Fault.OTHER_SEAL, signature.seal_name))
    return tuple(found)
