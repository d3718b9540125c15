"""Words of `sharing`."""
# pyright: reportUnusedImport=false

from tongban.sharing.terms.consumers import Asking, Consumer, ConsumerRight, ConsumerUse, SharedLicence
from tongban.sharing.terms.copies import USE_LENGTH, CopyFile, CopyLink, CopyNote
from tongban.sharing.terms.counter import (
    AT_COUNTER,
    AT_COUNTER_CASE,
    AT_COUNTER_CODE,
    COUNTER_CODE_FOR,
    COUNTER_CODE_PREFIX,
    VISIT_LENGTH,
    AtCounter,
    CounterCode,
    Visit,
    VisitGround,
)
from tongban.sharing.terms.grants import GRANT_YEARS, ON_CONSENT, ON_GRANT, Receiver, UseGrant
from tongban.sharing.terms.refusals import (
    BadHolderKey,
    ConsumerThere,
    FileTooLarge,
    GrantPeriod,
    IncompleteUse,
    LinkExpired,
    LinkUsed,
    MalformedCredential,
    NoPublicKey,
    NoRight,
    NoSuchField,
    NotADocument,
    NotGranted,
    OtherHolder,
    OtherPurpose,
    OtherVisitor,
    OwnShowing,
    PurposeMissing,
    PurposeNotAllowed,
    Refusal,
    ShowingExpired,
    ShowingUsed,
    TooManyCalls,
    UnknownClaim,
    UnknownConsumer,
    UnknownGrant,
    UnknownLink,
    UnknownReceiver,
    UnknownShowing,
    UnknownStatusList,
    UnknownVisit,
    UnprintablePurpose,
    UnusableLicence,
    VisitOver,
    WrongPublicKey,
)
from tongban.sharing.terms.showing import PURPOSE_LENGTH, SHOWN_FOR, Claim, OpenedShowing, Showing, ShowingOffer, ShowingState, Shown
from tongban.sharing.terms.uses import OTHERS_APPLICATION, Reader, UsePage, UseRecord
from tongban.sharing.terms.verification import ClaimedLicence, CopyFound, FileKind, FileVerdict, HandedFile, Looked, Verification
