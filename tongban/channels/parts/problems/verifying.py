"""What a file is refused for when somebody wants it verified, what kept one from being read, and why one is not trusted: by name.

Here compressing or scanning again is no help: it would be another file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.sharing import terms as sharing_terms

if TYPE_CHECKING:
    from tongban.licences.terms import StepFound

MEGABYTE = 1024 * 1024
VERIFYING: dict[type[Exception], Words] = {
    sharing_terms.FileTooLarge: Words(
        "verify-too-large",
        422,
        _("文件太大，最多 %(megabytes)s MB，没有打开看"),
        _("电子证照文件一般不到 1 MB。请核对选的是不是证照文件本身，不要打包、不要合并别的文件；也可以用证照上的标识或二维码核验。"),
        values=lambda it: {"megabytes": it.max_bytes // MEGABYTE},
    ),
    sharing_terms.NotADocument: Words(
        "not-a-document",
        422,
        _("这不是 PDF、OFD 或 SD-JWT 凭证，核验不了"),
        _("照片、扫描件、截图和 Word 文档上没有电子签名。请向持证人要电子证照的原文件，或者用证照上的标识、二维码核验。"),
    ),
}
ASK_AGAIN = _("请不要打开或转发它，请出具单位或持证人重新给一份原文件。")
WHOLE_AGAIN = _("请重新下载或请对方重新发一次，收完整以后再核验。")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file cannot be judged, and what to do. Codes are part of the REST interface and never change."""

    code: str
    title: Any
    remedy: Any


# By `UploadVerdict.problem`: the name of what reading the file refused.
UNREADABLE = {
    "UnpacksTooLarge": Unreadable("zip-bomb", _("这个文件解压后大得不正常（解压炸弹），没有打开"), ASK_AGAIN),
    "UnsafeName": Unreadable("path-traversal", _("这个 OFD 里有指向包外的文件名（路径穿越），没有打开"), ASK_AGAIN),
    "EntityDeclared": Unreadable("xml-entities", _("这个 OFD 的 XML 带有实体声明（XXE），没有打开"), ASK_AGAIN),
    "DuplicateName": Unreadable("duplicate-names", _("这个 OFD 里有同名的文件，不同的阅读器会看到不同的内容"), ASK_AGAIN),
    "UnlistedFile": Unreadable("unlisted-file", _("这个 OFD 里塞进了印章没有保护的文件"), ASK_AGAIN),
    "Truncated": Unreadable("truncated-ofd", _("这个 OFD 不完整，后半截没有收到"), WHOLE_AGAIN),
    "TruncatedPdf": Unreadable("truncated-pdf", _("这个 PDF 不完整，后半截没有收到"), WHOLE_AGAIN),
    "Encrypted": Unreadable("encrypted-ofd", _("这个 OFD 加了密，没法核验"), _("请持证人给一份没有加密的原文件。")),
    "EncryptedPdf": Unreadable(
        "encrypted-pdf", _("这个 PDF 加了密，没法核验"), _("请持证人给一份没有密码的原文件；自己去掉密码另存，签名就没有了。")
    ),
    "NotOfd": Unreadable(
        "not-an-ofd",
        _("这是一个压缩包，但不是 OFD"),
        _("里面没有 OFD.xml，可能是 Word 文档或打包的文件。请解压以后选里面的电子证照文件。"),
    ),
    "NotAPdf": Unreadable("broken-pdf", _("这个 PDF 已经损坏，读不出来"), WHOLE_AGAIN),
    "Malformed": Unreadable("broken-ofd", _("这个 OFD 已经损坏，或者不符合 GB/T 33190"), WHOLE_AGAIN),
    "TooManySignatures": Unreadable("too-many-signatures", _("这个 PDF 里的签名多得不正常，没有逐个核验"), ASK_AGAIN),
    "PackageTooLarge": Unreadable("package-too-large", _("这个 OFD 太大，没有打开"), ASK_AGAIN),
}


def unreadable(problem: str) -> Unreadable | None:
    """The words for what kept a file from being judged; None where nothing did."""
    return UNREADABLE.get(problem)


@dataclass(frozen=True, slots=True)
class NotTrusted:
    """Why a file is not trusted, and the step that failed where one did. Codes are part of the REST interface and never change."""

    code: str
    words: Any
    step: StepFound | None = None


WHY = {
    "unreadable": _("文件没有办法打开来核对"),
    "signature-fails": _("签名或印章有一步不成立"),
    "unsigned": _("文件上没有电子签名或电子印章"),
    "no-licence": _("签名成立，但文件里没有写是哪一个证照，没有可查的"),
    "not-in-register": _("签名成立，但登记簿里没有文件所写的证照"),
    "not-the-document": _("签名成立，但这不是证照库签发、留存的那一份：签发以后被另存、重新打包或者在后面附加过内容，或者是别人签的"),
    "record-changed": _("证照库里这个证照的记录被改动过，不能再作准"),
    "not-in-force": _("文件是真的，但证照现在不能用"),
    "copy-over": _("文件是真的，但这份加注件过期或者收回了"),
}


def not_trusted(verdict: sharing_terms.FileVerdict) -> NotTrusted | None:
    """The first reason; None for a file that is trusted."""
    if verdict.trusted:
        return None
    upload, register = verdict.upload, verdict.register
    told = {
        "unreadable": upload is not None and upload.problem in UNREADABLE,
        "signature-fails": verdict.unchanged is False,
        "unsigned": verdict.unchanged is None,
        "no-licence": register is None,
        "not-in-register": register is not None and not register.found,
        "not-the-document": not verdict.genuine,
        "record-changed": register is not None and register.unchanged is False,
        "copy-over": verdict.copy is not None and not verdict.copy.usable,
    }
    code = next((code for code, holds in told.items() if holds), "not-in-force")
    failed = next((each.failed for each in upload.signatures if each.failed), None) if upload else None
    return NotTrusted(code, WHY[code], failed if code == "signature-fails" else None)
