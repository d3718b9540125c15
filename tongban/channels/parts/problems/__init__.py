"""Every refusal in words: what is wrong, and what to do about it. One table for all doors; the rows of a larger part have a file.

A refusal without a row fails `tests/channels/parts/test_problems.py`. Codes are part of the REST interface and never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.cases import terms as cases
from tongban.catalog import terms as catalog
from tongban.channels.parts.faults import fault_words
from tongban.channels.parts.problems.board import BOARD
from tongban.channels.parts.problems.campaigns import CAMPAIGNS
from tongban.channels.parts.problems.clients import CLIENTS
from tongban.channels.parts.problems.deciding import DECIDING
from tongban.channels.parts.problems.duty import DUTY
from tongban.channels.parts.problems.insight import INSIGHT
from tongban.channels.parts.problems.keeping import KEEPING
from tongban.channels.parts.problems.posting import POSTING
from tongban.channels.parts.problems.ranking import RANKING
from tongban.channels.parts.problems.reports import REPORTS
from tongban.channels.parts.problems.sharing import SHARING
from tongban.channels.parts.problems.signing import SIGNING
from tongban.channels.parts.problems.stock import STOCK
from tongban.channels.parts.problems.supervision import SUPERVISION
from tongban.channels.parts.problems.use import USE
from tongban.channels.parts.problems.verifying import VERIFYING
from tongban.channels.parts.problems.words import Words, city_faults
from tongban.duty import terms as duty
from tongban.identity import terms as identity
from tongban.kernel import documents, files, idempotency, identifiers, limits, ofd, rates
from tongban.licences import terms as licences
from tongban.notices import terms as notices
from tongban.sharing import terms as sharing_terms


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do, in the language of the request. `faults` says where: `form.name`, `materials.photo`, `file:line`."""

    code: str
    status: int
    title: str
    remedy: str
    faults: Mapping[str, str] = field(default_factory=dict)


LEVELS = {0: _("未登记"), 1: _("手机号验证"), 2: _("姓名和身份证号核对"), 3: _("人脸识别"), 4: _("窗口当面核对")}
MISSING_WORDS = {
    "reasons": pgettext_lazy("missing", "理由"),
    "competent_organ": pgettext_lazy("missing", "应当向哪个机关申请"),
    "items": pgettext_lazy("missing", "要补正的问题"),
}
GROUNDS_WORDS = {
    "basis": pgettext_lazy("missing", "依据"),
    "reason": pgettext_lazy("missing", "理由"),
    "document": pgettext_lazy("missing", "决定书的文号"),
    "told": pgettext_lazy("missing", "哪里不对"),
    "answer": pgettext_lazy("missing", "答复"),
    "content": pgettext_lazy("missing", "改正后的内容"),
    "number": pgettext_lazy("missing", "证照编号"),
    "holder_name": pgettext_lazy("missing", "持证人的名称"),
}
SUCCESSOR_WORDS = {
    "type": _("新证照和原证照不是同一种"),
    "holder": _("新证照和原证照的持证人不同"),
    "same": _("新证照的内容和有效期同原证照完全一样"),
    "period": _("延续应当内容不变、有效期更长，变更的有效期不能早于今天"),
    "kept": _("答复说核对无误，就不发新版；确实有错的，请答复“更正”"),
}
NOT_IN_FORCE = {
    "suspended": (_("已冻结"), _("请先在证照页面“恢复”它，再改正或延续；记录本来没有错的，直接答复就行，不用恢复。")),
    "superseded": (_("已有新版"), _("请在它的新版上改；旧版不再改动。")),
    "cancelled": (_("已注销"), _("要再用它，先凭撤销注销的决定“恢复”；否则请重新发证。")),
    "withdrawn": (_("已撤销"), _("要再用它，先凭纠正撤销的决定“恢复”；否则请重新发证。")),
    "revoked": (_("已吊销"), _("要再用它，先凭纠正吊销的决定“恢复”；否则请重新发证。")),
}
NUMBERS = {"identity_number": _("身份证号"), "uscc": _("统一社会信用代码")}
NUMBER_FAULTS = {
    "length": _("应当是 18 位"),
    "characters": _("有不该出现的字符"),
    "birth_date": _("其中的出生日期不存在"),
    "check": _("最后的校验码对不上，请核对有没有写错"),
}
UNSAFE_WORDS = {
    ofd.UnpacksTooLarge: _("解压后大得不正常"),
    ofd.UnsafeName: _("里面有指向包外的文件名"),
    ofd.DuplicateName: _("里面有同名的文件"),
    ofd.EntityDeclared: _("里面的 XML 带有实体声明"),
    ofd.UnlistedFile: _("里面有签章没有保护的文件"),
}
MEGABYTE = 1024 * 1024


def problem_of(refusal: Exception) -> Problem:
    """The words for a refusal. Raises KeyError for what is none."""
    kind = next((each for each in type(refusal).__mro__ if each in TABLE), None)
    if kind is None:
        raise KeyError(type(refusal).__name__)
    words = TABLE[kind]
    values = words.values(refusal)
    return Problem(
        code=words.code,
        status=words.status,
        title=str(words.title) % values if values else str(words.title),
        remedy=str(words.remedy) % values if values else str(words.remedy),
        faults=words.faults(refusal),
    )


def _level(refusal: cases.AssuranceTooLow) -> dict[str, object]:
    return {"level": refusal.needed, "name": LEVELS.get(refusal.needed, "")}


def _named(refusal: cases.NewPoint | cases.UnknownTarget) -> dict[str, str]:
    return dict.fromkeys(refusal.targets, "")


def _application_faults(refusal: cases.InvalidApplication) -> dict[str, str]:
    """Each fault keeps its code, for machines, before its words."""
    return {where: f"{what.partition(':')[0]}: {fault_words(what)}" for where, what in refusal.faults.items()}


def _content_faults(refusal: licences.InvalidContent) -> dict[str, str]:
    return dict.fromkeys(refusal.missing, "missing") | dict.fromkeys(refusal.unknown, "unknown") | dict(refusal.wrong)


_NO_GLYPH = Words(
    "character-missing",
    409,
    _("有一个字还没有字形：%(characters)s"),
    _("文件暂时做不出来。请打办理窗口的电话，请部门核对这个字的写法。"),
    values=lambda it: {"characters": it.characters or "?"},
)
_DENIED = Words("denied", 403, _("这件事不归您办"), _("请用有权办理的账号登录；替公司办事需要公司的授权。"))
_LICENCE_DENIED = Words("licence-denied", 403, _("您不能查看这个证照夹"), _("只有本人和得到授权的经办人可以查看。"))

TABLE: dict[type[Exception], Words] = {
    cases.Denied: _DENIED,
    cases.UnknownCase: Words("unknown-case", 404, _("没有找到这个办件"), _("请核对编号；办件只有申请人、经办人和办理部门能看到。")),
    cases.WrongState: Words(
        "wrong-state", 409, _("办件现在的状态不能这样办"), _("办件可能刚刚有了新进展，请刷新页面看看它现在到了哪一步。")
    ),
    cases.StepSettled: Words("step-settled", 409, _("这个环节已经有人办完了"), _("您不用再办。刷新页面可以看到办理结果。")),
    cases.InvalidApplication: Words(
        "invalid-application",
        422,
        _("有几处需要改一下"),
        _("请按下面逐项修改后再提交，您填的其他内容都还在。"),
        faults=_application_faults,
    ),
    cases.AssuranceTooLow: Words(
        "assurance-too-low",
        403,
        _("办这件事需要更高的实名等级：L%(level)s（%(name)s）"),
        _("请先完成%(name)s，提升实名等级后再来办理；也可以带身份证到窗口办。"),
        values=_level,
    ),
    cases.NotForThisApplicant: Words(
        "not-for-this-applicant", 422, _("这个事项不能以这个身份申请"), _("请看办事指南里的“谁可以办”，换成个人或公司的身份再申请。")
    ),
    cases.Stopped: Words(
        "stopped", 422, "%(words)s", _("这是按您选的情形判断的。如果选错了，请返回修改情形。"), values=lambda it: {"words": it.words}
    ),
    cases.WordsMissing: Words(
        "words-missing",
        422,
        _("还没有写明%(what)s"),
        _("请写明%(what)s后再提交，申请人会看到。"),
        values=lambda it: {"what": MISSING_WORDS.get(it.what, it.what)},
    ),
    cases.NewPoint: Words(
        "new-point",
        422,
        _("第一次补正告知书里没有这些问题"),
        _("补正应当一次告知全部内容，再次告知只能列上次没有补齐的问题。请去掉新的问题再发。"),
        faults=_named,
    ),
    cases.UnknownTarget: Words(
        "unknown-target", 422, _("补正的问题指向了这个事项没有的材料或内容"), _("请从列出的材料和填写项里选。"), faults=_named
    ),
    limits.ImpossibleTick: Words(
        "impossible-tick", 409, _("计时不能这样改"), _("暂停、恢复和延长须依次进行，延长只能一次，停止后不能再改。请刷新页面核对。")
    ),
    licences.Denied: _LICENCE_DENIED,
    licences.UnknownLicence: Words("unknown-licence", 404, _("没有找到这个证照"), _("请核对证照标识；证照只有持证人和办理部门能看到。")),
    licences.UnknownType: Words("unknown-licence-type", 404, _("没有这种证照"), _("请核对证照类型的代码。")),
    licences.UnknownIssuer: Words("unknown-issuer", 422, _("发证部门不存在"), _("请先在城市资料里登记这个部门，再发证。")),
    licences.WrongHolder: Words(
        "wrong-holder",
        422,
        _("这种证照不发给这一类持证人"),
        _("有的证照只发给个人，有的只发给公司或其他组织。请在证照目录里看它发给谁，再核对持证人。"),
    ),
    licences.AlreadyIssued: Words("already-issued", 409, _("这个办件已经发过证照"), _("一个办件只发一个证照。请到证照夹查看。")),
    sharing_terms.OtherHolder: Words(
        "other-holder",
        422,
        _("这个证照不是您写的这位持证人的"),
        _("请核对持证人的号码和证照标识：两个都要照证照上的写。没有交出任何内容。"),
    ),
    licences.WrongChange: Words("wrong-change", 409, _("证照现在的状态不能这样改"), _("请刷新页面，看看证照现在的状态。")),
    licences.NotInForce: Words(
        "not-in-force",
        409,
        _("这个证照%(state)s，不能改正内容，也不能延续或变更"),
        "%(remedy)s",
        values=lambda it: {"state": NOT_IN_FORCE[it.state][0], "remedy": NOT_IN_FORCE[it.state][1]},
    ),
    licences.InvalidContent: Words(
        "invalid-content", 422, _("证照的内容不完整或有多余的项目"), _("请按下面列出的项目改正。"), faults=_content_faults
    ),
    licences.TypeRetired: Words("type-retired", 409, _("这种证照已经停用，不再发新证"), _("以前发的证照仍在。请用替代它的证照类型。")),
    licences.UnseenCharacters: Words(
        "unseen-characters",
        422,
        _("%(what)s里有看不见的字符"),
        _("请去掉控制字符、零宽字符和改变文字方向的字符，再提交一次；换行可以保留。"),
        values=lambda it: {"what": GROUNDS_WORDS.get(it.what, it.what)},
    ),
    licences.GroundsMissing: Words(
        "grounds-missing",
        422,
        _("还没有写明%(what)s"),
        _("请写明%(what)s后再提交，会留在证照的记录里。"),
        values=lambda it: {"what": GROUNDS_WORDS.get(it.what, it.what)},
    ),
    licences.NotItsSuccessor: Words(
        "not-its-successor",
        422,
        _("不能换成这个新证照：%(why)s"),
        _("换证只能发给同一持证人的同一种证照，并且要改变内容或有效期。"),
        values=lambda it: {"why": SUCCESSOR_WORDS.get(it.why, it.why)},
    ),
    licences.HolderTwice: Words("holder-twice", 422, _("同一个人不能在一个证照上出现两次"), _("请核对持证人和共有人。")),
    licences.UnknownCorrection: Words("unknown-correction", 404, _("没有找到这条纠错"), _("纠错只有提出的人和发证部门能看到。")),
    licences.UnknownField: Words(
        "unknown-field",
        422,
        _("请选出证照上哪一项不对"),
        _("请从列出的项目里选；都不是的，选“其他”。"),
        faults=lambda it: dict.fromkeys(it.fields, "unknown"),
    ),
    licences.AlreadyAsked: Words(
        "already-asked", 409, _("这个证照的错误您已经报告过，发证部门还没有答复"), _("请等答复；答复以后还不对，可以再报告。")
    ),
    licences.AlreadyAnswered: Words("already-answered", 409, _("这条纠错已经答复过了"), _("您不用再答。刷新页面可以看到答复。")),
    licences.MalformedIdentifier: Words(
        "malformed-identifier",
        422,
        "%(what)s",
        _("请照证照上印的标识完整输入，或扫描证照上的二维码。"),
        lambda it: {"what": _("证照标识抄错了：最后一位校验码对不上") if it.reason == "check_character" else _("这不是一个证照标识")},
    ),
    sharing_terms.UnknownShowing: Words(
        "unknown-showing", 404, _("没有这个出示码"), _("请让对方重新出示二维码，再扫一次；不要用截图或别人转来的地址。")
    ),
    sharing_terms.ShowingUsed: Words(
        "showing-used", 410, _("这个出示码已经用过了"), _("一个码只能看一次。还要看，请让持证人当面再出示一个新的码。")
    ),
    sharing_terms.ShowingExpired: Words(
        "showing-expired", 410, _("这个出示码过期了"), _("码只在几分钟里有效。请让持证人再出示一个新的码。")
    ),
    sharing_terms.OwnShowing: Words("own-showing", 409, _("这是您自己出示的码"), _("请让对方来扫；您自己打开会把它用掉，所以没有打开。")),
    sharing_terms.PurposeMissing: Words(
        "purpose-missing", 422, _("没有写明用途，或者写得太长"), _("请用一句话写明用来做什么，最多 200 个字。")
    ),
    sharing_terms.UnknownClaim: Words("unknown-claim", 422, _("这个证照上没有所选的内容"), _("请从列出的内容里至少选一项。")),
    sharing_terms.UnknownGrant: Words("unknown-grant", 404, _("没有找到这项授权"), _("请在“长期授权”里核对；只有持证人能看到和撤销。")),
    sharing_terms.GrantPeriod: Words(
        "grant-period", 422, _("授权的截止日期不对"), _("请选今天以后、三年以内的一天；到期后可以再授权，随时可以撤销。")
    ),
    sharing_terms.UnknownReceiver: Words("unknown-receiver", 422, _("不能授权给这个单位"), _("请从列出的单位里选一个。")),
    sharing_terms.UnknownStatusList: Words("unknown-status-list", 404, _("没有这份状态清单"), _("请核对凭证里写的清单地址。")),
    sharing_terms.MalformedCredential: Words(
        "malformed-credential", 422, _("这不是一份完整的凭证"), _("请把凭证的全部文字从头到尾复制过来，再核验一次。")
    ),
    sharing_terms.BadHolderKey: Words(
        "bad-holder-key", 422, _("持有人的公钥不对"), _("请用 JWK 格式的 P-256 公钥（kty、crv、x、y），不要带私钥。")
    ),
    **STOCK,
    **USE,
    **DECIDING,
    catalog.UnknownService: Words("unknown-service", 404, _("没有找到这个事项"), _("请核对事项编码，或用您自己的话搜一搜。")),
    catalog.ServiceNotOpen: Words(
        "service-not-open", 409, _("这个事项现在不能网上申请"), _("请看办事指南里的办理地点和咨询电话，到窗口办理。")
    ),
    catalog.Denied: _DENIED,
    catalog.OutdatedBase: Words("outdated-base", 409, _("有人刚刚发布了新的版本"), _("请先看看新版本改了什么，在它的基础上再改。")),
    catalog.FaultyCity: Words(
        "faulty-city", 422, _("城市资料有错误，没有载入任何内容"), _("请按下面列出的文件和行号逐处改正，再重新载入。"), faults=city_faults
    ),
    identity.Denied: _DENIED,
    notices.Denied: _DENIED,
    duty.Denied: _DENIED,
    **DUTY,
    identity.PhoneTaken: Words("phone-taken", 409, _("这个手机号已经用在另一个账号上"), _("请换一个手机号，或用那个账号登录。")),
    identity.NotAPhone: Words("not-a-phone", 422, _("这不是一个手机号"), _("请输入 11 位的中国大陆手机号。")),
    files.Empty: Words("file-empty", 422, _("这个文件是空的"), _("请确认文件能打开、有内容，再重新选择。")),
    files.TooLarge: Words(
        "file-too-large",
        422,
        _("文件太大，最多 %(megabytes)s MB"),
        _("请压缩图片、降低扫描的清晰度，或把文件拆开后再上传。"),
        values=lambda it: {"megabytes": it.max_bytes // MEGABYTE},
    ),
    files.TypeNotAllowed: Words(
        "file-type-not-allowed", 422, _("不收这种文件"), _("请换成指南里列出的格式，一般是 JPG、PNG 图片、PDF 或 OFD。")
    ),
    files.NotWhatItClaims: Words(
        "file-not-what-it-claims",
        422,
        _("文件的内容和它的名字不符，或者已经损坏"),
        _("请用原来的程序打开它，重新另存为 JPG、PNG、PDF 或 OFD 再上传；只改文件名不行。"),
    ),
    files.UnsafePackage: Words(
        "file-unsafe",
        422,
        _("这个 OFD 文件不安全：%(what)s"),
        _("请向出具它的单位重新要一份，不要用转发或改过的文件；也可以改交 PDF 或照片。"),
        values=lambda it: {"what": UNSAFE_WORDS.get(it.kind, it.kind.__name__)},
    ),
    documents.MissingGlyph: _NO_GLYPH,
    ofd.UnprintableCharacter: _NO_GLYPH,
    idempotency.KeyReused: Words(
        "key-reused", 409, _("这次提交和上一次的内容不一样"), _("上一次的已经收到。要提交新的内容，请重新打开页面再填。")
    ),
    identifiers.InvalidIdentifier: Words(
        "invalid-identifier",
        422,
        _("%(number)s不对：%(reason)s"),
        _("请照证件上的号码再输入一次。"),
        values=lambda it: {"number": NUMBERS.get(it.kind, it.kind), "reason": NUMBER_FAULTS.get(it.reason, it.reason)},
    ),
    rates.TooOften: Words(
        "too-often",
        429,
        _("这一分钟里问得太多了，最多 %(limit)s 次"),
        _("请过一分钟再试。"),
        values=lambda it: {"limit": it.limit},
    ),
    **POSTING,
    **KEEPING,
    **BOARD,
    **CLIENTS,
    **SIGNING,
    **SHARING,
    **VERIFYING,
    **CAMPAIGNS,
    **INSIGHT,
    **REPORTS,
    **RANKING,
    **SUPERVISION,
}
REFUSALS: tuple[type[Exception], ...] = tuple(TABLE)
