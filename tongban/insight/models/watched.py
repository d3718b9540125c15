"""What the ledger remembers of these rows, so that `manage.py verify_ledger` finds whatever was changed behind the verbs' back."""

from tongban.insight.models.surges import Detection, Surge, SurgeNote
from tongban.kernel.imprints import Watched

COUNTED = "at until_on week data rules parameters forward tests alarms stood digest"
FOLLOWED = "series words opened_week last_week closed_week score highest shown within opened_at followed_at"
JUDGED = "verdict verdict_for verdict_by verdict_at"
DETECTION = Watched(Detection, tuple(COUNTED.split()), "id")
SURGE = Watched(Surge, (*FOLLOWED.split(), *JUDGED.split()), "id")
NOTE = Watched(SurgeNote, ("text", "written_by", "at"))
