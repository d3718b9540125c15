"""A key that signs, wherever it is: its face, and the one whose secret is in this process."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tongban.kernel.signing import algorithms
from tongban.kernel.signing.issuing import NOTICE

if TYPE_CHECKING:
    from tongban.kernel.signing.algorithms import Algorithm


class Key(Protocol):
    """Who signs. The secret may be in this process, in a hardware module or in a token."""

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def certificate(self) -> bytes: ...  # DER

    @property
    def chain(self) -> tuple[bytes, ...]: ...  # its issuers, DER

    @property
    def development(self) -> bool: ...  # its certificate says that it is of no effect

    def sign(self, message: bytes) -> bytes: ...  # DER SEQUENCE{r, s}; SM2 with Z and the usual id


class SoftwareKey:
    """A development key, in this process."""

    def __init__(self, algorithm: Algorithm, pkcs8: bytes, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        self.algorithm: Algorithm = algorithm
        self.pkcs8, self.certificate, self.chain = pkcs8, certificate, chain

    def __repr__(self) -> str:
        return f"SoftwareKey({self.algorithm})"

    @cached_property
    def _private(self) -> algorithms.PrivateKey:
        return algorithms.private(self.algorithm, self.pkcs8)

    @property
    def public(self) -> bytes:
        return self._private.public

    @property
    def development(self) -> bool:
        return NOTICE.encode() in self.certificate

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    def sign_after(self, beginning: bytes, rest: bytes) -> bytes:
        """Sign `beginning` + `rest`, of which the first is the same in thousands of messages."""
        ready = getattr(self._private, "sign_after", None)
        return ready(beginning, rest) if ready else self.sign(beginning + rest)
