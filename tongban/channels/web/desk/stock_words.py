"""What can be wrong in a list of licences, in words for the department that keeps it."""

from django.utils.translation import gettext_lazy as _

from tongban.licences.terms import Fault

FAULTS = {
    Fault.TOO_LONG: _("太长：一条记录或一个值超出限度"),
    Fault.ENCODING: _("文字编码不对"),
    Fault.QUOTE: _("引号没有成对"),
    Fault.COLUMNS: _("列数与表头不一致"),
    Fault.JSON: _("不是一个 JSON 对象"),
    Fault.NOT_TEXT: _("这里应当是一个值，不是列表或对象"),
    Fault.HIDDEN: _("含有看不见的字符"),
    Fault.MISSING: _("缺少必填的值"),
    Fault.UNKNOWN_TYPE: _("不认识的证照类型，或者不是本部门的证照"),
    Fault.UNKNOWN_CODE: _("对照表里没有这个词"),
    Fault.NO_DATE: _("不是日期，或没有这一天"),
    Fault.NO_NUMBER: _("不是数"),
    Fault.PERIOD: _("有效期的止日早于起日"),
    Fault.FUTURE: _("发证日期还没有到"),
    Fault.HOLDER_CODE: _("持证人的证件号码不对"),
    Fault.HOLDER_KIND: _("这种证照不发给这类持证人"),
    Fault.IDENTIFIER_SHAPE: _("证照标识的格式不对（GB/T 36904）"),
    Fault.IDENTIFIER_TYPE: _("证照标识属于另一种证照"),
    Fault.VERSION: _("版本号不对"),
    Fault.CONTENT: _("内容不符合这种证照的要求"),
    Fault.NOT_LIST: _("这里应当是一组共有人，每人一个对象"),
    Fault.JOINT: _("共有人的姓名和号码个数不一致，或者人数太多"),
    Fault.HOLDER_TWICE: _("同一个持证人写了两次"),
    Fault.DIFFERS: _("库里已有这个证照，内容不同"),
    Fault.IDENTIFIER_TAKEN: _("这个证照标识已被另一个证照使用"),
    Fault.NO_DOCUMENT: _("没有找到所写的文件"),
    Fault.BAD_DOCUMENT: _("文件太大，或不是完好的 PDF、OFD"),
    Fault.DOCUMENT_BROKEN: _("文件的签章验证不通过"),
    Fault.OTHER_DOCUMENT: _("文件是另一个证照的"),
    Fault.CHECK_CHARACTER: _("证照标识的校验码不对，已照原样入库"),
    Fault.OPTIONAL: _("没有这一项，已入库"),
    Fault.STATE_DIFFERS: _("状态与库里不同，以库里为准"),
    Fault.NAME_DIFFERS: _("同一号码在库里是另一个名称，请核对"),
    Fault.NO_PREDECESSOR: _("库里没有它所替代的旧证，已入库，没有接上"),
    Fault.NOT_SUCCESSOR: _("所写的旧证不同持证人、不同种类、不早于它或已被别的证照替代，已入库，没有接上"),
    Fault.NO_SEAL: _("文件没有签章，需要时由证照库另行制证"),
}
