"""URLs of the leader's door."""

from django.urls import path

from tongban.channels.web.leader import views

app_name = "leader"
urlpatterns = [
    path("leader/", views.home, name="home"),
    path("leader/figures/<slug:key>/", views.figure, name="figure"),
    path("leader/figures/<slug:key>/items/", views.items, name="items"),
    path("leader/asks/", views.ask, name="ask"),
    path("leader/asks/<uuid:ask_id>/withdraw/", views.withdraw, name="withdraw"),
]
