"""What can be wrong with one answer or one material, in words. A fault arrives as `<code>: <English words>`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "missing": _("这一项必须填写或提供"),
    "unknown": _("这个事项没有这个问题"),
    "not_an_option": _("请从给出的选项里选"),
    "not_asked_for": _("这个事项不需要这份材料"),
    "licence_not_usable": _("没有找到可以用的有效证照，请换一个或上传文件"),
    "licence_changed": _("这个证照的内容和颁发时不一样，不能用。请找发证机关核对，或者自己上传"),
    "licence_ended": _("这个证照刚刚被停用、换新或终止，不能再用。请换现在有效的，或者自己上传"),
    "licence_out_of_date": _("这个证照今天不在有效期内。请先办延续，或者自己上传"),
    "seal_broken": _("这个文件盖章以后又被改过，签名核验不通过。请重新下载原件上传"),
    "file_not_found": _("没有收到这个文件，请重新上传"),
    "type_not_allowed": _("这份材料不收这种文件，请换成列出的格式"),
    "too_large": _("文件太大，请压缩后再上传"),
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
