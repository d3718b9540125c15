"""What the ledger remembers of these rows, so that `manage.py verify_ledger` finds whatever was changed behind the verbs' back."""

from tongban.kernel.imprints import Watched
from tongban.supervision.models.city import SupervisionReleaseRow, Switch
from tongban.supervision.models.ranking import Correction, Exclusion, Ranking

COUNTED = "week version release correction closed_at counted_at canonical digest trial trial_digest signed_by signer signed_at algorithm"
TWO = "state proposed_by proposed_at decided_by decided_at"
LEFT_OUT = f"week kind item number shown unit reason {TWO} correction from_version until_version"
CORRECTED = f"week of_version reason restores {TWO}"
RELEASE = Watched(SupervisionReleaseRow, ("content", "digest", "loaded_at"), "id")
SWITCH = Watched(Switch, ("unit", "on", "switched_by", "at"), "id")
RANKING = Watched(Ranking, (*COUNTED.split(), "signature", "certificate"), "id")
EXCLUSION = Watched(Exclusion, tuple(LEFT_OUT.split()), "id")
CORRECTION = Watched(Correction, tuple(CORRECTED.split()), "id")
