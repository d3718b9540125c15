"""URLs of the desk door. Reading is GET; every act is a POST of its own."""

from django.urls import path

from tongban.channels.web.desk.views import acts, case, files, queue

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
    path("desk/papers/<uuid:paper_id>/", files.paper, name="paper"),
    path("desk/cases/<uuid:case_id>/correction/", acts.ask_correction, name="ask-correction"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/check/", acts.check, name="check"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/accept/", acts.accept, name="accept"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/decline/", acts.decline, name="decline"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/review/", acts.review, name="review"),
    path("desk/cases/<uuid:case_id>/steps/<uuid:step_id>/decide/", acts.decide, name="decide"),
]
