"""Pure decisions about licences.

Not here: who may see a licence (`access`), how it looks (`faces/`).
"""
# pyright: reportUnusedImport=false

from tongban.licences.rules.identifier import ALPHABET, ROOT, SHAPE, Parts, check_character, identifier, parse, serial_of
from tongban.licences.rules.ingestion import Converter, predecessor, read_mapping, reader, superseding
from tongban.licences.rules.life import ENDED, LIFE, Turn, changed, open_to, require_cited, require_successor, takes_two
from tongban.licences.rules.record import canonical, digest_of, printed_number, require_content, require_holders
from tongban.licences.rules.scanning import suggest
from tongban.licences.rules.writing import require_seen
