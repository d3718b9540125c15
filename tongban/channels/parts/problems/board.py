"""What the message board refuses."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.board import terms as board
from tongban.channels.parts.problems.words import Words, city_faults
from tongban.classifiers import terms as classifiers
from tongban.kernel.words.replies import Shortcoming
from tongban.responsibilities import terms as responsibilities

HOURS_FROM = 90  # minutes
FIELDS = {
    "text": pgettext_lazy("message", "内容"),
    "title": pgettext_lazy("message", "标题"),
    "address": pgettext_lazy("message", "地点"),
    "free_name": pgettext_lazy("message", "显示的名字"),
    "phone": pgettext_lazy("message", "电话"),
    "words": pgettext_lazy("message", "说明"),
    "reason": pgettext_lazy("message", "理由"),
    "answer": pgettext_lazy("message", "答复"),
    "units": pgettext_lazy("message", "协办单位"),
}
THIN = {
    Shortcoming.FORMULA_ONLY: _("只有套话，没有答复问的是什么"),
    Shortcoming.TOO_LITTLE: _("太短，没有说清楚"),
    Shortcoming.NO_GROUND: _("没有写依据"),
    Shortcoming.NO_DEED: _("没有写做了什么"),
    Shortcoming.NO_TIME: _("没有写什么时候做的、什么时候做完"),
    Shortcoming.NO_CONTACT: _("没有写找谁问、电话多少"),
    Shortcoming.UNFILLED: _("模板里的〔〕还没有填"),
}


def _field(refusal: board.WordsMissing | board.WordsTooLong) -> dict[str, object]:
    name = refusal.field if isinstance(refusal, board.WordsTooLong) else str(refusal.args[0]) if refusal.args else "text"
    most = refusal.most if isinstance(refusal, board.WordsTooLong) else 0
    return {"what": FIELDS.get(name, name), "most": most}


def _wait(refusal: board.TooManyMessages) -> dict[str, object]:
    """How long it is until there is room again, rounded up: minutes, or hours where it is long."""
    minutes = -(-refusal.wait // timedelta(minutes=1)) if refusal.wait is not None else 0
    if minutes > HOURS_FROM:
        return {"wait": _("请过 %(hours)s 小时再写；") % {"hours": -(-minutes // 60)}}
    return {"wait": _("请过 %(minutes)s 分钟再写；") % {"minutes": minutes} if minutes else ""}


BOARD: dict[type[Exception], Words] = {
    board.UnknownMessage: Words(
        "unknown-message",
        404,
        _("没有找到这条留言"),
        _("请核对编号和查询码。没有公开的留言，只有写的人凭账号或查询码能看到。"),
    ),
    board.UnknownOrder: Words("unknown-order", 404, _("没有找到这张工单"), _("请核对；工单只有承办单位和它的上级能看到。")),
    board.UnknownCategory: Words("unknown-category", 422, _("没有这个类别"), _("请从列出的类别里选，也可以不选，由值班人员来分。")),
    responsibilities.UnknownDistrict: Words("unknown-district", 422, _("没有这个区或街道"), _("请从列出的区和街道里选，也可以只写地点。")),
    board.UnknownUnit: Words("unknown-unit", 422, _("没有这个单位，或者它不收留言"), _("请从列出的单位里选，也可以不选，由值班人员来派。")),
    board.UnknownSource: Words("unknown-source", 422, _("没有登记这个来源渠道"), _("请先在城市资料里登记这个渠道，再导入它的留言。")),
    board.UnknownGround: Words("unknown-ground", 422, _("没有这种不予受理的理由"), _("请从列出的理由里选，每一条都写明了正确的渠道。")),
    board.WordsMissing: Words("message-words-missing", 422, _("还没有写%(what)s"), _("请写清楚%(what)s再提交。"), values=_field),
    board.WordsTooLong: Words(
        "message-words-too-long",
        422,
        _("%(what)s太长，最多 %(most)s 个字"),
        _("请写得短一些；事情很多的，可以分成几条留言。您写的都还在。"),
        values=_field,
    ),
    responsibilities.ImpossiblePlace: Words(
        "impossible-place", 422, _("这个位置不在本市"), _("请在地图上重新选一个点，或者只用文字写明地点。")
    ),
    board.TooManyFiles: Words(
        "too-many-photos",
        422,
        _("照片太多，最多 %(most)s 张"),
        _("请选最能说明问题的几张。"),
        values=lambda it: {"most": it.most},
    ),
    board.UnknownFile: Words("unknown-photo", 422, _("有一张照片没有传上来"), _("请把这张照片重新上传，再提交；您写的都还在。")),
    board.PhotoNotShown: Words("no-photo", 404, _("没有这张照片"), _("它没有公开，或者地址不完整；请从留言的页面打开。")),
    board.PhotoRemoved: Words("photo-removed", 410, _("这张照片已经不再公开"), _("不再公开的理由写在留言的页面上。")),
    board.WrongState: Words("message-wrong-state", 409, _("留言现在的状态不能这样办"), _("它可能刚刚有了新进展，请刷新页面看看。")),
    board.AlreadyAnswered: Words("already-answered", 409, _("已经有人答复了"), _("请刷新页面看看答复；还要补充的，可以重新起草。")),
    board.AlreadyRated: Words(
        "already-rated", 409, _("您已经评价过这次答复"), _("一次答复评价一次。不满意的，会重办一次，办完还可以再评。")
    ),
    board.RatingClosed: Words("rating-closed", 409, _("评价的时间已经过了"), _("事情还没有解决的，请再写一条留言，写上这条的编号。")),
    board.AlreadyReopened: Words(
        "already-reopened", 409, _("这条留言已经重办过一次"), _("仍然没有解决的，请再写一条留言，写上这条的编号。")
    ),
    board.ReturnedBefore: Words(
        "returned-before",
        409,
        _("这条留言不能再退回"),
        _("已经退回过一次，或者退回的时间已经过了。请牵头办理，需要别的单位时请它协办。"),
    ),
    board.NotBelow: Words("not-below", 422, _("只能交给直接的下级单位"), _("请从列出的下级单位里选；要交给别的单位，请退回值班台。")),
    board.ReplyTooThin: Words(
        "reply-too-thin",
        422,
        _("答复还不能提交"),
        _("请按下面列出的补充。"),
        faults=lambda it: {each: str(THIN.get(each, each)) for each in it.shortcomings},
    ),
    board.ApprovedByItsWriter: Words("approved-by-its-writer", 403, _("起草的人不能审核自己的答复"), _("请由另一位审核人审核。")),
    board.ScreenedByTheSame: Words("screened-by-the-same", 403, _("申诉要由另一个人来看"), _("请由没有处理过这条留言的审核员决定。")),
    board.NotMergeable: Words(
        "not-mergeable", 409, _("这两条留言不能并在一起"), _("不能和自己并，也不能和已经并过、已经结束的并。请核对编号。")
    ),
    board.MergedIntoHidden: Words(
        "merged-into-hidden",
        409,
        _("公开的留言不能并到没有公开的留言里"),
        _("请反过来，把没有公开的并到公开的里面；两位留言的人都会得到答复。"),
    ),
    board.NotTakenApart: Words(
        "not-taken-apart",
        409,
        _("这条留言没有并案，或者已经随那一条得到了答复，不能分开"),
        _("得到答复的，留言的人可以评价，不满意或没有解决的会重办一次；如果是另一件事，请他再写一条，或由值班台代他记一条。"),
    ),
    board.NoContact: Words("no-contact", 409, _("留言的人没有留下联系方式"), _("请在答复里写清楚，他凭查询码能看到。")),
    board.TooManyMessages: Words(
        "too-many-messages",
        429,
        _("短时间里的留言太多了"),
        _("%(wait)s同一件事不用重复写，可以关注已有的留言。着急的请打 12345，有危险请打 110、119、120。"),
        values=_wait,
    ),
    board.SentInTheFuture: Words("sent-in-the-future", 422, _("留言的时间不对"), _("留言的时间不能在将来。请核对时间和时区。")),
    board.AnsweredBeforeSent: Words(
        "answered-before-sent", 422, _("答复的时间不对"), _("答复不能早于留言，也不能在将来。请核对时间和时区。")
    ),
    board.TooManyAdded: Words(
        "too-many-added",
        409,
        _("一条留言最多补充 %(most)s 次"),
        _("还有新的情况，请再写一条留言，写上这条的编号。您写的都还在。"),
        values=lambda it: {"most": it.most},
    ),
    board.ChallengeFailed: Words("challenge-failed", 422, _("验证题没有答对，或者过期了"), _("请重新答一道；您写的都还在。")),
    responsibilities.FaultyBoard: Words(
        "faulty-board", 422, _("留言板的资料有错误，没有载入"), _("请按下面列出的文件和行号改正，再重新载入。"), faults=city_faults
    ),
    responsibilities.NoBoard: Words("no-board", 404, _("这个城市还没有开通留言板"), _("请先打政务服务热线 12345。")),
    board.ReportedOn: Words("reported-on", 409, _("举报不能交给被举报的单位"), _("请交给它的上级，或者留在值班台办理。")),
    board.UrgedToday: Words(
        "urged-today", 409, _("今天已经催办过这条留言"), _("一个机构对一条留言一天催办一次；要补充的话写在备注里，明天还没有进展可以再催。")
    ),
    board.NotForTheDesk: Words(
        "not-for-the-desk", 409, _("这条留言不能由值班台直接答复"), _("只有城市规定的类型可以直接答复，重新办理的不可以。请派给单位。")
    ),
    board.Overtaken: Words(
        "message-overtaken",
        409,
        _("您打开以后，这条留言有了新进展"),
        _("您的操作没有做，您写的都还在。请看它现在的样子再决定，还要办就再办一次。"),
    ),
    board.NotInTheText: Words(
        "not-in-the-text",
        422,
        _("原文里没有：%(words)s"),
        _("要盖住的词请从原文里照抄，两个字以上，一行一个。"),
        values=lambda it: {"words": it.args[0]},
    ),
    board.ChangedMeanwhile: Words("changed-meanwhile", 409, _("别人刚刚改过这份草稿"), _("请刷新页面，在新的草稿上改。")),
    board.SuggestionUndecided: Words(
        "suggestion-undecided", 409, _("建议还没有说明是否采纳"), _("请先写明采纳、部分采纳还是不采纳，以及理由，再答复。")
    ),
    board.ExtendedBefore: Words("extended-before", 409, _("不能再延期"), _("延期只能一次，要在期限以内提出，而且不能比原来的期限更长。")),
    board.AlreadyReported: Words(
        "already-reported", 409, _("这个进展已经报过"), _("每个 update_id 只收一次；新的进展请用新的 update_id。")
    ),
    classifiers.TooFewTexts: Words(
        "too-few-texts",
        409,
        _("能用来训练的留言太少"),
        _("现在有 %(texts)s 条，够数的类别 %(labels)s 个。请等人工派单积累多一些再训练。"),
        values=lambda it: {"texts": it.texts, "labels": it.labels},
    ),
}
