"""Words of `snapshots`."""
# pyright: reportUnusedImport=false

from tongban.snapshots.terms.counts import (
    DIGITS,
    Area,
    Behind,
    Cell,
    RatedWeek,
    Said,
    SnapshotTaken,
    Sought,
    UnitFigures,
    WeekCount,
    level_of,
)
from tongban.snapshots.terms.refusals import Denied, ExtraMissing, NoSnapshot, SnapshotRunning, SnapshotsRefused
