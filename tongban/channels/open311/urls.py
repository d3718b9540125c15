"""URLs of Open311 GeoReport v2. The ending of an address is the notation of its answer."""

from django.urls import path, re_path

from tongban.channels.open311 import answers, classes, requests, updates

FORM = r"\.(?P<form>xml|json)$"
ID = r"(?P<{name}>[^/]{{1,80}}?)"
urlpatterns = [
    re_path(rf"^open311/v2/discovery{FORM}", classes.discovery, name="open311-discovery"),
    re_path(rf"^open311/v2/services{FORM}", classes.services, name="open311-services"),
    re_path(rf"^open311/v2/services/{ID.format(name='code')}{FORM}", classes.definition, name="open311-definition"),
    re_path(rf"^open311/v2/requests{FORM}", requests.requests, name="open311-requests"),
    re_path(rf"^open311/v2/requests/{ID.format(name='number')}{FORM}", requests.one, name="open311-request"),
    re_path(rf"^open311/v2/tokens/{ID.format(name='token')}{FORM}", requests.token, name="open311-token"),
    re_path(rf"^open311/v2/servicerequestupdates{FORM}", updates.updates, name="open311-updates"),
    path("open311/", answers.nowhere, name="open311-home"),
    path("open311/<path:path>", answers.nowhere, name="open311-nowhere"),
]
