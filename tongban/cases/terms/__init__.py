"""Words of `cases`."""
# pyright: reportUnusedImport=false

from tongban.cases.terms.handed import Application, CorrectionItem, Corrects, DraftView, Handed, Prefilled, Saved, Turn
from tongban.cases.terms.limits import limit_words
from tongban.cases.terms.lists import CaseLine, Counts, DepartmentDue, DepartmentLights, DoneLine, Page, WorkLine
from tongban.cases.terms.refusals import (
    AssuranceTooLow,
    Denied,
    InvalidApplication,
    NewPoint,
    NotForThisApplicant,
    NotSigned,
    Refusal,
    SignatureMissing,
    SignatureNotAsked,
    SignedAlready,
    SignedSomethingElse,
    SigningOutdated,
    StepSettled,
    Stopped,
    UnknownCase,
    UnknownSigning,
    UnknownTarget,
    WordsMissing,
    WrongState,
)
from tongban.cases.terms.signing import SEALED_FORM, SIGNED_HOLDS, UNSUBMITTED, FormSigning, SealedForm, SignatureView, TokenTask
from tongban.cases.terms.uploads import Doubt, UploadFound
from tongban.cases.terms.views import (
    AlertView,
    Bar,
    CaseAtWindow,
    CaseView,
    CorrectionView,
    HistoryLine,
    Lane,
    Lanes,
    MaterialView,
    PaperView,
    RemedyView,
    SealFound,
    StepView,
)
from tongban.cases.terms.words import (
    Act,
    CaseState,
    Clock,
    Decision,
    DeclineReason,
    End,
    MaterialSource,
    Opinion,
    PaperKind,
    Shortcoming,
    StepState,
)
