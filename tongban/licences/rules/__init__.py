"""Pure decisions about licences.

Not here: who may see a licence (`access`), how it looks (`faces/`).
"""

from tongban.licences.rules.identifier import ALPHABET, ROOT, SHAPE, Parts, check_character, identifier, parse, serial_of
from tongban.licences.rules.life import LIFE, Turn, changed
from tongban.licences.rules.record import canonical, digest_of, printed_number, require_content

__all__ = [
    "ALPHABET",
    "LIFE",
    "Parts",
    "ROOT",
    "SHAPE",
    "Turn",
    "canonical",
    "digest_of",
    "changed",
    "check_character",
    "identifier",
    "parse",
    "printed_number",
    "require_content",
    "serial_of",
]
