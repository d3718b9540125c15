"""URLs of analysis reports at the desk door."""

from django.urls import path

from tongban.channels.web.desk.views.reports import deciding, papers, report, versions, wording

urlpatterns = [
    path("desk/reports/", report.reports, name="reports"),
    path("desk/reports/surge/<uuid:surge_id>/", wording.of_surge, name="report-surge"),
    path("desk/reports/<uuid:report_id>/", report.report, name="report"),
    path("desk/reports/<uuid:report_id>/edit/", wording.edit, name="edit-report"),
    path("desk/reports/<uuid:report_id>/versions/", versions.versions, name="report-versions"),
    path("desk/reports/<uuid:report_id>/files/<str:name>", papers.file, name="report-file"),
    path("desk/reports/<uuid:report_id>/surges/<uuid:surge_id>/order/", deciding.issue, name="report-order"),
    path("desk/reports/<uuid:report_id>/surges/<uuid:surge_id>/campaign/", deciding.begin, name="report-campaign"),
    path("desk/reports/<uuid:report_id>/surges/<uuid:surge_id>/reject/<slug:proposal>/", deciding.reject, name="report-reject"),
    path("desk/reports/<uuid:report_id>/<slug:deed>/", report.act, name="report-act"),
]
