"""What leaving the library refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.channels.parts.problems.words import Words
from tongban.licences import terms as licences

MISSING = {
    "purpose": pgettext_lazy("use", "用途"),
    "receiver": pgettext_lazy("use", "使用单位"),
    "basis": pgettext_lazy("use", "依据"),
    "until": pgettext_lazy("use", "有效期"),
    "visit": pgettext_lazy("use", "办件编号或取号单号"),
}
WHY = {
    "changed": _("内容和颁发时不一样"),
    "dates": _("不在有效期内"),
    "suspended": _("已冻结"),
    "superseded": _("已有新版"),
    "cancelled": _("已注销"),
    "withdrawn": _("已撤销"),
    "revoked": _("已吊销"),
}

USE: dict[type[Exception], Words] = {
    licences.UnusableLicence: Words(
        "unusable-licence",
        409,
        _("这个证照现在不能使用：%(why)s"),
        _("请换现在有效的证照；有疑问请找发证机关。"),
        lambda it: {"why": WHY.get(it.state, it.state)},
    ),
    licences.IncompleteUse: Words(
        "incomplete-use",
        422,
        _("%(what)s没有写好"),
        _("用途、使用单位和依据都要写明，不超过 200 个字；有效期要在今天以后、一年以内。"),
        lambda it: {"what": MISSING.get(it.what, it.what)},
    ),
    licences.UnknownLink: Words(
        "unknown-link",
        404,
        _("这不是一个有效的取件链接"),
        _("请把链接从头到尾复制完整，或者请给您链接的人重新生成一个。"),
    ),
    licences.LinkExpired: Words(
        "link-expired",
        410,
        _("这个取件链接已经过期"),
        _("取件链接只在限定的时间内有效。需要的话，请持证人或部门重新生成。"),
    ),
    licences.LinkUsed: Words("link-used", 410, _("这份副本已经取走了"), _("一个链接只能取一次。不是您取走的，请马上告诉持证人。")),
}
