"""Pure decisions about licences.

Not here: who may see a licence (`access`), how it looks (`faces/`).
"""

from tongban.licences.rules.claims import (
    AGES,
    born_on,
    is_past,
)
from tongban.licences.rules.identifier import ALPHABET, ROOT, SHAPE, Parts, check_character, identifier, parse, serial_of
from tongban.licences.rules.ingestion import PART_ROWS, Converter, Reader, StockMapping, cut, in_parts, read_mapping
from tongban.licences.rules.life import ENDED, LIFE, Turn, changed, open_to, require_successor
from tongban.licences.rules.record import canonical, digest_of, printed_number, require_content, require_holders
from tongban.licences.rules.scanning import suggest
from tongban.licences.rules.sd_jwt import (
    Credential,
    credential,
    opened,
    signed_token,
)
from tongban.licences.rules.seals import SEAL_BASIS, changes_open, seal_changed
from tongban.licences.rules.sharing import right_for
from tongban.licences.rules.status_list import (
    BITS,
    SIZE,
    Status,
    encoded,
    gathered,
    packed,
    spread,
    status_at,
    status_of,
)

__all__ = [
    "AGES",
    "ALPHABET",
    "BITS",
    "ENDED",
    "LIFE",
    "PART_ROWS",
    "ROOT",
    "SEAL_BASIS",
    "SHAPE",
    "SIZE",
    "Converter",
    "Credential",
    "Parts",
    "Reader",
    "Status",
    "StockMapping",
    "Turn",
    "born_on",
    "canonical",
    "changed",
    "changes_open",
    "check_character",
    "credential",
    "cut",
    "digest_of",
    "encoded",
    "gathered",
    "identifier",
    "in_parts",
    "is_past",
    "open_to",
    "opened",
    "packed",
    "parse",
    "printed_number",
    "read_mapping",
    "require_content",
    "require_holders",
    "require_successor",
    "right_for",
    "seal_changed",
    "serial_of",
    "signed_token",
    "spread",
    "status_at",
    "status_of",
    "suggest",
]
