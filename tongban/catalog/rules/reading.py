"""A release's canonical JSON as the frozen dataclasses of `catalog.terms`, and its digest."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tongban.catalog.rules.route import after_of, in_order
from tongban.catalog.terms import (
    Answered,
    Bilingual,
    City,
    DataLicence,
    Does,
    Fee,
    Form,
    Guide,
    Hotline,
    Law,
    Limits,
    MaterialSpec,
    Option,
    Question,
    Release,
    Remedies,
    ResultSpec,
    Section,
    ServiceType,
    Sign,
    Special,
    StepSpec,
    Topic,
    Window,
)
from tongban.kernel.limits import Limit, Unit

text = Bilingual.of


def canonical(content: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no blanks, UTF-8 as it is."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, hex."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def release(*, release_id: UUID, version: int, sha256: str, content: Mapping[str, Any]) -> Release:
    """Read a content that passed its checks when it was published."""
    return Release(
        id=release_id,
        version=version,
        digest=sha256,
        service=content["code"],
        national_code=content.get("national_code", ""),
        name=text(content["name"]),
        plain_name=text(content["plain_name"]),
        aliases=tuple(content.get("aliases", ())),
        topics=tuple(content.get("topics", ())),
        department=content["department"],
        department_name=text(content["department_name"]),
        number_prefix=content["number_prefix"],
        type=ServiceType(content["type"]),
        audience=frozenset(content["audience"]),
        assurance=int(content["assurance"][1:]),
        limits=_limits(content["limits"]),
        guide=_guide(content["guide"]),
        questions=tuple(_question(each) for each in content.get("situations", ())),
        form=_form(content["form"]),
        materials=tuple(_material(each) for each in content.get("materials", ())),
        route=tuple(_step(key, content["route"][key]) for key in in_order(content["route"], content.get("route_order", ()))),
        result=_result(content.get("result", {})),
        show_opinions=content.get("show_opinions", False),
        sign=Sign(content.get("sign", Sign.NONE)),
        correction_days=content.get("correction_days", 30),
        open_from=_day(content.get("open_from")),
        open_until=_day(content.get("open_until")),
        source=content.get("source", {}),
    )


def city(content: Mapping[str, Any]) -> City:
    """The city's own page data, from a content that passed its checks."""
    return City(
        name=text(content["name"]),
        topics=tuple(
            Topic(each["key"], text(each["name"]), each.get("icon", ""), each.get("life_event", False)) for each in content["topics"]
        ),
        hotlines=tuple(Hotline(text(each["name"]), each["phone"]) for each in content.get("hotlines", ())),
        popular=tuple(content.get("popular", ())),
        open_data=_open_data(content.get("open_data")),
    )


def _open_data(value: Mapping[str, Any] | None) -> DataLicence | None:
    return DataLicence(text(value["licence"]), value.get("address", "")) if value else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def limit(value: Mapping[str, Any] | None) -> Limit | None:
    return Limit.of(value) if value else None


def _limits(value: Mapping[str, Any]) -> Limits:
    return Limits(promised=limit(value.get("promised")), statutory=limit(value.get("statutory")), joint=value.get("joint", False))


def _guide(value: Mapping[str, Any]) -> Guide:
    window, remedies = value.get("window"), value.get("remedies")
    return Guide(
        summary=text(value["summary"]),
        conditions=tuple(map(text, value.get("conditions", ()))),
        laws=tuple(Law(each["name"], each.get("number", ""), each.get("article", ""), text(each.get("text"))) for each in value["laws"]),
        window=Window(text(window["name"]), text(window["address"]), text(window["hours"]), window["phone"]) if window else None,
        complaint_phone=value.get("complaint_phone", ""),
        visits=value.get("visits"),
        visits_reason=text(value.get("visits_reason")),
        fees=tuple(Fee(text(each["name"]), text(each["amount"]), each["basis"]) for each in value.get("fees", ())),
        specials=tuple(
            Special(text(each["name"]), each["days"], Unit(each["unit"]), each.get("department", ""), each["basis"])
            for each in value.get("specials", ())
        ),
        faq=tuple(Answered(text(each["question"]), text(each["answer"])) for each in value.get("faq", ())),
        remedies=Remedies(text(remedies["reconsideration"]), text(remedies["litigation"])) if remedies else None,
        checked_on=value.get("checked_on", ""),
    )


def _question(value: Mapping[str, Any]) -> Question:
    return Question(
        key=value["key"],
        text=text(value["text"]),
        options=tuple(Option(each["value"], text(each["label"])) for each in value["options"]),
        many=value.get("many", False),
        help=text(value.get("help")),
        stops={answer: text(words) for answer, words in value.get("stops", {}).items()},
    )


def _form(value: Mapping[str, Any]) -> Form:
    sections = tuple(Section(text(each["title"]), tuple(each["fields"]), text(each.get("help"))) for each in value["sections"])
    return Form(schema=value["schema"], sections=sections, prefill=dict(value.get("prefill", {})))


def _material(value: Mapping[str, Any]) -> MaterialSpec:
    return MaterialSpec(
        key=value["key"],
        name=text(value["name"]),
        required=value.get("required", True),
        licence=tuple(value.get("licence", ())),
        upload=tuple(value.get("upload", ())),
        max_mb=value.get("max_mb", 10),
        when=value.get("when", ""),
        basis=value.get("basis", ""),
        duty=value.get("duty", ""),
        help=text(value.get("help")),
    )


def _step(key: str, value: Mapping[str, Any]) -> StepSpec:
    return StepSpec(
        key=key,
        name=text(value["name"]),
        desk=value["desk"],
        department=value["desk"].partition("/")[0],
        does=Does(value["does"]),
        after=after_of(value),
        when=value.get("when", ""),
        limit=limit(value.get("limit")),
    )


def _result(value: Mapping[str, Any]) -> ResultSpec:
    return ResultSpec(
        licence=value.get("licence", ""),
        validity_years=value.get("validity_years"),
        content=dict(value.get("content", {})),
        replaces=value.get("replaces", ""),
        joint=value.get("joint", ""),
    )
