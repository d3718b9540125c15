"""URLs of supervision at the desk door."""

from django.urls import path

from tongban.channels.web.desk.views.supervision import asks, deciding, interviews, lights, orders, rankings, switches

urlpatterns = [
    path("desk/supervision/lights/", lights.lights, name="lights"),
    path("desk/supervision/lights/rows/", lights.rows, name="lights-rows"),
    path("desk/supervision/lights/<slug:unit>/", lights.unit, name="lights-of-unit"),
    path("desk/supervision/rankings/", rankings.rankings, name="rankings"),
    path("desk/supervision/rankings/<str:week>/", rankings.ranking, name="ranking"),
    path("desk/supervision/rankings/<str:week>/exclude/", deciding.exclude, name="exclude"),
    path("desk/supervision/rankings/<str:week>/correct/", deciding.correct, name="correct-ranking"),
    path("desk/supervision/rankings/<str:week>/decide/<slug:deed>/", deciding.decide, name="decide-ranking"),
    path("desk/supervision/rankings/<str:week>/units/<slug:unit>/", rankings.standing, name="ranked-unit"),
    path("desk/supervision/standing/", rankings.standing, name="standing"),
    path("desk/supervision/standing/choose/", rankings.choose, name="choose-standing"),
    path("desk/supervision/orders/", orders.orders, name="ordered"),
    path("desk/supervision/orders/new/", orders.new, name="new-order"),
    path("desk/supervision/orders/<uuid:order_id>/", orders.order, name="ordered-one"),
    path("desk/supervision/orders/<uuid:order_id>/papers/<uuid:paper_id>.pdf", orders.paper, name="order-paper"),
    path("desk/supervision/orders/<uuid:order_id>/<slug:deed>/", orders.act, name="ordered-act"),
    path("desk/supervision/interviews/", interviews.interviews, name="interviews"),
    path("desk/supervision/interviews/<uuid:interview_id>/", interviews.interview, name="interview"),
    path("desk/supervision/interviews/<uuid:interview_id>/<slug:deed>/", interviews.act, name="interview-act"),
    path("desk/supervision/asks/", asks.asks, name="asks"),
    path("desk/supervision/asks/<uuid:ask_id>/answer/", asks.answer, name="answer-ask"),
    path("desk/supervision/complaints/<uuid:complaint_id>/dismiss/", asks.dismiss, name="dismiss-complaint"),
    path("desk/supervision/switches/", switches.switches, name="switches"),
]
