"""Signed statements of which the holder shows what they choose (SD-JWT), lists of those that no longer hold, and public keys as JWK.

The formats only. Not here: who says what of whom, and whose key it is.
"""

from tongban.kernel.credentials import jwk, sd_jwt, status_list
from tongban.kernel.credentials.sd_jwt import Malformed
