"""Every door's URLs in one place; `tests/house` checks that each states its audience."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
