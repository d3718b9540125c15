"""The kernel's tables. Private to the kernel: other modules call its functions."""

from tongban.kernel.models.facts import Delivery, FactRow
from tongban.kernel.models.files import FileRow, Upload
from tongban.kernel.models.idempotency import UsedKey
from tongban.kernel.models.ledger import LedgerEntry, LedgerLink
from tongban.kernel.models.rates import Rate
from tongban.kernel.models.reads import Read, ReadLink
from tongban.kernel.models.transparency import Checkpoint, LogLeaf
