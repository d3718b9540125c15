"""Nouns of the licence library: types, and licences whose record never changes."""

from tongban.licences.models.consumer import Consumer, ConsumerRight
from tongban.licences.models.copy import Copy
from tongban.licences.models.correction import Correction
from tongban.licences.models.event import LicenceEvent
from tongban.licences.models.ingestion import Ingestion, IngestionFinding, IngestionPart
from tongban.licences.models.joint_holder import JointHolder, held_by
from tongban.licences.models.licence import Licence, LicenceQuerySet
from tongban.licences.models.licence_type import LicenceType
from tongban.licences.models.scan import Scan
from tongban.licences.models.seal import Seal, SealEvent, SealGrant, SealUse
from tongban.licences.models.showing import (
    Showing,
)
from tongban.licences.models.use_grant import (
    UseGrant,
)

__all__ = [
    "Consumer",
    "ConsumerRight",
    "Copy",
    "Correction",
    "Ingestion",
    "IngestionFinding",
    "IngestionPart",
    "JointHolder",
    "Licence",
    "LicenceEvent",
    "LicenceQuerySet",
    "LicenceType",
    "Scan",
    "Seal",
    "SealEvent",
    "SealGrant",
    "SealUse",
    "Showing",
    "UseGrant",
    "held_by",
]
