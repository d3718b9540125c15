"""What signing refuses, each by its own name."""


class NotSignable(Exception):
    """This is not a PDF that can be signed, or it is signed already."""


class NotAPdf(Exception):
    """These bytes are no PDF, or one that cannot be read."""


class EncryptedPdf(NotAPdf):
    """The document is encrypted: what is in it cannot be judged."""


class TruncatedPdf(NotAPdf):
    """The document ends before its end: it did not arrive whole."""


class TooManySignatures(NotAPdf):
    """The document has more signatures than anybody gives one."""


class CannotSign(Exception):
    """Nothing can be signed at the moment, through no fault of whoever asks; each kind says why."""


class NoSm2(CannotSign):
    """No library of this machine signs with SM2."""


class NoSuchKey(CannotSign):
    """The store of keys has no key for this owner, or no certificate for it."""


class KeyStoreClosed(CannotSign):
    """The module that holds the keys is not there, or does not let us in."""


class NoStamp(CannotSign):
    """The time-stamp authority gave no stamp."""


class BadCertificate(Exception):
    """A certificate is refused; each kind says why."""


class NotACertificate(BadCertificate):
    """These bytes are no X.509 certificate, or one with a key that nobody here can use."""


class NotTrusted(BadCertificate):
    """No chain leads from this certificate to a root that is trusted here."""


class Expired(BadCertificate):
    """The certificate, or one above it, does not cover the moment."""


class Revoked(BadCertificate):
    """Its issuer has revoked the certificate, or one above it."""


class RevocationUnknown(BadCertificate):
    """Its issuer's revocation list is not here, or is no longer fresh."""


class WrongUsage(BadCertificate):
    """The certificate was not issued for this."""


class BadStamp(Exception):
    """A time stamp is refused: it is none, it is of another message, or its authority is not trusted."""
