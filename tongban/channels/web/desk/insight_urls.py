"""URLs of analysis at the desk door."""

from django.urls import path

from tongban.channels.web.desk.views import watches
from tongban.channels.web.desk.views.insight import runs, surges

urlpatterns = [
    path("desk/insight/surges/", surges.surges, name="surges"),
    path("desk/insight/surges/<uuid:surge_id>/", surges.surge, name="surge"),
    path("desk/insight/surges/<uuid:surge_id>/<slug:deed>/", surges.act, name="surge-act"),
    path("desk/insight/watches/", watches.watches, name="watches"),
    path("desk/insight/watches/new/", watches.new, name="new-watch"),
    path("desk/insight/watches/<uuid:watch_id>/", watches.watch, name="watch"),
    path("desk/insight/watches/<uuid:watch_id>/change/", watches.change, name="change-watch"),
    path("desk/insight/watches/<uuid:watch_id>/<slug:deed>/", watches.act, name="watch-act"),
    path("desk/insight/runs/", runs.runs, name="insight-runs"),
]
