"""Pages that no cache between the city and a clerk may keep, and that a browser asks about again."""

from django.views.decorators.cache import cache_control

private = cache_control(private=True, no_cache=True)
