"""What the ledger remembers of these rows, so that `manage.py verify_ledger` finds whatever was changed behind the verbs' back."""

from tongban.kernel.imprints import Watched
from tongban.snapshots.models.snapshots import Snapshot

SNAPSHOT = Watched(Snapshot, ("at", "written", "parts", "until_at", "version", "digest"), "id")
