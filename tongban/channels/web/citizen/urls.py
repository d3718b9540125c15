"""URLs of the citizen door. Reading is GET; what binds is a POST after a page that shows it."""

from django.urls import path

from tongban.channels.web.citizen.views import cases, correction, disclosure, files, finding, guide, home, me, verification, wallet
from tongban.channels.web.citizen.views.apply import form, materials, review, situation, who

app_name = "citizen"
APPLY = "services/<str:code>/apply/<uuid:applicant_id>"
urlpatterns = [
    path("", home.home, name="home"),
    path("search", finding.search, name="search"),
    path("topics/<str:key>/", finding.topic, name="topic"),
    path("services/", finding.services, name="services"),
    path("services/<str:code>/", guide.page, name="service"),
    path("services/<str:code>/apply/", who.choose, name="apply"),
    path(f"{APPLY}/situation/", situation.questions, name="situation"),
    path(f"{APPLY}/form/<int:number>/", form.section, name="form"),
    path(f"{APPLY}/materials/", materials.collect, name="materials"),
    path(f"{APPLY}/files/<str:digest>/", files.draft_file, name="draft-file"),
    path(f"{APPLY}/review/", review.check_answers, name="review"),
    path(f"{APPLY}/discard/", cases.discard, name="discard"),
    path("cases/", cases.mine, name="cases"),
    path("cases/<uuid:case_id>/", cases.page, name="case"),
    path("cases/<uuid:case_id>/progress/", cases.progress, name="progress"),
    path("cases/<uuid:case_id>/receipt/", cases.receipt, name="receipt"),
    path("cases/<uuid:case_id>/reads/", cases.reads, name="reads"),
    path("cases/<uuid:case_id>/withdraw/", cases.withdraw, name="withdraw"),
    path("cases/<uuid:case_id>/correction/", correction.answer, name="correction"),
    path("cases/<uuid:case_id>/materials/<uuid:material_id>/", files.material, name="material"),
    path("papers/<uuid:paper_id>/", files.paper, name="paper"),
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet/<uuid:licence_id>/", wallet.licence, name="licence"),
    path("wallet/<uuid:licence_id>/document/", files.licence_document, name="licence-document"),
    path("verify/", verification.ask, name="verify"),
    path("verify/<str:identifier>", verification.answer, name="verification"),
    path("public/cases/", disclosure.cases, name="public-cases"),
    path("public/permits/", disclosure.permits, name="permits"),
    path("ca/root.pem", verification.root_certificate, name="ca-root"),
    path("ca/revoked.crl", verification.revocation_list, name="ca-revoked"),
    path("me/", me.me, name="me"),
]
