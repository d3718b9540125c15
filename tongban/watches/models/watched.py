"""What the ledger remembers of these rows, so that `manage.py verify_ledger` finds whatever was changed behind the verbs' back."""

from tongban.kernel.imprints import Watched
from tongban.watches.models.watches import Watch, WatchAlert, WatchNote

ASKED = "name words all_of_them category area above over_bound shared version"
DRAWN = "curve data until_on counted_at counted_version"
COLUMNS = ("owner", "owner_name", "made_at", *ASKED.split(), "archived_at", *DRAWN.split())
WATCH = Watched(Watch, COLUMNS, "id", formerly="insight.watch")
WATCH_NOTE = Watched(WatchNote, ("text", "at"))
WATCH_ALERT = Watched(WatchAlert, ("week", "voices", "above", "bound", "at"))
