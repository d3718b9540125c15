"""A log of everything that was sealed, which cannot be rewritten unnoticed (RFC 9162).

Sealers append a leaf for each batch of links; once a minute the head is signed as a C2SP checkpoint. Proofs are found by the
server and checked by anybody. Not here: the chains themselves (`kernel.chain`), and who may ask (doors).
"""

from tongban.kernel.transparency.audit import Audit, Links, LogReport
from tongban.kernel.transparency.checkpoints import certificate, latest, origin, public_key, sign
from tongban.kernel.transparency.log import Batch
from tongban.kernel.transparency.notes import Head, read
from tongban.kernel.transparency.proofs import Consistency, NoSuchSize, NotProven, Proof, check, consistency, contradicted, proof
from tongban.kernel.transparency.tiles import NoSuchTile, tile
