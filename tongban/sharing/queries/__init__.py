"""Questions about what leaves the library. Those that return a person's data take a purpose and leave one row in the access log."""

from tongban.sharing.queries.audit import audit
from tongban.sharing.queries.claims import chosen, claims, claims_of, on_the_face
from tongban.sharing.queries.consumers import consumer, consumer_by_token, consumer_token_digest, consumers, consumers_kept, keeps_library
from tongban.sharing.queries.copies import case_copy, copy_content, copy_note, require_usable
from tongban.sharing.queries.counter import (
    at_counter,
    at_counter_for_case,
    counter_digest,
    counter_index,
    open_visit_of,
    visit_desks,
    visits_open,
)
from tongban.sharing.queries.credentials import (
    credential,
    credential_of,
    development,
    forget_status_lists,
    issuer_metadata,
    status_list,
)
from tongban.sharing.queries.grants import agreed_purposes, grant_covering, grants_covering, grants_of, receiver, receivers
from tongban.sharing.queries.interface import (
    NO_FILE,
    SHARE_COPY,
    SHARE_FIND,
    SHARE_VERIFY,
    ground,
    refused_stranger,
    share_envelope,
    share_find,
    share_rights,
    share_verify,
    shared,
)
from tongban.sharing.queries.judging import judge_file, judge_handed
from tongban.sharing.queries.showing import purpose_of, require_open, showing, showing_offer, showings_of, token_digest
from tongban.sharing.queries.uses import uses_of
from tongban.sharing.queries.verification import proof, verification
