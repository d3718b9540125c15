"""What an analyst may ask a watch for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.web.desk.board_forms import one_of, words
from tongban.channels.web.desk.supervision_forms import DeedForm, line
from tongban.responsibilities import queries as responsibilities_queries
from tongban.watches.terms import EVERYWHERE, NewWatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tongban.responsibilities.terms import BoardRelease

ALL, ANY = "all", "any"
BETWEEN = re.compile(r"[\s,，、;；]+")
DEEPER = "　"


class WatchForm(DeedForm):
    name = line(gettext_lazy("名称"), most=60)
    words = line(
        gettext_lazy("词语"),
        needed=False,
        most=300,
        help_text=gettext_lazy("中间空一格，每个 2 到 20 个字，最多 10 个。只在公开的标题和正文里找，照字面找；举报不找。"),
    )
    together = one_of(gettext_lazy("几个词语"), [(ANY, gettext_lazy("有一个就算")), (ALL, gettext_lazy("都要有"))])
    category = forms.ChoiceField(
        label=gettext_lazy("类别"), required=False, error_messages={"invalid_choice": gettext_lazy("请从列出的里面选。")}
    )
    area = forms.ChoiceField(
        label=gettext_lazy("地方"), required=False, error_messages={"invalid_choice": gettext_lazy("请从列出的里面选。")}
    )
    above = forms.IntegerField(
        label=gettext_lazy("一周多于几个人写就提醒我"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("一个人一周写几条算一个人。每周最多提醒一次。"),
    )
    over_bound = forms.BooleanField(label=gettext_lazy("超过界限就提醒我（和集中反映一样算）"), required=False)
    shared = forms.BooleanField(label=pgettext_lazy("watch", "分析岗的同事也可以看"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, name="watch", initial={"together": ANY} | (initial or {}))
        city = responsibilities_queries.board()
        self.fields["category"].choices = [("", _("不限")), *_classes(city)]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("不限")), (EVERYWHERE, _("全市的所有留言")), *_areas(city)]  # type: ignore[attr-defined]

    @property
    def asked(self) -> NewWatch:
        """What was typed."""
        told = self.cleaned_data
        found = tuple(each for each in BETWEEN.split(told["words"]) if each)
        return NewWatch(
            name=told["name"],
            words=found,
            all_of_them=told["together"] == ALL,
            **{name: told[name] for name in ("category", "area", "above", "over_bound", "shared")},
        )


class WatchNoteForm(DeedForm):
    text = words(gettext_lazy("备注"), rows=3, help_text=gettext_lazy("不要写群众的姓名和电话。分享给同事的，他们也看得到。"))


def typed(asked: NewWatch) -> dict[str, Any]:
    """What a form shows of a watch that is there."""
    told = {name: getattr(asked, name) for name in ("name", "category", "area", "above", "over_bound", "shared")}
    return told | {"words": " ".join(asked.words), "together": ALL if asked.all_of_them else ANY}


def _classes(city: BoardRelease) -> Iterator[tuple[str, str]]:
    for each in sorted(city.categories, key=lambda one: one.code):
        yield each.code, f"{DEEPER * (len(each.code.rstrip('0')) // 2 - 1)}{each.code} {each.name}"


def _areas(city: BoardRelease) -> Iterator[tuple[str, str]]:
    """Each district before its streets."""
    for each in city.districts:
        if not each.parent:
            yield each.code, str(each.name)
            yield from ((street.code, f"{DEEPER}{street.name}") for street in city.districts if street.parent == each.code)
