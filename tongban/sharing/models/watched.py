"""What the ledger remembers of these rows, so that `manage.py verify_ledger` finds whatever was changed behind the verbs' back."""

from tongban.kernel.imprints import Watched
from tongban.sharing.models.consumer import Consumer, ConsumerRight
from tongban.sharing.models.use_grant import UseGrant

GIVEN = "holder_id receiver receiver_name types purpose granted_by granted_at valid_until revoked_by revoked_at"
REGISTERED = "code name department calls_per_minute token_digest token_until suspended_at public_key registered_at"
ALLOWED = "consumer type_code purposes basis fields copies encrypted valid_until granted_at revoked_at"
GRANT = Watched(UseGrant, tuple(GIVEN.split()), "id")
CONSUMER = Watched(Consumer, tuple(REGISTERED.split()), "id")
RIGHT = Watched(ConsumerRight, tuple(ALLOWED.split()), "id")
