"""A character in what somebody sent that no text of ours can hold: where it stands, in words, whatever door it came through."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.keepable import NAMELESS, Unkeepable
from tongban.channels.parts.problems.board import FIELDS
from tongban.channels.parts.problems.campaigns import CAMPAIGN_FIELDS
from tongban.channels.parts.problems.reports import REPORT_FIELDS
from tongban.channels.parts.problems.supervision import SUPERVISED_FIELDS
from tongban.channels.parts.problems.words import Words

PLACES = REPORT_FIELDS | CAMPAIGN_FIELDS | SUPERVISED_FIELDS | FIELDS | {"q": _("搜索的词"), "name": _("名称"), NAMELESS: _("网址")}


def _faults(refusal: Unkeepable) -> dict[str, str]:
    """The field by its name where that has one, and what stands around the sign."""
    name = refusal.place.rpartition("-")[2]
    place = str(PLACES.get(name, refusal.place))
    return {place: f"{'nul' if refusal.nul else 'surrogate'}: “{refusal.around}”"}


KEEPING: dict[type[Exception], Words] = {
    Unkeepable: Words(
        "unkeepable-value",
        400,
        _("有一个字符存不了"),
        _("下面这一处有一个看不见的字符（用 ■ 标出），存不了；从别的程序复制来的文字里常有。请去掉它再提交。没有改动任何内容。"),
        faults=_faults,
    ),
}
