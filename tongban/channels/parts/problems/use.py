"""What leaving the library refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.channels.parts.problems.words import Words
from tongban.sharing import terms as sharing_terms

MISSING = {
    "purpose": pgettext_lazy("use", "用途"),
    "receiver": pgettext_lazy("use", "使用单位"),
    "basis": pgettext_lazy("use", "依据"),
    "until": pgettext_lazy("use", "有效期"),
    "offset": pgettext_lazy("use", "时区"),
    "business": pgettext_lazy("use", "你们单位的业务编号"),
    "consumer": pgettext_lazy("use", "单位的名称或调用次数"),
    "code": pgettext_lazy("use", "单位的代码"),
    "last_day": pgettext_lazy("use", "最后一天"),
}
HOW_WRITTEN = {
    "purpose": _("请用一句话写明拿去做什么，不超过 200 个字。"),
    "receiver": _("请写明交给哪个单位或谁，不超过 200 个字。"),
    "basis": _("请写明法律条文，或者持证人的同意，不超过 200 个字。"),
    "until": _("请填今天以后、一年以内的时间。"),
    "offset": _("时间请写完整，带上时区，例如 2026-12-31T16:00:00+08:00。"),
    "business": _("请填你们单位自己的办件或业务编号：持证人在使用记录里看得到是为哪件事用的。"),
    "consumer": _("请写明单位的名称，每分钟的调用次数要大于零。"),
    "code": _("代码只用英文字母、数字、减号和下划线，不超过 60 个。"),
    "last_day": _("请填今天或者以后的日子；不填就一直有效。"),
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
    sharing_terms.UnusableLicence: Words(
        "unusable-licence",
        409,
        _("这个证照现在不能使用：%(why)s"),
        _("请换现在有效的证照；有疑问请找发证机关。"),
        lambda it: {"why": WHY.get(it.state, it.state)},
    ),
    sharing_terms.IncompleteUse: Words(
        "incomplete-use",
        422,
        _("还没有写明%(what)s，或者写得不对"),
        "%(how)s",
        lambda it: {"what": MISSING.get(it.what, it.what), "how": HOW_WRITTEN.get(it.what, "")},
    ),
    sharing_terms.UnprintablePurpose: Words(
        "unprintable-purpose",
        422,
        _("用途里有看不见的字符"),
        _("请去掉换行、控制字符和改变文字方向的字符，直接键入用途。"),
    ),
    sharing_terms.UnknownVisit: Words(
        "unknown-visit", 404, _("没有找到这次来访"), _("来访只在登记它的窗口能用。请在本窗口今天的来访里选，或者新登记一次。")
    ),
    sharing_terms.OtherVisitor: Words(
        "other-visitor",
        422,
        _("这个号码不是这次来访或这个办件的人"),
        _("来访只查登记的那个人或那家单位；办件只查申请人、代办人和办件里写明的法定代表人。查别人，请新登记一次来访。"),
    ),
    sharing_terms.OtherPurpose: Words(
        "other-purpose",
        422,
        _("这次来访登记的是别的事：%(purpose)s"),
        _("为登记的事查，“为什么查”可以空着；为别的事查，请新登记一次来访。"),
        lambda it: {"purpose": it.purpose},
    ),
    sharing_terms.VisitOver: Words(
        "visit-over", 409, _("这次来访已经结束"), _("来访由窗口结束，当天过后自动作废。人还在的，请新登记一次。")
    ),
    sharing_terms.UnknownLink: Words(
        "unknown-link",
        404,
        _("这不是一个有效的取件链接"),
        _("请把链接从头到尾复制完整，或者请给您链接的人重新生成一个。"),
    ),
    sharing_terms.LinkExpired: Words(
        "link-expired",
        410,
        _("这个取件链接已经过期"),
        _("取件链接只在限定的时间内有效。需要的话，请持证人或部门重新生成。"),
    ),
    sharing_terms.LinkUsed: Words("link-used", 410, _("这份副本已经取走了"), _("一个链接只能取一次。不是您取走的，请马上告诉持证人。")),
}
