"""The REST door as one API object. What it refuses is in `answers`, what its document says in `described`."""

from typing import Any

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.operation import Operation

from tongban.channels.rest import (
    answers,
    applications,
    asked,
    board_authors,
    board_data,
    board_desk,
    board_orders,
    board_screening,
    board_units,
    described,
    disclosure,
    drafts,
    exchange,
    guides,
    handling,
    log,
    me,
    open_data,
    province,
    rankings,
    register,
    sharing,
    showing,
    signing,
    signing_in,
    statistics,
    wallet,
)
from tongban.channels.rest.parsing import StrictJson


class Door(NinjaAPI):
    """Operations are named after their functions, and every one of their problems is declared."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    _document: Any = None

    def get_openapi_schema(self, **options: Any) -> Any:
        """Made once per process; its words become Chinese or English only when it is sent."""
        if self._document is None:
            self._document = described.whole(super().get_openapi_schema(**options))
        return self._document

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            pattern.callback = answers.in_words(pattern.callback)
        return patterns


api = Door(
    title="Tongban",
    version="1",
    description=_("和网页办事相同的动作。先在 `/tokens` 登录，再带着 `Authorization: Bearer <token>` 请求。"),
    urls_namespace="rest",
    docs_url=None,  # ninja's page loads scripts from elsewhere; ours is in `docs`
    parser=StrictJson(),
)
for module in (
    signing_in,
    me,
    guides,
    drafts,
    applications,
    signing,
    handling,
    wallet,
    register,
    showing,
    disclosure,
    log,
    sharing,
    province,
    board_authors,
    board_units,
    board_orders,
    board_desk,
    board_screening,
    board_data,
    rankings,
    statistics,
    open_data,
    exchange,
):
    api.add_router("", module.router)
api.add_decorator(asked.by_known_names, mode="view")
answers.declare(api)
