"""What supervision orders, interviews, requests of leaders and second complaints refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.channels.parts.problems.words import Words
from tongban.directives import terms as directives

SUPERVISED_FIELDS = {
    "matter": pgettext_lazy("supervision", "督办事由"),
    "demand": pgettext_lazy("supervision", "督办要求"),
    "text": pgettext_lazy("supervision", "反馈的内容"),
    "words": pgettext_lazy("supervision", "说明"),
    "reason": pgettext_lazy("supervision", "理由"),
    "place": pgettext_lazy("supervision", "约谈地点"),
    "heads": pgettext_lazy("supervision", "约谈了谁（1 到 20 人）"),
    "name": pgettext_lazy("supervision", "被约谈人的姓名"),
    "post": pgettext_lazy("supervision", "被约谈人的职务"),
    "remedy": pgettext_lazy("supervision", "整改措施"),
}
MOMENTS = {
    "meets_at": _("约谈的时间要晚于现在，最远一年以后"),
    "held_at": _("约谈的时间要在确认约谈之后、现在之前"),
    "until": _("整改完成的日期不能早于今天"),
    "due_on": _("要求答复的日期要在今天以后一年以内"),
}
NEEDED = {
    "light": _("至少一件留言或者办件的编号"),
    "surge": _("是哪一处集中反映"),
    "leader": _("是哪一件领导交办"),
    "second_complaint": _("再次反映的留言编号"),
    "interview": _("是哪一次约谈"),
}


def _field(refusal: directives.WordsMissing | directives.WordsTooLong) -> dict[str, object]:
    return {"what": SUPERVISED_FIELDS[refusal.field]}


SUPERVISION: dict[type[Exception], Words] = {
    directives.WrongState: Words("wrong-state", 409, _("现在的状态不能这样办"), _("可能刚刚有人办过了，请刷新页面看看到了哪一步。")),
    directives.UnknownOrder: Words(
        "unknown-supervision-order", 404, _("没有找到这张督办单"), _("督办单只有督查人员、承办单位和它的上级能看到。请刷新列表。")
    ),
    directives.UnknownInterview: Words(
        "unknown-interview", 404, _("没有找到这次约谈"), _("约谈只有督查人员、被约谈的单位和它的上级能看到。请刷新列表。")
    ),
    directives.UnknownProposal: Words(
        "unknown-proposal", 404, _("没有这条建议"), _("排名没有建议约谈这个单位，或者样本太少不能下结论。请刷新列表。")
    ),
    directives.UnknownAsk: Words("unknown-request", 404, _("没有找到这件交办"), _("请刷新列表。")),
    directives.UnknownReference: Words(
        "unknown-reference",
        422,
        _("不能引用：%(code)s"),
        _("请核对编号。只能引用您和承办单位都看得到的留言、办件、约谈和交办，以及还在的集中反映。"),
        lambda it: {"code": it.code},
    ),
    directives.ReferenceMissing: Words(
        "reference-missing",
        422,
        _("这种督办依据要写明：%(what)s"),
        _("请补上以后再签发。"),
        lambda it: {"what": NEEDED[it.ground]},
    ),
    directives.AlreadyOrdered: Words(
        "already-ordered",
        409,
        _("已经为同一件事向这个单位签发了督办单：%(number)s"),
        _("请在那张督办单上继续；还不够的，可以手动上报。"),
        lambda it: {"number": it.number},
    ),
    directives.TakesNoOrders: Words(
        "takes-no-orders", 422, _("这个单位没有签收督办单的岗位"), _("请改发给有留言审核岗的单位，或者先为它设置岗位。")
    ),
    directives.NotDue: Words("not-due-yet", 409, _("还没有到时间，或者已经办过了"), _("一个时限只上报一次。请刷新页面查看。")),
    directives.WordsMissing: Words("supervision-words-missing", 422, _("还没有写明%(what)s"), _("请写明%(what)s后再提交。"), _field),
    directives.DoesNotStand: Words(
        "order-does-not-stand",
        409,
        _("这张督办单保存的内容和经办时的不一致，不能盖章"),
        _("请告诉系统管理员核对台账（manage.py verify_ledger）；核实以后再办。"),
    ),
    directives.WordsTooLong: Words(
        "supervision-words-too-long",
        422,
        _("%(what)s太长，最多 %(most)s 个字"),
        _("请写得短一些；材料可以附在留言或者办件里。"),
        lambda it: _field(it) | {"most": it.most},
    ),
    directives.ImpossibleLimit: Words(
        "impossible-limit", 422, _("办理时限不能这样定"), _("时限要大于零，最长 60 个工作日、90 天、3 个月或者 720 小时。")
    ),
    directives.ImpossibleMoment: Words(
        "impossible-moment", 422, "%(what)s", _("请改正以后再提交。"), lambda it: {"what": MOMENTS[it.field]}
    ),
}
