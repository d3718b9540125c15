"""Verbs of the licence library, the only writers of its tables (a first request for a document writes its digest as well)."""

from tongban.licences.actions.corrections import answer_correction, ask_correction
from tongban.licences.actions.documents import DOCUMENT_QUEUE, MAKE_DOCUMENT, make_document
from tongban.licences.actions.ingestion import begin_ingestion, finish_ingestion, ingest_part, link_versions
from tongban.licences.actions.issuing import issue
from tongban.licences.actions.life import change, new_version
from tongban.licences.actions.life_proposals import confirm_proposal, lapse_proposal, propose_change, reject_proposal, withdraw_proposal
from tongban.licences.actions.scanning import READ_SCAN, confirm_scan, discard_scan, read_scan, take_scan
from tongban.licences.actions.stock import seed
from tongban.licences.actions.types import load_types
