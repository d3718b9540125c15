"""What can be wrong with one answer or one material, in words. A fault arrives as `<code>: <English words>`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "missing": _("这一项必须填写或提供"),
    "unknown": _("这个事项没有这个问题"),
    "not_an_option": _("请从给出的选项里选"),
    "not_asked_for": _("这个事项不需要这份材料"),
    "licence_not_usable": _("没有找到可以用的有效证照，请换一个或上传文件"),
    "licence_changed": _("这个证照的内容和颁发时不一样，不能用。请找发证机关核对，或者上传别的证明"),
    "licence_ended": _("这个证照刚刚被停用、换新或终止，不能再用。请换现在有效的，或者上传别的证明"),
    "licence_out_of_date": _("这个证照今天不在有效期内。请先办延续，或者上传别的证明"),
    "seal_broken": _("这个文件的签名或印章核验不通过：内容被改过，或者印章是伪造的。请向出具单位要原件再上传"),
    "changed_after_signing": _("这个文件签名以后又被人加写或改动过。请上传出具单位给的原文件，不要用编辑、合并过的"),
    "upload_encrypted": _("这个签过名的文件加了密，没法核验。请上传没有密码的原文件"),
    "upload_truncated": _("这个签过名的文件不完整，后半截没有收到。请重新下载，再上传"),
    "upload_suspended": _("登记簿里这张证照已冻结，现在不能用。请先找发证机关恢复，或者上传别的证明"),
    "upload_superseded": _("登记簿里这张证照已有新版，旧版不能再用。请用证照库里的新版，或者上传新版"),
    "upload_cancelled": _("登记簿里这张证照已注销，不能再用。请换现在有效的，或者上传别的证明"),
    "upload_withdrawn": _("登记簿里这张证照已撤销，不能再用。请换现在有效的，或者上传别的证明"),
    "upload_revoked": _("登记簿里这张证照已吊销，不能再用。请换现在有效的，或者上传别的证明"),
    "upload_out_of_date": _("登记簿里这张证照今天不在有效期内。请先办延续，或者上传别的证明"),
    "upload_copy_over": _("这份加注副本已过使用期限。请直接用证照库里的证照，或者上传还在期限内的副本"),
    "upload_other_holder": _("这是别人的证照，不是申请人的。请换申请人自己的；替别人办的，请用那个人或那家公司的名义申请"),
    "upload_other_type": _("这不是这份材料要的那种证照。请照材料名称换一份"),
    "file_not_found": _("没有收到这个文件，请重新上传"),
    "type_not_allowed": _("这份材料不收这种文件，请换成列出的格式"),
    "unreadable": _("这一项里有读不出来的内容：看不见的字符、不是数的数，或者层层套得太深。请改成普通的文字和数字"),
    "no_upload": _("这份材料只用证照库里的证照，不收上传的文件。请选库里现在有效的证照；没有的，先找发证机关办延续或补办，或者到窗口办理"),
    "two_sources": _("这份材料同时选了证照又上传了文件，只能选一样。请去掉其中一样再提交"),
    "licence_not_usable_no_upload": _(
        "没有找到可以用的有效证照。这份材料只用证照库里的：请换一张现在有效的，没有的先找发证机关办理，或者到窗口办理"
    ),
    "licence_changed_no_upload": _("这个证照的内容和颁发时不一样，不能用。请找发证机关核对，或者到窗口办理"),
    "licence_ended_no_upload": _("这个证照刚刚被停用、换新或终止，不能再用。请换现在有效的；没有的，请找发证机关，或者到窗口办理"),
    "licence_out_of_date_no_upload": _("这个证照今天不在有效期内。请先找发证机关办延续，或者到窗口办理"),
    "too_large": _("文件太大，请压缩后再上传"),
    "one_only": _("这里换的是一张证照，请只选那一张"),
    "holder_twice": _("这个人已经写过了；每人写一次，申请人自己不用写"),
    "name_differs": _("这个号码和姓名对不上，请核对"),
    # What a form's schema can say; a page that knows the field says it with the field's name (`form_fields`).
    "required": _("请填写这一项"),
    "type": _("写法不对，请核对"),
    "format": _("写法不对，请核对"),
    "pattern": _("写法不对，请核对"),
    "enum": _("请从给出的选项里选"),
    "const": _("请从给出的选项里选"),
    "minLength": _("写得太短"),
    "maxLength": _("写得太长"),
    "minimum": _("数字太小"),
    "exclusiveMinimum": _("数字太小"),
    "maximum": _("数字太大"),
    "exclusiveMaximum": _("数字太大"),
    "minItems": _("项数太少"),
    "maxItems": _("项数太多"),
    "uniqueItems": _("有重复的"),
    "additionalProperties": _("这个事项没有这一项"),
}


def fault_words(fault: str) -> str:
    """The words for a fault in the language of the request; a code without words of ours says what came with it."""
    code, _colon, told = fault.partition(":")
    return str(WORDS.get(code.strip(), told.strip() or code))
