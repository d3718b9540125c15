"""Where the keys that sign are, for each algorithm: made here in software (development), or in a PKCS #11 module (docs/keys.md)."""

import os
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

STORES = ("software", "pkcs11")
VARIABLES = {"sm2-sm3": "TONGBAN_SM2_KEYS", "ecdsa-p256-sha256": "TONGBAN_P256_KEYS"}


@dataclass(frozen=True)
class Token:
    """A PKCS #11 module and the token in it."""

    module: str  # the vendor's library
    label: str
    pin: str = field(repr=False)


def key_stores() -> dict[str, str]:
    """The store of each algorithm's keys. Refuses: ImproperlyConfigured."""
    stores = {algorithm: os.environ.get(variable, "") or "software" for algorithm, variable in VARIABLES.items()}
    for algorithm, store in stores.items():
        if store not in STORES:
            raise ImproperlyConfigured(f"{VARIABLES[algorithm]} is one of {', '.join(STORES)}, not {store}.")
    return stores


def token() -> Token:
    """The token that holds the keys of the stores that are `pkcs11`."""
    return Token(
        module=os.environ.get("TONGBAN_PKCS11_MODULE", ""),
        label=os.environ.get("TONGBAN_PKCS11_TOKEN", ""),
        pin=os.environ.get("TONGBAN_PKCS11_PIN", ""),
    )
