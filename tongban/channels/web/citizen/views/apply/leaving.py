"""Save, and go on another day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def leaves(request: HttpRequest) -> bool:
    """Whether the button `save, and go on another day` was pressed."""
    return "leave" in request.POST


def left(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("已经保存。下次从“我的办件”接着办。"))
    return redirect("citizen:cases")
