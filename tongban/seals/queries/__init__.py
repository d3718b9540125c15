"""Questions about seals and what was signed with them. A department's first seal is made by whoever first needs it."""

from tongban.seals.queries.audit import audit
from tongban.seals.queries.judging import checks_of, own_certificate, require_right, require_sound
from tongban.seals.queries.property import (
    department_seal,
    seal,
    seal_ended,
    seal_events,
    seal_grants,
    seal_uses,
    seals_for,
    seals_of,
    usable_seal,
    use_entry,
)
