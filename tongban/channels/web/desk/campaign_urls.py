"""URLs of campaigns at the desk door."""

from django.urls import path

from tongban.channels.web.desk.views.campaigns import pages, writing

urlpatterns = [
    path("desk/campaigns/", pages.campaigns, name="campaigns"),
    path("desk/campaigns/new/", writing.new, name="new-campaign"),
    path("desk/campaigns/<uuid:campaign_id>/", pages.campaign, name="campaign"),
    path("desk/campaigns/<uuid:campaign_id>/rewrite/", writing.rewrite, name="rewrite-campaign"),
    path("desk/campaigns/<uuid:campaign_id>/<slug:deed>/", pages.act, name="campaign-act"),
]
