"""A limit on how often one address may ask for what is open to everybody and costs much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter

from tongban.channels.parts.actor import moment
from tongban.kernel import crypto, rates

if TYPE_CHECKING:
    from django.http import HttpRequest

FILES_A_MINUTE = 20  # to judge a file costs up to a tenth of a second; an identifier next to nothing


def require_calm(request: HttpRequest, what: str, *, a_minute: int) -> None:
    """Count one call of this address for `what`; addresses are kept as a blind index only. Refuses: rates.TooOften."""
    address = crypto.blind_index(get_adapter(request).get_client_ip(request) or "", "rates.address").hex()
    if not rates.within(f"{what}:{address}", limit=a_minute, at=moment(request)):
        raise rates.TooOften(a_minute)
