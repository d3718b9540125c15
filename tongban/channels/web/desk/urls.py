"""URLs of the desk door. Reading is GET; every act is a POST of its own."""

from django.urls import path

from tongban.channels.web.desk.views import acts, case, counter, files, queue, register, reported, scans, seals, signatures, stocks

app_name = "desk"
urlpatterns = [
    path("desk/", queue.waiting, name="queue"),
    path("desk/rows/", queue.rows, name="rows"),
    path("desk/done/", queue.done, name="done"),
    path("desk/find/", queue.find, name="find"),
    path("desk/cases/<uuid:case_id>/", case.page, name="case"),
    path("desk/cases/<uuid:case_id>/next/", case.neighbour, name="neighbour"),
    path("desk/cases/<uuid:case_id>/materials/<uuid:material_id>/", files.material, name="material"),
    path("desk/cases/<uuid:case_id>/licences/", files.licences, name="licences"),
    path("desk/cases/<uuid:case_id>/licences/<uuid:licence_id>/", files.licence, name="licence"),
    path("desk/cases/<uuid:case_id>/licences/<uuid:licence_id>/error/", reported.report, name="report-error"),
    path("desk/counter/", counter.look, name="counter"),
    path("desk/counter/copy/", counter.copy, name="counter-copy"),
    path("desk/licences/", register.register, name="register"),
    path("desk/licences/<uuid:licence_id>/", register.record, name="record"),
    path("desk/licences/<uuid:licence_id>/change/", register.change, name="change-licence"),
    path("desk/licences/<uuid:licence_id>/version/", register.new_version, name="new-version"),
    path("desk/errors/", reported.waiting, name="reported"),
    path("desk/errors/<uuid:correction_id>/", reported.answer, name="answer-error"),
    path("desk/stocks/", stocks.stocks, name="stocks"),
    path("desk/stocks/<uuid:ingestion_id>/", stocks.stock, name="stock"),
    path("desk/stocks/<uuid:ingestion_id>/report.csv", stocks.report, name="stock-report"),
    path("desk/scans/", scans.scans, name="scans"),
    path("desk/scans/<uuid:scan_id>/", scans.scan, name="scan"),
    path("desk/scans/<uuid:scan_id>/state/", scans.state, name="scan-state"),
    path("desk/scans/<uuid:scan_id>/picture/", scans.picture, name="scan-picture"),
    path("desk/scans/<uuid:scan_id>/discard/", scans.discard, name="scan-discard"),
    path("desk/papers/<uuid:paper_id>/", files.paper, name="paper"),
    path("desk/cases/<uuid:case_id>/signatures/<uuid:signature_id>.<str:form>", signatures.document, name="signature"),
    path("desk/seals/", seals.seals, name="seals"),
    path("desk/seals/<uuid:seal_id>/", seals.seal, name="seal"),
    path("desk/seals/<uuid:seal_id>/change/", seals.change, name="change-seal"),
    path("desk/seals/<uuid:seal_id>/picture.png", seals.picture, name="seal-picture"),
    path("desk/cases/<uuid:case_id>/correction/", acts.ask_correction, name="ask-correction"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/check/", acts.check, name="check"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/accept/", acts.accept, name="accept"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/decline/", acts.decline, name="decline"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/review/", acts.review, name="review"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/decide/", acts.decide, name="decide"),
]
