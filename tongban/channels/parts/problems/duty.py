"""What telling people, calls, rosters, shifts and call-outs refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.channels.parts.problems.words import Words, city_faults
from tongban.duty import terms as duty
from tongban.kernel import clock
from tongban.notices import terms as notices

MISSING = {
    "name": pgettext_lazy("missing", "替班人的姓名"),
    "reason": pgettext_lazy("missing", "理由"),
    "text": pgettext_lazy("missing", "要交接的内容"),
}
NO_PHONE = Words("unusable-phone", 422, _("这不是一个能拨通的电话号码"), _("请填 11 位手机号，或者带区号的座机号。"))


DUTY: dict[type[Exception], Words] = {
    notices.UnknownKind: Words("unknown-notice-kind", 422, _("没有这种通知"), _("请核对通知的种类。")),
    notices.ValueMissing: Words(
        "notice-value-missing",
        422,
        _("通知里缺少内容：%(names)s"),
        _("请补上这些内容再发。"),
        lambda it: {"names": ", ".join(it.names)},
    ),
    notices.NobodyToTell: Words("nobody-to-tell", 422, _("没有可以通知的人"), _("这个人没有账号，也没有留下电话。请换一种办法联系。")),
    notices.UnusablePhone: NO_PHONE,
    notices.UnknownNotice: Words("unknown-notice", 404, _("没有找到这条消息"), _("消息只有收到它的人能看。请刷新页面。")),
    notices.UnknownTopic: Words("unknown-topic", 422, _("没有这类消息"), _("请从列出的类别里选。")),
    notices.UnknownCall: Words("unknown-call", 404, _("没有找到这通电话"), _("电话只有拨打的人能看。请重新拨打。")),
    notices.CallEnded: Words("call-ended", 409, _("这通电话已经结束"), _("结果已经记下，不能再改。要再联系，请重新拨打。")),
    duty.FaultyDuty: Words(
        "faulty-duty", 422, _("值班资料有错误，没有载入任何内容"), _("请按下面列出的文件和行号逐处改正，再重新载入。"), faults=city_faults
    ),
    duty.NoDuty: Words("no-duty", 409, _("这个城市还没有值班安排"), _("请先载入值班资料。")),
    duty.UnknownUnit: Words("unknown-duty-unit", 404, _("没有这个单位，或者它没有值班表"), _("请核对单位；没有值班表的单位由上级值班。")),
    duty.UnknownReason: Words("unknown-call-out-reason", 422, _("没有这种呼叫理由"), _("请从列出的理由里选。")),
    duty.UnknownCallOut: Words("unknown-call-out", 404, _("没有找到这次呼叫"), _("请刷新页面，看看现在有哪些呼叫。")),
    duty.UnknownCode: Words("unknown-code", 404, _("确认码不对"), _("请照短信里的 8 位确认码再输一次，或打值班台的电话。")),
    duty.AlreadyCalledOut: Words("already-called-out", 409, _("正在为这件事呼叫这个单位"), _("请打开正在进行的呼叫，看叫到了谁。")),
    duty.AlreadyAcknowledged: Words(
        "already-acknowledged",
        409,
        _("%(name)s已经在 %(time)s 确认了"),
        _("不用再确认。要补充情况，请直接联系这个人或值班台。"),
        lambda it: {"name": it.name, "time": f"{clock.city_time(it.at):%H:%M}"},
    ),
    duty.CallOutOver: Words("call-out-over", 409, _("这次呼叫已经取消"), _("不用再处理。还需要人的话，请重新呼叫。")),
    duty.NotDue: Words("not-due", 409, _("还没到呼叫下一位的时间"), _("请等这一位的时限过去，或者先有人确认。")),
    duty.StillCalling: Words("still-calling", 409, _("还在呼叫"), _("名单上的人还没有叫完。全部无人应答后才能重新呼叫。")),
    duty.UnknownChange: Words("unknown-roster-change", 404, _("没有找到这次换班"), _("它可能已经撤回或过了时间。请刷新页面。")),
    duty.ImpossiblePeriod: Words(
        "impossible-period", 422, _("换班的时间不对"), _("结束要晚于开始，也要晚于现在，最长 31 天。更久的请改值班表。")
    ),
    duty.UnusablePhone: NO_PHONE,
    duty.WordsMissing: Words("words-missing", 422, _("还缺少：%(missing)s"), _("请写上再提交。"), lambda it: {"missing": MISSING[str(it)]}),
    duty.AlreadyOnShift: Words("already-on-shift", 409, _("您已经在班上"), _("不用再接班。要换人，请先下班。")),
    duty.NotOnShift: Words("not-on-shift", 409, _("您现在不在班上"), _("请先接班。")),
    duty.DeskLeftEmpty: Words("desk-left-empty", 409, _("您下班以后值班台就没有人了"), _("请等下一班的人接班；不得不离开的，请写明理由。")),
    duty.UnknownNote: Words("unknown-note", 404, _("没有找到这条交接记录"), _("请刷新页面。")),
}
