"""`{% load desk %}`: what the lists of the desk share."""

from __future__ import annotations

from urllib.parse import urlencode

from django.template import Library
from django.urls import reverse

register = Library()


@register.inclusion_tag("desk/next_page.html")
def next_page(cursor: object, page: str = "", **narrowed: object) -> dict[str, str]:
    """The way to the next page of a list, as long as there is one: at the same address, or at that of `page`; narrowed as this one is."""
    asked = {name: value for name, value in narrowed.items() if value}
    return {"address": f"{reverse(page) if page else ''}?{urlencode(asked | {'after': cursor})}" if cursor else ""}
