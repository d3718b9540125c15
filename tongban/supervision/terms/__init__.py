"""Words of `supervision`."""
# pyright: reportUnusedImport=false

from tongban.identity.terms import Denied
from tongban.supervision.terms.city import (
    Closing,
    Desks,
    Group,
    LoadedSupervision,
    Minimum,
    OrderRules,
    SupervisionRelease,
    UnitSwitch,
    Weights,
)
from tongban.supervision.terms.evidence import Evidence
from tongban.supervision.terms.ranking import (
    CorrectionView,
    Counted,
    Decided,
    ExclusionView,
    GroupTable,
    Item,
    LeftOut,
    Line,
    Measure,
    NewExclusion,
    Proposed,
    RankedWeek,
    RankingLine,
    RankingView,
    Rate,
    Recomputed,
    Response,
    Signed,
    Standing,
    Week,
)
from tongban.supervision.terms.refusals import (
    AlreadyDecided,
    CountedDifferently,
    FaultySupervision,
    LeftOutAlready,
    NoSupervision,
    NotClosedYet,
    NotCounted,
    NothingPublished,
    NotSignedOff,
    ReasonMissing,
    ReportOnly,
    SamePerson,
    SignedOff,
    StillProposed,
    SupervisionRefused,
    UnknownCorrection,
    UnknownExclusion,
    UnknownUnit,
    UnknownWeek,
)
