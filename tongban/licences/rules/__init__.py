"""Pure decisions about licences.

Not here: who may see a licence (`access`), how it looks (`faces/`).
"""

from tongban.licences.rules.identifier import ALPHABET, ROOT, SHAPE, Parts, check_character, identifier, parse, serial_of
from tongban.licences.rules.ingestion import Converter, StockMapping, predecessor, read_mapping, reader, superseding
from tongban.licences.rules.life import ENDED, LIFE, Turn, changed, open_to, require_cited, require_successor, takes_two
from tongban.licences.rules.record import canonical, digest_of, printed_number, require_content, require_holders
from tongban.licences.rules.scanning import suggest
from tongban.licences.rules.writing import require_seen

__all__ = [
    "ALPHABET",
    "ENDED",
    "LIFE",
    "ROOT",
    "SHAPE",
    "Converter",
    "Parts",
    "StockMapping",
    "Turn",
    "canonical",
    "changed",
    "check_character",
    "digest_of",
    "identifier",
    "open_to",
    "parse",
    "predecessor",
    "printed_number",
    "read_mapping",
    "reader",
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
