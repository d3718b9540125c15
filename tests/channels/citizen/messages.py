"""Messages to Rongcheng as its tests need them: one that was sent, one that a unit has answered. Nobody here is real."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.channels.conftest import DAY
from tongban.board import actions
from tongban.board.models import Message, Order, Reply
from tongban.board.terms import OPEN_ORDERS, Channel, NewMessage, Origin, Posted, Role
from tongban.identity.terms import PUBLIC, Actor, ActorKind, Assurance
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from django.test import Client

WEB = Origin(Channel.WEB)
LAMP = "湖滨路路口的路灯坏了三天，晚上看不见路，请尽快修好。"
ANSWER = (
    "经现场核实，湖滨路路口的两盏路灯因电缆老化断电。根据《城市道路照明设施管理规定》第十二条，市路灯所已于11月24日组织抢修，更换电缆四十米、灯头两个，"
    "当晚恢复照明；并对该路段其余三十六盏路灯逐一检查，未发现同类问题，以后每周夜间巡查一次。如再发现不亮，请拨打值班电话12345，"
    "值班人员两小时内到场处理。感谢您的反映和监督。"
)


def a_person(**changes: Any) -> Actor:
    spec: dict[str, Any] = {
        "kind": ActorKind.PERSON,
        "id": uuid.uuid4(),
        "name": "演示·王芳",
        "person_id": uuid.uuid4(),
        "level": Assurance.PHONE,
    }
    return Actor(**spec | changes)


def staff(*desks: str) -> Actor:
    return Actor(kind=ActorKind.STAFF, id=uuid.uuid4(), name="演示·科员", desks=frozenset(desks))


def sent(*, by: Actor | None = None, at: datetime = DAY, key: uuid.UUID | None = None, **changes: Any) -> Posted:
    spec: dict[str, Any] = {"kind": Kind.HELP, "title": "湖滨路路灯不亮", "text": LAMP, "category": "010202", "district": "donghuqu"}
    message = NewMessage(**spec | changes)
    return actions.post(key=key or uuid.uuid4(), message=message, origin=WEB, by=by or a_person(), at=at)


def sent_by_code(**changes: Any) -> Posted:
    return sent(by=PUBLIC, **changes)


def answered(posted: Posted, *, at: datetime = DAY + timedelta(hours=1)) -> Posted:
    """By the unit that dispatch has asked, through its verbs."""
    order = Order.objects.filter(message=posted.message_id, state__in=OPEN_ORDERS, role=Role.LEAD).latest("assigned_at")
    clerk, approver = staff(f"{order.unit}/messages"), staff(f"{order.unit}/messages_approver")
    actions.take(order_id=order.pk, by=clerk, at=at)
    drafted = actions.draft_reply(order_id=order.pk, text=ANSWER, by=clerk, at=at)
    reply = Reply.objects.get(pk=drafted.reply_id)
    actions.submit_reply(reply_id=reply.pk, despite=True, by=clerk, at=at)
    actions.publish_reply(reply_id=reply.pk, by=approver, at=at)
    return posted


def row(posted: Posted) -> Message:
    return Message.objects.get(pk=posted.message_id)


def a_photo(*, colour: str = "red", size: int = 60, name: str = "路灯.jpg") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (size, size), colour).save(out, "JPEG")
    out.seek(0)
    out.name = name
    return out


def form(**changes: Any) -> dict[str, Any]:
    """What a browser sends of the first page."""
    return {"key": str(uuid.uuid4()), "kind": "help", "text": LAMP, "visibility": "public"} | changes


def hidden(page: str) -> dict[str, Any]:
    """The fields that the second page carries along."""
    inside = page[page.index('action="/board/new/send/"') :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input type=\"hidden\"[^>]*>", inside):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name and value
        told = value[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&amp;", "&")
        found[name[1]] = [*found[name[1]], told] if isinstance(found.get(name[1]), list) else told if name[1] != "kept" else [told]
    return found


def summed(page: str) -> str:
    """The answer of the sum on a page."""
    told = re.search(r"([零一二三四五六七八九十]+)(加|减)([零一二三四五六七八九十]+)等于几", page)
    assert told
    figures = "零一二三四五六七八九十"
    one, other = figures.index(told[1]), figures.index(told[3])
    return str(one + other if told[2] == "加" else one - other)


def leave(client: Client, **changes: Any) -> Any:
    """Both pages, as a browser without script does them; the answer to sending."""
    checked = client.post("/board/new/", form(**changes))
    assert checked.status_code == 200, checked.content.decode()
    page = checked.content.decode()
    fields = hidden(page)
    if "sum_token" in fields:
        fields |= {"sum_answer": summed(page), "work_answer": ""}
    return client.post("/board/new/send/", fields)
