"""Words of `snapshots`."""
# pyright: reportUnusedImport=false

from tongban.snapshots.terms.counts import Area, Behind, Cell, RatedWeek, Said, SnapshotTaken, Sought, UnitFigures, WeekCount
from tongban.snapshots.terms.refusals import Denied, ExtraMissing, NoSnapshot, SnapshotRunning, SnapshotsRefused
