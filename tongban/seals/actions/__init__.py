"""Verbs of `seals`, the only writers of its tables; and `Signer`, who signs for an applicant within another module's verb."""

from tongban.seals.actions.property import change_seal, grant_seal, log_seal_use, make_seal, revoke_seal_grant
from tongban.seals.actions.signing import Signer
