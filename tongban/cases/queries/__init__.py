"""Questions about cases. Each is asked for an actor and leaves a row in the access log, or is public and shows nobody."""

from tongban.cases.queries.case import acts_open_to, case, reads_of_case
from tongban.cases.queries.counted import due_by_department, due_cases, lights, lit, snapshot
from tongban.cases.queries.drafts import draft, drafts_of
from tongban.cases.queries.drawing import paper
from tongban.cases.queries.form import check_form, stops
from tongban.cases.queries.handed import forget, saved
from tongban.cases.queries.known import asked_materials, prefill
from tongban.cases.queries.lists import cases_of, counts, settled_by, worklist
from tongban.cases.queries.picture import planned_lanes
from tongban.cases.queries.public import granted_permits, public_case, public_cases
from tongban.cases.queries.sealed import is_sealed_form, sealed_forms
from tongban.cases.queries.signing import case_document, signed_document, signing_of
from tongban.cases.queries.uploaded import upload_faults
from tongban.cases.queries.uploads import material_file
from tongban.cases.queries.visited import case_at_window
from tongban.cases.queries.wallet import applicants_licences, licence_document
