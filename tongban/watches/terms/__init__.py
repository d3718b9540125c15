"""Words of `watches`."""
# pyright: reportUnusedImport=false

from tongban.watches.terms.refusals import (
    Denied,
    ImpossibleCount,
    NoCondition,
    NotYourWatch,
    NoWords,
    TooManyWatches,
    TooManyWords,
    UnknownArea,
    UnknownClass,
    UnknownWatch,
    Unnamed,
    WatchArchived,
    WordLength,
)
from tongban.watches.terms.watches import EVERYWHERE, NewWatch, WatchAlertLine, WatchLine, WatchView
