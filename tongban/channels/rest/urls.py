"""URLs of the REST door. Everything below /api/ answers in JSON, also where there is nothing."""

from django.urls import path, re_path

from tongban.channels.rest import docs
from tongban.channels.rest.api import api

urlpatterns = [
    path("api/v1/", docs.home, name="rest-home"),
    path("api/v1/docs", docs.page, name="rest-docs"),
    path("api/v1/", api.urls),
    re_path(r"^api(?:/(?P<path>.*))?$", docs.nowhere, name="rest-nowhere"),
]
