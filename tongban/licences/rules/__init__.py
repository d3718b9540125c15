"""Pure decisions about licences.

Not here: who may see a licence (`access`), how it looks (`faces/`).
"""

from tongban.licences.rules.identifier import ALPHABET, ROOT, SHAPE, Parts, check_character, identifier, parse, serial_of
from tongban.licences.rules.ingestion import (
    PART_ROWS,
    Converter,
    Reader,
    StockMapping,
    cut,
    in_parts,
    predecessor,
    read_mapping,
    superseding,
)
from tongban.licences.rules.life import ENDED, LIFE, Turn, changed, open_to, require_cited, require_successor, takes_two
from tongban.licences.rules.record import canonical, digest_of, printed_number, require_content, require_holders
from tongban.licences.rules.scanning import suggest
from tongban.licences.rules.writing import require_seen

__all__ = [
    "ALPHABET",
    "ENDED",
    "LIFE",
    "PART_ROWS",
    "ROOT",
    "SHAPE",
    "Converter",
    "Parts",
    "Reader",
    "StockMapping",
    "Turn",
    "canonical",
    "changed",
    "check_character",
    "cut",
    "digest_of",
    "identifier",
    "in_parts",
    "open_to",
    "parse",
    "predecessor",
    "printed_number",
    "read_mapping",
    "require_cited",
    "require_content",
    "require_holders",
    "require_seen",
    "require_successor",
    "serial_of",
    "superseding",
    "suggest",
    "takes_two",
]
