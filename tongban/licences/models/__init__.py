"""Nouns of the licence library: types, and licences whose record never changes."""

from tongban.licences.models.correction import Correction
from tongban.licences.models.event import LicenceEvent
from tongban.licences.models.ingestion import Ingestion, IngestionFinding, IngestionPart, IngestionSuccession
from tongban.licences.models.joint_holder import JointHolder, held_by
from tongban.licences.models.licence import Licence
from tongban.licences.models.licence_type import LicenceType
from tongban.licences.models.life_proposal import LifeProposal, LifeProposalQuerySet
from tongban.licences.models.scan import Scan
