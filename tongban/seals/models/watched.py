"""What the ledger remembers of these rows, so that `manage.py verify_ledger` finds whatever was changed behind the verbs' back."""

from tongban.kernel.imprints import Watched
from tongban.seals.models.property import Seal, SealEvent, SealGrant

MADE = "esid owner_kind owner kind name signer der maker custodian state development made_at starts_at ends_at"
GIVEN = "seal person_id person_name granted_by granted_at valid_from valid_until revoked_at"
SEAL = Watched(Seal, tuple(MADE.split()), "id")
EVENT = Watched(SealEvent, ("at", "change", "actor_kind", "actor_id", "actor_name", "reason", "custodian"))
GRANT = Watched(SealGrant, tuple(GIVEN.split()), "id")
