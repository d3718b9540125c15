"""Every door's URLs in one place; `tests/house` checks that each states its audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("tongban.channels.parts.urls")),
    path("", include("tongban.channels.rest.urls")),
    path("", include("tongban.channels.open311.urls")),
    path("", include("tongban.channels.web.desk.urls")),
    path("", include("tongban.channels.web.leader.urls")),
    path("", include("tongban.channels.web.citizen.urls")),
]
