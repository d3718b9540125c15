"""Every door's URLs in one place; `tests/house` checks that each states its audience."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
# While the doors are being built: a door that cannot be imported yet is left out, and says so. Goes away with the last one.
for _door in ("parts.urls", "rest.urls", "web.desk.urls", "web.citizen.urls"):
    try:
        _module = import_module(f"tongban.channels.{_door}")
    except ImportError as error:
        print(f"config/urls.py leaves out {_door}: {error}")
        continue
    urlpatterns.append(path("", include(_module)))
