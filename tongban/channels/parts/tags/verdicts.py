"""What was verified of a licence, on which ground it is used, and what has become of it, in words: never colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.parts.tags.words import LICENCE_STATES
from tongban.licences.terms import LicenceState

if TYPE_CHECKING:
    from tongban.cases.terms import AlertView
    from tongban.licences.terms import Checks

# Of each verdict: what was looked at, how it is told when it holds, and when it does not.
VERDICTS = (
    ("seal", gettext_lazy("和颁发时一样"), gettext_lazy("内容和颁发时不一样")),
    ("status", gettext_lazy("状态有效"), gettext_lazy("已停用、被替代或终止")),
    ("identifier", gettext_lazy("标识校验通过"), gettext_lazy("标识的校验位不符")),
    ("dates", gettext_lazy("在有效期内"), gettext_lazy("不在有效期内")),
)
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


def wrong_words(checks: Checks) -> str:
    """The first thing that keeps a licence from being used, in a sentence."""
    wrong = next((fails for key, _holds, fails in VERDICTS if key != "identifier" and not getattr(checks, key)), "")
    return str(wrong)


def basis_words(basis: str) -> str:
    """On which ground a licence is used: its holder agreed, or the article."""
    if not basis:
        return ""
    return _("经申请人同意") if basis.startswith(OWN_WILL) else _("依%(article)s，不需要申请人同意") % {"article": basis}


def alert_words(alert: AlertView) -> str:
    """What has become of a licence that the case rests on."""
    state = LicenceState(alert.state)
    if state is LicenceState.VALID:
        return _("“%(licence)s”已恢复有效。") % {"licence": alert.licence_name}
    words = {"licence": alert.licence_name, "state": LICENCE_STATES[state][1]}
    return _("申请时用的“%(licence)s”%(state)s。") % words
