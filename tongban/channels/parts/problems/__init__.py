"""Every refusal in words: what is wrong, and what to do about it. One table for all doors.

A refusal without a row fails `tests/channels/parts/test_problems.py`. Codes are part of the REST interface and never change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.cases import terms as cases
from tongban.catalog import terms as catalog
from tongban.channels.parts.faults import fault_words
from tongban.identity import terms as identity
from tongban.kernel import files, idempotency, identifiers
from tongban.licences import terms as licences


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do, in the language of the request. `faults` says where: `form.name`, `materials.photo`, `file:line`."""

    code: str
    status: int
    title: str
    remedy: str
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """A row of the table. `values` fills the placeholders of the words from the refusal, `faults` the places it names."""

    code: str
    status: int
    title: Any
    remedy: Any
    values: Callable[[Any], Mapping[str, object]] = lambda refusal: {}
    faults: Callable[[Any], Mapping[str, str]] = lambda refusal: {}


LEVELS = {0: _("未登记"), 1: _("手机号验证"), 2: _("姓名和身份证号核对"), 3: _("人脸识别"), 4: _("窗口当面核对")}
MISSING_WORDS = {
    "reasons": pgettext_lazy("missing", "理由"),
    "competent_organ": pgettext_lazy("missing", "应当向哪个机关申请"),
    "items": pgettext_lazy("missing", "要补正的问题"),
}
NUMBERS = {"identity_number": _("身份证号"), "uscc": _("统一社会信用代码")}
NUMBER_FAULTS = {
    "length": _("应当是 18 位"),
    "characters": _("有不该出现的字符"),
    "birth_date": _("其中的出生日期不存在"),
    "check": _("最后的校验码对不上，请核对有没有写错"),
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
    return dict.fromkeys(refusal.missing, "missing") | dict.fromkeys(refusal.unknown, "unknown")


def _city_faults(refusal: catalog.FaultyCity) -> dict[str, str]:
    return {f"{fault.file}:{fault.line} {fault.path}": f"{fault.problem} {fault.remedy}" for fault in refusal.faults}


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
    cases.ImpossibleTick: Words(
        "impossible-tick", 409, _("计时不能这样改"), _("暂停、恢复和延长须依次进行，延长只能一次，停止后不能再改。请刷新页面核对。")
    ),
    licences.Denied: _LICENCE_DENIED,
    licences.UnknownLicence: Words("unknown-licence", 404, _("没有找到这个证照"), _("请核对证照标识；证照只有持证人和办理部门能看到。")),
    licences.UnknownType: Words("unknown-licence-type", 404, _("没有这种证照"), _("请核对证照类型的代码。")),
    licences.UnknownIssuer: Words("unknown-issuer", 422, _("发证部门不存在"), _("请先在城市资料里登记这个部门，再发证。")),
    licences.WrongHolder: Words(
        "wrong-holder", 422, _("这种证照不能发给这类持证人"), _("请核对：有的证照只发给个人，有的只发给公司或其他组织。")
    ),
    licences.AlreadyIssued: Words("already-issued", 409, _("这个办件已经发过证照"), _("一个办件只发一个证照。请到证照夹查看。")),
    licences.WrongChange: Words("wrong-change", 409, _("证照现在的状态不能这样改"), _("请刷新页面，看看证照现在的状态。")),
    licences.InvalidContent: Words(
        "invalid-content", 422, _("证照的内容不完整或有多余的项目"), _("请按下面列出的项目改正。"), faults=_content_faults
    ),
    licences.MalformedIdentifier: Words(
        "malformed-identifier", 422, _("这不是一个证照标识"), _("请照证照上印的标识完整输入，或扫描证照上的二维码。")
    ),
    catalog.UnknownService: Words("unknown-service", 404, _("没有找到这个事项"), _("请核对事项编码，或用您自己的话搜一搜。")),
    catalog.ServiceNotOpen: Words(
        "service-not-open", 409, _("这个事项现在不能网上申请"), _("请看办事指南里的办理地点和咨询电话，到窗口办理。")
    ),
    catalog.Denied: _DENIED,
    catalog.OutdatedBase: Words("outdated-base", 409, _("有人刚刚发布了新的版本"), _("请先看看新版本改了什么，在它的基础上再改。")),
    catalog.FaultyCity: Words(
        "faulty-city", 422, _("城市资料有错误，没有载入任何内容"), _("请按下面列出的文件和行号逐处改正，再重新载入。"), faults=_city_faults
    ),
    identity.Denied: _DENIED,
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
    files.TypeNotAllowed: Words("file-type-not-allowed", 422, _("不收这种文件"), _("请换成指南里列出的格式，一般是 JPG、PNG 图片或 PDF。")),
    files.NotWhatItClaims: Words(
        "file-not-what-it-claims",
        422,
        _("文件的内容和它的名字不符，或者已经损坏"),
        _("请用原来的程序打开它，重新另存为 JPG、PNG 或 PDF 再上传；只改文件名不行。"),
    ),
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
}
REFUSALS: tuple[type[Exception], ...] = tuple(TABLE)
