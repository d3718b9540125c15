"""QR codes in a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def scalable(svg: str) -> SafeString:
    """A QR code with a view box instead of a size, so that the sheet decides how large it is."""
    return mark_safe(re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', svg, count=1))
