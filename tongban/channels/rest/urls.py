"""URLs of the REST door."""

from django.urls import path

from tongban.channels.rest.api import api

urlpatterns = [path("api/v1/", api.urls)]
