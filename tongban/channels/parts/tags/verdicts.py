"""What was verified of a licence, on which ground it is used, and what has become of it, in words: never colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.cases.terms import Doubt
from tongban.channels.parts.tags.words import LICENCE_STATES
from tongban.licences.terms import LicenceState
from tongban.sharing.terms import AT_COUNTER, AT_COUNTER_CASE, AT_COUNTER_CODE

if TYPE_CHECKING:
    from tongban.cases.terms import AlertView
    from tongban.licences.terms import Checks
    from tongban.sharing.terms import ClaimedLicence

# Of each verdict: what was looked at, how it is told when it holds, and when it does not.
VERDICTS = (
    ("seal", gettext_lazy("和颁发时一样"), gettext_lazy("内容和颁发时不一样")),
    ("status", gettext_lazy("状态有效"), gettext_lazy("已停用、被替代或终止")),
    ("identifier", gettext_lazy("标识校验通过"), gettext_lazy("标识的校验位不符")),
    ("dates", gettext_lazy("在有效期内"), gettext_lazy("不在有效期内")),
)
COUNTER_GROUNDS = {
    AT_COUNTER: gettext_lazy("来访登记"),
    AT_COUNTER_CODE: gettext_lazy("来人出示的码"),
    AT_COUNTER_CASE: gettext_lazy("办件"),
}
# What nobody could decide for the reviewer of an uploaded file.
DOUBTS = {
    Doubt.NOT_JUDGED: gettext_lazy("文件加了密或已损坏，没法核验，请打开看看"),
    Doubt.SIGNER_UNKNOWN: gettext_lazy("内容没有改过，但本系统不认识签名的人或机构，请自行核实"),
    Doubt.NOT_SIGNED: gettext_lazy("文件写着证照标识，但没有签名或印章，证明不了是原件"),
    Doubt.SEVERAL: gettext_lazy("文件里有不止一个证照标识，没有查登记簿"),
    Doubt.NOT_IN_REGISTER: gettext_lazy("查过本市登记簿，没有这张证照，可能是外地发的"),
    Doubt.REGISTER_UNSURE: gettext_lazy("登记簿里的记录和颁发时不一致，请找发证机关核对"),
    Doubt.NOT_THE_DOCUMENT: gettext_lazy("签名成立，但不是证照库发出的那份证照文件"),
    Doubt.MADE_FOR_ELSE: gettext_lazy("这是为别的用途做的加注副本"),
    Doubt.NOT_IN_FORCE: gettext_lazy("登记簿里这张证照现在不是有效状态"),
    Doubt.OTHER_HOLDER: gettext_lazy("登记簿里这张证照的持证人不是申请人"),
    Doubt.OTHER_KIND: gettext_lazy("和这份材料要的不是同一种证照"),
}
OWN_WILL = ("consent:", "grant:")  # how a basis begins that is the holder's own


def verdicts(checks: Checks | None) -> SafeString:
    """The four verdicts on a licence, each as a word with its sign."""
    if checks is None:
        return SafeString("")
    told = [_verdict(key, getattr(checks, key), holds, fails) for key, holds, fails in VERDICTS]
    return format_html('<ul class="checked-list">{}</ul>', format_html_join("", "<li>{}</li>", ((each,) for each in told)))


def _verdict(key: str, found: bool, holds: Any, fails: Any) -> SafeString:
    """A wrong check character hinders nothing; everything else does."""
    tone, sign, words = ("ok", "✓", holds) if found else ("soon" if key == "identifier" else "late", "✗", fails)
    return format_html('<span class="chip {}"><span aria-hidden="true">{} </span>{}</span>', tone, sign, words)


def doubt_words(doubt: Doubt | str, claimed: ClaimedLicence | None = None) -> str:
    """What a reviewer must weigh; of a licence that does not hold, and of a copy, also how and for what."""
    words = str(DOUBTS[Doubt(doubt)])
    if claimed is not None and doubt is Doubt.MADE_FOR_ELSE and claimed.copy is not None:
        return _("%(words)s（%(more)s）") % {"words": words, "more": claimed.copy.purpose}
    if claimed is not None and doubt is Doubt.NOT_IN_FORCE and claimed.state is not None:
        state = LICENCE_STATES[claimed.state][1] if claimed.state is not LicenceState.VALID else _("不在有效期内")
        return _("%(words)s（%(more)s）") % {"words": words, "more": state}
    return words


def wrong_words(checks: Checks) -> str:
    """The first thing that keeps a licence from being used, in a sentence."""
    wrong = next((fails for key, _holds, fails in VERDICTS if key != "identifier" and not getattr(checks, key)), "")
    return str(wrong)


def basis_words(basis: str) -> str:
    """On which ground a licence is used: its holder agreed, or the article."""
    if not basis:
        return ""
    return _("经申请人同意") if basis.startswith(OWN_WILL) else _("依%(article)s，不需要申请人同意") % {"article": basis}


def basis_ground(basis: str) -> str:
    """On what a licence was looked at in person: a visit, a code that was shown, or a case."""
    return str(COUNTER_GROUNDS.get(basis, ""))


def alert_words(alert: AlertView) -> str:
    """What has become of a licence that the case rests on."""
    state = LicenceState(alert.state)
    if state is LicenceState.VALID:
        return _("“%(licence)s”已恢复有效。") % {"licence": alert.licence_name}
    words = {"licence": alert.licence_name, "state": LICENCE_STATES[state][1]}
    return _("申请时用的“%(licence)s”%(state)s。") % words
