"""What the share interface refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.sharing import terms as sharing_terms

SHARING: dict[type[Exception], Words] = {
    sharing_terms.UnknownConsumer: Words(
        "unknown-consumer",
        401,
        _("身份验证不通过"),
        _("请核对代码和令牌；令牌过期或停用的，请找证照库的管理单位。"),
    ),
    sharing_terms.ConsumerThere: Words("consumer-there", 409, _("这个代码已经登记过"), _("请换一个代码，或者直接给它授权。")),
    sharing_terms.NoRight: Words(
        "no-right", 403, _("没有使用这种证照的权限"), _("请先向证照库的管理单位申请，写明证照类型、用途和法律依据。")
    ),
    sharing_terms.PurposeNotAllowed: Words(
        "purpose-not-allowed",
        403,
        _("这种证照不能用于这个用途"),
        _("请按授权时写明的用途原样填写；需要别的用途，请另行申请。"),
    ),
    sharing_terms.NotGranted: Words(
        "not-granted", 403, _("持证人没有授权"), _("没有法律依据的，要先由持证人在证照夹里授权给你们单位，用途要和你们查询时写的一样。")
    ),
    sharing_terms.NoSuchField: Words(
        "no-such-field",
        422,
        _("这种证照没有这些内容项：%(fields)s"),
        _("可以用的内容项有：%(there)s。"),
        lambda it: {"fields": ", ".join(it.fields), "there": ", ".join(it.there) or "-"},
    ),
    sharing_terms.NoPublicKey: Words(
        "no-public-key",
        409,
        _("这种证照的回答要加密，但没有登记公钥"),
        _("请先向证照库的管理单位登记本单位的 SM2 公钥或者证书。"),
    ),
    sharing_terms.WrongPublicKey: Words(
        "wrong-public-key", 422, _("这不是 SM2 公钥，也不是 SM2 证书"), _("请给 PEM 或者 DER 格式的 SM2 公钥或者证书，不要带私钥。")
    ),
    sharing_terms.TooManyCalls: Words(
        "too-many-calls",
        429,
        _("这一分钟的调用次数超过了约定的 %(limit)s 次"),
        _("请等下一分钟再试；确实需要更多，请找证照库的管理单位。"),
        lambda it: {"limit": it.limit},
    ),
}
