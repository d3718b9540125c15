"""Words of `responsibilities`."""
# pyright: reportUnusedImport=false

from tongban.identity.terms import Denied
from tongban.responsibilities.terms.city import (
    BoardRelease,
    Category,
    District,
    Duty,
    Joint,
    LoadedBoard,
    RefusalGround,
    ReplyTemplate,
    Rule,
    Succession,
    Tier,
)
from tongban.responsibilities.terms.refusals import FaultyBoard, ImpossiblePlace, NoBoard, ResponsibilitiesRefused, UnknownDistrict
from tongban.responsibilities.terms.units import Unit, Units
from tongban.responsibilities.terms.words import Escalation, Kind, Layer, Point
