"""What registering a program refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.channels.parts.problems.words import Words
from tongban.clients import terms as clients

SAID = {
    "name": pgettext_lazy("message", "名称"),
    "contact": pgettext_lazy("message", "联系方式"),
}

CLIENTS: dict[type[Exception], Words] = {
    clients.WordsMissing: Words(
        "words-missing", 422, _("还没有写%(what)s"), _("请写清楚%(what)s再提交。"), lambda it: {"what": SAID[it.args[0]]}
    ),
    clients.WordsTooLong: Words(
        "client-words-too-long",
        422,
        _("%(what)s太长，最多 %(most)s 个字"),
        _("请写得短一些。"),
        lambda it: {"what": SAID[it.field], "most": it.most},
    ),
    clients.UnknownUnit: Words(
        "unknown-client-unit", 422, _("没有这个单位，或者它不收留言"), _("请核对单位的代码；报办理进展的应用，必须属于一个收留言的单位。")
    ),
    clients.ClientKnown: Words(
        "client-known", 409, _("这个名字的应用已经登记过"), _("请换一个名字；密钥丢了的，请先吊销再用新的名字登记。")
    ),
    clients.UnknownClient: Words("unknown-client", 404, _("没有登记过这个应用"), _("请核对名字。")),
}
