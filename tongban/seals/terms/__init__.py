"""Words of `seals`."""
# pyright: reportUnusedImport=false

from tongban.seals.terms.property import (
    SealChange,
    SealEventLine,
    SealGrantView,
    SealInUse,
    SealKind,
    SealOwner,
    SealState,
    SealUseLine,
    SealView,
)
from tongban.seals.terms.refusals import (
    Refusal,
    SealEnded,
    SealExpired,
    SealNotGranted,
    SealNotTheirs,
    SealPeriodReversed,
    SealThere,
    SignatureBroken,
    UnknownOwner,
    UnknownSeal,
    UnseenInSeal,
    WrongSealChange,
)
from tongban.seals.terms.signing import Applicant, Begun, Signature, SigningCheck, SignMeans
