"""Questions about licences. Those that return a person's data take a purpose and leave one row in the access log."""

from tongban.licences.queries.types import TYPES_KEPT_SECONDS, forget_types, issuer_of, licence_type, licence_types
from tongban.licences.queries.verification import verification
from tongban.licences.queries.wallet import PER_TYPE, WALLET_LIMIT, document, licence, licences_of, usable_for

__all__ = [
    "PER_TYPE",
    "TYPES_KEPT_SECONDS",
    "WALLET_LIMIT",
    "document",
    "forget_types",
    "issuer_of",
    "licence",
    "licence_type",
    "licence_types",
    "licences_of",
    "usable_for",
    "verification",
]
