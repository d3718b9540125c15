"""SM2 (GB/T 32918) by the system's libcrypto, through ctypes: fast, and the interpreter is free for others meanwhile.

Only the curve's arithmetic happens there. What is signed, SM3(Z ‖ message), is computed here: libraries differ on adding Z
and on the signer's default id. Nonces come from OpenSSL's generator, which seeds itself anew in a forked process.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from functools import lru_cache

from cryptography.hazmat.primitives import hashes

SIGNER_ID = b"1234567812345678"  # GB/T 35276: the id where two parties have not agreed on another
LIBRARIES = ("libcrypto.so.3", "libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib")
SM2, LONGEST = b"SM2", 72  # octets of the longest DER SEQUENCE{r, s}
ENCRYPTED_MORE = 128  # octets of SM2Cipher beside the text: two numbers, a digest, their heads
BEGUN = 16  # beginnings of messages that a key remembers
CURVE_A = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC"
CURVE_B = "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"
CURVE_G = "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"
_BEFORE_KEY = (len(SIGNER_ID) * 8).to_bytes(2, "big") + SIGNER_ID + bytes.fromhex(CURVE_A + CURVE_B + CURVE_G)


class Unavailable(Exception):
    """There is no such library here, or it was built without SM2."""


class PrivateKey:
    """A private key in the library's memory."""

    def __init__(self, pkcs8: bytes) -> None:
        self._library = _library()
        self._handle = _parsed(self._library, self._library.d2i_AutoPrivateKey, pkcs8)
        self.public = _encoded(self._library.i2d_PUBKEY, self._handle)
        self._before = before_message(self.public)
        self._begun: dict[bytes, hashes.Hash] = {}

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.EVP_PKEY_free(handle)

    def sign(self, message: bytes) -> bytes:
        return self._sign(self._before, message)

    def sign_after(self, beginning: bytes, rest: bytes) -> bytes:
        """Sign `beginning` + `rest`; what thousands of messages have in common (a seal) is hashed once."""
        begun = self._begun.get(beginning)
        if begun is None:
            begun = self._before.copy()
            begun.update(beginning)
            if len(self._begun) >= BEGUN:
                self._begun.clear()
            self._begun[beginning] = begun
        return self._sign(begun, rest)

    def _sign(self, begun: hashes.Hash, rest: bytes) -> bytes:
        hashed = begun.copy()
        hashed.update(rest)
        library = self._library
        context = library.EVP_PKEY_CTX_new(self._handle, None)
        try:
            signature, length = ctypes.create_string_buffer(LONGEST), ctypes.c_size_t(LONGEST)
            if library.EVP_PKEY_sign_init(context) != 1:
                raise Unavailable("libcrypto cannot sign with SM2")
            if library.EVP_PKEY_sign(context, signature, ctypes.byref(length), hashed.finalize(), 32) != 1:
                raise Unavailable("libcrypto did not sign")
            return signature.raw[: length.value]
        finally:
            library.EVP_PKEY_CTX_free(context)


class PublicKey:
    """A public key in the library's memory."""

    def __init__(self, spki: bytes) -> None:
        self._library = _library()
        self._handle = _parsed(self._library, self._library.d2i_PUBKEY, spki)
        self._before = before_message(spki)

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.EVP_PKEY_free(handle)

    def verify(self, message: bytes, signature: bytes) -> bool:
        hashed = self._before.copy()
        hashed.update(message)
        library = self._library
        context = library.EVP_PKEY_CTX_new(self._handle, None)
        try:
            if library.EVP_PKEY_verify_init(context) != 1:
                raise Unavailable("libcrypto cannot verify SM2")
            holds = library.EVP_PKEY_verify(context, signature, len(signature), hashed.finalize(), 32) == 1
            library.ERR_clear_error()  # a signature that is none leaves its reasons behind, for nobody
            return holds
        finally:
            library.EVP_PKEY_CTX_free(context)

    def encrypt(self, text: bytes) -> bytes:
        """A short text for whoever has the private key, as SM2Cipher of GB/T 35276 (DER)."""
        library = self._library
        context = library.EVP_PKEY_CTX_new(self._handle, None)
        try:
            length = ctypes.c_size_t(len(text) + ENCRYPTED_MORE)
            encrypted = ctypes.create_string_buffer(length.value)
            if library.EVP_PKEY_encrypt_init(context) != 1:
                raise Unavailable("libcrypto cannot encrypt with SM2")
            if library.EVP_PKEY_encrypt(context, encrypted, ctypes.byref(length), text, len(text)) != 1:
                library.ERR_clear_error()
                raise Unavailable("libcrypto did not encrypt")
            return encrypted.raw[: length.value]
        finally:
            library.EVP_PKEY_CTX_free(context)


def generate() -> bytes:
    """A fresh private key as PKCS #8. Refuses: Unavailable."""
    library = _library()
    handle = library.EVP_PKEY_Q_keygen(None, None, SM2)
    if not handle:
        raise Unavailable("libcrypto makes no SM2 key")
    try:
        information = library.EVP_PKEY2PKCS8(handle)
        try:
            return _encoded(library.i2d_PKCS8_PRIV_KEY_INFO, information)
        finally:
            library.PKCS8_PRIV_KEY_INFO_free(information)
    finally:
        library.EVP_PKEY_free(handle)


def before_message(spki: bytes) -> hashes.Hash:
    """SM3 that has read Z, the digest of the signer's id, the curve and the key; every message goes on from a copy of it."""
    first = hashes.Hash(hashes.SM3())
    first.update(_BEFORE_KEY + spki[-64:])  # the key ends with its point, x and y of 32 octets
    before = hashes.Hash(hashes.SM3())
    before.update(first.finalize())
    return before


def _parsed(library: ctypes.CDLL, reader, der: bytes) -> int:
    content = ctypes.c_char_p(der)
    handle = reader(None, ctypes.byref(content), len(der))
    if not handle:
        library.ERR_clear_error()
        raise ValueError("this is no SM2 key")
    return handle


def _encoded(writer, handle: int) -> bytes:
    length = writer(handle, None)
    content = ctypes.create_string_buffer(length)
    place = ctypes.c_void_p(ctypes.addressof(content))
    writer(handle, ctypes.byref(place))
    return content.raw


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    """The system's library with the types of what is called. Refuses: Unavailable."""
    pointer, octets, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    size, place = ctypes.c_size_t, ctypes.c_void_p
    library = _opened()
    faces = {
        "EVP_PKEY_Q_keygen": (pointer, [pointer, octets, octets]),
        "EVP_PKEY2PKCS8": (pointer, [pointer]),
        "i2d_PKCS8_PRIV_KEY_INFO": (number, [pointer, place]),
        "PKCS8_PRIV_KEY_INFO_free": (None, [pointer]),
        "d2i_AutoPrivateKey": (pointer, [pointer, place, ctypes.c_long]),
        "d2i_PUBKEY": (pointer, [pointer, place, ctypes.c_long]),
        "i2d_PUBKEY": (number, [pointer, place]),
        "EVP_PKEY_free": (None, [pointer]),
        "EVP_PKEY_CTX_new": (pointer, [pointer, pointer]),
        "EVP_PKEY_CTX_free": (None, [pointer]),
        "EVP_PKEY_sign_init": (number, [pointer]),
        "EVP_PKEY_sign": (number, [pointer, place, place, octets, size]),
        "EVP_PKEY_verify_init": (number, [pointer]),
        "EVP_PKEY_verify": (number, [pointer, octets, size, octets, size]),
        "EVP_PKEY_encrypt_init": (number, [pointer]),
        "EVP_PKEY_encrypt": (number, [pointer, place, place, octets, size]),
        "ERR_clear_error": (None, []),
    }
    for name, (result, arguments) in faces.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise Unavailable(f"libcrypto is older than 3.0: it has no {name}") from None
        function.restype, function.argtypes = result, arguments
    return library


def _opened() -> ctypes.CDLL:
    for name in LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    # The linker is asked last, because that is slow, and never on macOS, which ends a program that loads the system's own.
    found = None if sys.platform == "darwin" else ctypes.util.find_library("crypto")
    if not found:
        raise Unavailable("there is no libcrypto")
    return ctypes.CDLL(found)
