"""What signing, seals, second factors and certificates refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.cases import terms as cases
from tongban.channels.parts.problems.words import Words
from tongban.identity import terms as identity
from tongban.kernel import signing
from tongban.seals import terms as seals

STATES = {
    "suspended": pgettext_lazy("seal", "已停用"),
    "lost": pgettext_lazy("seal", "已挂失"),
    "destroyed": pgettext_lazy("seal", "已销毁"),
}
WRITTEN = {
    "name": pgettext_lazy("seal", "印章的名称"),
    "custodian": pgettext_lazy("seal", "保管人"),
    "reason": pgettext_lazy("seal", "理由"),
}
ANEW = _("请回到核对页，重新生成申请书再签。您填的内容都还在。")

SIGNING: dict[type[Exception], Words] = {
    cases.SignatureMissing: Words(
        "signature-missing", 422, _("申请书还没有签名"), _("这个事项要求申请人签名或盖章。请先签申请书，再提交。")
    ),
    cases.SignatureNotAsked: Words("signature-not-asked", 422, _("这个事项不用签名"), _("直接提交就行。")),
    cases.UnknownSigning: Words("unknown-signing", 404, _("没有找到这份申请书"), _("申请书只有生成它的人能签。请回到核对页重新生成。")),
    cases.SignedSomethingElse: Words("signed-something-else", 409, _("签名以后内容改过了"), ANEW),
    cases.SigningOutdated: Words("signing-outdated", 409, _("这份申请书生成了太久"), ANEW),
    cases.SignedAlready: Words(
        "signed-already", 409, _("这份申请书已经签过了"), _("不用再签。请直接提交；已经提交的，请到“我的办件”查看。")
    ),
    cases.NotSigned: Words("not-signed", 422, _("这份申请书还没有签名"), _("请先用密码和验证码签名，或用 UKey 签名，再提交。")),
    seals.SignatureBroken: Words(
        "signature-broken",
        422,
        _("签名验证没有通过：%(step)s"),
        ANEW,
        lambda it: {"step": it.step},
    ),
    identity.NoSecondFactor: Words(
        "no-second-factor", 403, _("还没有设置动态验证码"), _("请在“我的”页面的“签名和印章”里先设置，再回来签名。")
    ),
    identity.WrongPassword: Words("wrong-password", 403, _("密码不对"), _("请输入登录用的密码，再签一次。")),
    identity.WrongCode: Words("wrong-code", 403, _("动态验证码不对，或者已经用过"), _("请等验证器显示下一个 6 位数，再签一次。")),
    identity.NotACertificate: Words("not-a-certificate", 422, _("这不是一张数字证书"), _("请核对 UKey 里的证书文件。")),
    identity.NoCertificate: Words("no-certificate", 404, _("这张证书没有登记过"), _("请带身份证和 UKey 到政务服务中心的综合窗口登记。")),
    identity.CertificateEnded: Words("certificate-ended", 403, _("这张证书已经注销或过期"), _("请到发证机构更换证书，再到窗口登记。")),
    identity.CertificateNotTheirs: Words(
        "certificate-not-theirs",
        403,
        _("这张证书是别人的"),
        _("为自己办事，请用自己的证书；为公司办事，请用登记在这家公司名下、由您保管的 UKey。"),
    ),
    identity.WrongSignature: Words(
        "wrong-signature",
        422,
        _("UKey 的签名对不上"),
        _("请把这一页给出的内容重新交给 UKey 签名；用过的内容不能再用。"),
    ),
    identity.TooManyTries: Words("too-many-tries", 429, _("试的次数太多了"), _("请五分钟后再试。")),
    identity.NoLogin: Words("no-login", 403, _("证书的持有人没有可以用的账号"), _("请带身份证到政务服务中心的窗口开通。")),
    seals.UnknownOwner: Words("unknown-issuer", 422, _("发证部门不存在"), _("请先在城市资料里登记这个部门，再发证。")),
    seals.UnknownSeal: Words("unknown-seal", 404, _("没有找到这枚印章"), _("请从列出的印章里选；印章只有所有人和得到授权的人能看到。")),
    seals.SealEnded: Words(
        "seal-ended",
        409,
        _("这枚印章%(state)s，不能用了"),
        _("请换一枚在用的印章，或者请印章的所有人处理。"),
        lambda it: {"state": STATES.get(it.state, it.state)},
    ),
    seals.SealExpired: Words("seal-expired", 409, _("这枚印章不在有效期内"), _("请重新制作印章，再来盖章。")),
    seals.SealNotGranted: Words(
        "seal-not-granted",
        403,
        _("法定代表人没有授权您用这枚印章，或者授权已经收回、到期"),
        _("请法定代表人在“签名和印章”里授权给您，再来盖章。"),
    ),
    seals.SealNotTheirs: Words("seal-not-theirs", 403, _("这枚印章不归您管"), _("部门的印章由本部门的人管；公司的印章由法定代表人管。")),
    seals.SealThere: Words("seal-there", 409, _("已经有一枚同样的印章"), _("先停用或者销毁那一枚，再制作新的。")),
    seals.WrongSealChange: Words("wrong-seal-change", 409, _("印章现在的状态不能这样改"), _("请刷新页面，看看印章现在的状态。")),
    seals.SealPeriodReversed: Words("seal-period-reversed", 422, _("授权的截止日期早于开始日期"), _("请改一下日期。")),
    seals.UnseenInSeal: Words(
        "unseen-in-seal",
        422,
        _("%(what)s里有看不见的字符"),
        _("请去掉控制字符、零宽字符和改变文字方向的字符，再提交一次。"),
        lambda it: {"what": WRITTEN.get(it.what, it.what)},
    ),
    signing.NotTrusted: Words("certificate-not-trusted", 422, _("这张证书不是这里信任的机构发的"), _("请换用认可的机构发的证书。")),
    signing.CannotSign: Words(
        "cannot-sign", 503, _("现在签不了名、盖不了章"), _("没有做任何改动。请过一会儿再试；一直不行的话，请告诉窗口。")
    ),
    signing.BadCertificate: Words(
        "bad-certificate", 422, _("这张证书现在不能用"), _("它可能过期、被吊销，或者不是用来签名的。请换一张证书。")
    ),
}
