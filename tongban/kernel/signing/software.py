"""A signer whose key is in this process: pyHanko with a certificate of `signing.authority`."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from asn1crypto import cms, keys, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import attributes, fields, general, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import constants
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tongban.kernel.signing.refusals import NotSignable

if TYPE_CHECKING:
    from tongban.kernel.signing.authority import Credentials

RESERVED = 8192  # hex digits for the signature message (about 3,700 are used); without it every document is signed twice
FIELD = "Signature"


class SoftwareSigner:
    """A department's key and certificate, loaded once."""

    def __init__(self, credentials: Credentials) -> None:
        key = credentials.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        certificate = _loaded(credentials.certificate)
        chain = SimpleCertificateStore()
        chain.register(_loaded(credentials.issuer))
        self._signer = _Key(
            signing_cert=certificate,
            signing_key=keys.PrivateKeyInfo.load(key),
            cert_registry=chain,
        )
        self._signer.signed_attr_prov_spec = _SignedAttributes(certificate)

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """The PDF with a signature, as an increment: what was there before stays byte for byte."""
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", reason=reason, subfilter=fields.SigSeedSubFilter.PADES, certify=True
        )
        signed = io.BytesIO()
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            _SigningAt(metadata, self._signer, at).sign_pdf(writer, bytes_reserved=RESERVED, output=signed)
        except (PdfError, SigningError) as error:
            raise NotSignable(str(error)) from error
        return signed.getvalue()


class _SigningAt(signers.PdfSigner):
    """pyHanko reads the clock itself; here the time is told, as everywhere."""

    def __init__(self, metadata: signers.PdfSignatureMetadata, signer: signers.Signer, at: datetime) -> None:
        super().__init__(metadata, signer)
        self._at = at

    def init_signing_session(self, pdf_out, existing_fields_only=False):
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session

    def register_extensions(self, pdf_out, *, md_algorithm: str) -> None:
        """Only the one PAdES needs: the note about elliptic curves would call the file PDF 2.0, which PDF/A-3 is not."""
        pdf_out.register_extension(constants.ESIC_EXTENSION_1)


class _Key(signers.SimpleSigner):
    def signer_info(self, digest_algorithm: str, signed_attrs, signature) -> cms.SignerInfo:
        return cms.SignerInfo.load(super().signer_info(digest_algorithm, signed_attrs, signature).dump())


class _SignedAttributes(attributes.SignedAttributeProviderSpec):
    """What PAdES baseline B signs besides the digest: which certificate it was.

    asn1crypto encodes a value that it built itself anew at every level above it (30 ms a signature); a value read from
    DER it leaves as it is. So this one is built once for each signer, encoded and read back; `signer_info` likewise.
    """

    def __init__(self, certificate: x509.Certificate) -> None:
        value = general.as_signing_certificate_v2(certificate)
        built = cms.CMSAttribute({"type": "signing_certificate_v2", "values": [value]})
        self._encoded = built.dump()

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterable[attributes.CMSAttributeProvider]:
        return [_Encoded(self._encoded)]


class _Encoded(attributes.CMSAttributeProvider):
    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded

    async def get_attribute(self, dry_run: bool = False) -> cms.CMSAttribute:
        return cms.CMSAttribute.load(self._encoded)


def _loaded(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
