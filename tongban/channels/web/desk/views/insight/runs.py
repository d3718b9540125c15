"""What surges are found by: the files that were written of the city, and each run that tested their series."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.insight import queries
from tongban.snapshots import queries as snapshot_queries
from tongban.supervision import queries as supervision_queries

LAST = 30


@staff
@private
def runs(request: HttpRequest) -> HttpResponse:
    """The last runs; files are for the desk that analyses. Refuses: NoSupervision, Denied."""
    by = actor_of(request)
    analyses = by.sits_at(supervision_queries.release().desks.analyse)
    context = {
        "runs": queries.detections(by=by, limit=LAST),
        "analyses": analyses,
        "snapshots": snapshot_queries.snapshots(by=by, limit=LAST) if analyses else (),
    }
    return render(request, "desk/insight/runs.html", context | frame(request, "surges"))
