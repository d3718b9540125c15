"""What GET is asked for, by name: a parameter that an operation does not know is told. Left out in silence, it answers something else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from ninja.errors import ValidationError

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from ninja.operation import Operation


def by_known_names(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For `add_decorator(mode="view")`: it is given how an operation runs, which is bound to the operation."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    if "GET" not in operation.methods:
        return run
    known = [name for model in operation.models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__]

    @wraps(run)
    def answered(request: HttpRequest, *arguments: Any, **told: Any) -> HttpResponseBase:
        unknown = [_fault(name, known) for name in request.GET if name not in known]
        return operation.api.on_exception(request, ValidationError(unknown)) if unknown else run(request, *arguments, **told)

    return answered


def _fault(name: str, known: list[str]) -> dict[str, Any]:
    fault = {"type": "unknown_parameter" if known else "no_parameters", "loc": ("query", name), "msg": ""}
    return fault | {"ctx": {"known": ", ".join(sorted(known))}}
