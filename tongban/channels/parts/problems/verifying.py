"""What a file is refused for when somebody wants it verified, and what kept one from being read: each kind by its name.

Here compressing or scanning again is no help: it would be another file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.sharing import terms as sharing_terms

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
