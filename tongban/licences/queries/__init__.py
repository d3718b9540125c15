"""Questions about licences. Those that return a person's data take a purpose and leave one row in the access log."""

from tongban.licences.queries.audit import audit
from tongban.licences.queries.corrections import (
    correction,
    correction_as_term,
    corrections_asked,
    corrections_of,
    corrections_waiting,
    count_corrections,
    kept_types,
)
from tongban.licences.queries.documents import judge_upload
from tongban.licences.queries.identifiers import check_holds, national_code
from tongban.licences.queries.ingestion import (
    FINDINGS_SHOWN,
    all_findings,
    findings,
    findings_counted,
    ingestion,
    ingestions,
)
from tongban.licences.queries.life import basis_cited, find, life_of, record
from tongban.licences.queries.life_proposals import count_proposals, proposal, proposal_as_term, proposals_waiting
from tongban.licences.queries.lookup import PER_TYPE
from tongban.licences.queries.resolving import checked_for, states_of
from tongban.licences.queries.scanning import open_scans, scan, scan_picture
from tongban.licences.queries.types import TYPES_KEPT_SECONDS, department_name, faces, forget_types, issuer_of, licence_type, licence_types
from tongban.licences.queries.wallet import document, licence, licences_of, usable_for
