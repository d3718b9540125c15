"""Words of `licences`."""

from tongban.licences.terms.licence import (
    Change,
    DocumentState,
    Handling,
    Licence,
    LicenceState,
    LicenceType,
    Source,
    Stock,
    Value,
    usable,
    valid_until,
)
from tongban.licences.terms.refusals import (
    AlreadyIssued,
    Denied,
    InvalidContent,
    MalformedIdentifier,
    Refusal,
    UnknownIssuer,
    UnknownLicence,
    UnknownType,
    WrongChange,
    WrongHolder,
)
from tongban.licences.terms.verification import Verification

__all__ = [
    "AlreadyIssued",
    "Change",
    "Denied",
    "DocumentState",
    "Handling",
    "InvalidContent",
    "Licence",
    "LicenceState",
    "LicenceType",
    "MalformedIdentifier",
    "Refusal",
    "Source",
    "Stock",
    "UnknownIssuer",
    "UnknownLicence",
    "UnknownType",
    "Value",
    "Verification",
    "WrongChange",
    "WrongHolder",
    "usable",
    "valid_until",
]
