"""Pure decisions about notices: what the words say, which numbers can be reached, by which ways something goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tongban.notices.terms import Channel, Recipient, Sends, Told, ValueMissing, Wording

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(0[0-9]{9,11}|[2-9][0-9]{6,7}|1[0-9]{2,5}|[48]00[0-9]{7})")  # with an area code, without, 12345, 400
LONGEST_VALUE = 300


def number(text: str) -> str | None:
    """A telephone number as it is dialled, or None: a mobile of 11 digits, a landline, a short number."""
    digits = re.sub(r"[\s()（）-]", "", text).removeprefix("+86")
    return digits if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits) else None


def is_mobile(phone: str) -> bool:
    """Whether a text message reaches this number."""
    return MOBILE.fullmatch(phone) is not None


def places(wording: Wording) -> frozenset[str]:
    """The values that a wording needs, whichever of its texts names them."""
    texts = [each for each in (wording.title, wording.text, wording.sms, wording.voice) if each is not None]
    return frozenset(name for each in texts for text in (each.zh, each.en) for name in PLACE.findall(text))


def told(wording: Wording, values: Mapping[str, tuple[str, str]]) -> Told:
    """The wording with its values (Chinese, English) in place. Raises ValueMissing. A value is text: braces in it stand for nothing."""
    if missing := places(wording) - values.keys():
        raise ValueMissing(wording.kind, tuple(sorted(missing)))
    return Told(
        title=_filled(wording.title, values),
        text=_filled(wording.text, values),
        sms=None if wording.sms is None else _filled(wording.sms, values),
        voice=None if wording.voice is None else _filled(wording.voice, values),
    )


def _filled(text: Bilingual, values: Mapping[str, tuple[str, str]]) -> Bilingual:
    zh = PLACE.sub(lambda place: values[place[1]][0][:LONGEST_VALUE], text.zh)
    en = PLACE.sub(lambda place: (values[place[1]][1] or values[place[1]][0])[:LONGEST_VALUE], text.en)
    return type(text)(zh, en)


def ways(wording: Wording, to: Recipient, *, wishes: bool) -> tuple[Channel, ...]:
    """By which ways a notice leaves the city."""
    phone_alone = to.login_id is None and to.person_id is None
    if wording.sends is Sends.NEVER or not (wording.sends is Sends.ALWAYS or phone_alone or wishes):
        return ()
    offered = ((Channel.SMS, wording.sms), (Channel.VOICE, wording.voice))
    return tuple(channel for channel, text in offered if text is not None and _reaches(channel, to.phone))


def _reaches(channel: Channel, phone: str) -> bool:
    """A number that is not known yet is looked at when it is."""
    return channel is Channel.VOICE or not phone or is_mobile(phone)
