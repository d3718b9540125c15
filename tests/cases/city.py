"""A small city of its own, as files: departments, licence types, and one service of each shape a route can have.

JSON is YAML, so the files are made of plain dictionaries and a test changes what it wants to prove. Nothing here is real: area code
999999 was never assigned, and every name says 示例.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from tongban.kernel import identifiers

QUALIFICATION = "999999-JW-0001"  # three departments, two of them at once; issues a licence
CHECKED = "999999-JW-0002"  # two departments check at once before it is accepted; a written decision
NESTED = "999999-MZ-0001"  # branches inside a branch; the applicant sees the opinions
SHORT = "999999-MZ-0002"  # a benefit for persons, accepted and decided, nothing between
ON_THE_SPOT = "999999-MZ-0003"  # a public service without a statutory limit


def credit_code(serial: int) -> str:
    """A credit code that holds, for nobody: registered in area 999999."""
    body = f"MB{serial:06d}"
    first = f"11999999{body}{identifiers.organisation_check(body)}"
    return first + identifiers.uscc_check(first)


def department(code: str, name: str, prefix: str, serial: int, *desks: str) -> dict[str, Any]:
    named = {"window": "受理窗口", "review": "审查处", "approver": "审批处"}
    return {
        "code": code,
        "name": {"zh": f"榕城市示例{name}", "en": f"Example {code}"},
        "short_name": {"zh": name, "en": code},
        "uscc": credit_code(serial),
        "number_prefix": prefix,
        "phone": "0999-8000000",
        "address": {"zh": "榕城市示例路1号"},
        "desks": [{"key": desk, "name": {"zh": named[desk], "en": desk}, "decides": desk == "approver"} for desk in desks],
    }


DEPARTMENTS = [
    department("jianwei", "建设委员会", "榕示建", 1, "window", "review", "approver"),
    department("shuiliju", "水利局", "榕示水", 2, "review"),
    department("gongluju", "公路局", "榕示路", 3, "review"),
    department("minzheng", "民政局", "榕示民", 4, "window", "review", "approver"),
]


def licence_type(code: str, name: str, department: int, fields: dict[str, str], *kinds: str) -> dict[str, Any]:
    return {
        "code": code,
        "national_code": f"{credit_code(department)}{900 + len(fields)}",
        "name": {"zh": name, "en": code},
        "department": DEPARTMENTS[department - 1]["code"],
        "holder_kinds": list(kinds),
        "fields": {key: {"zh": label, "en": key} for key, label in fields.items()},
        "number_prefix": f"榕示{code}",
    }


LICENCE_TYPES = [
    licence_type("BL", "示例营业执照", 4, {"capital": "注册资本", "address": "住所"}, "organisation"),
    licence_type("RC", "示例注册证书", 1, {"specialty": "专业"}, "organisation", "person"),
    licence_type("QC", "示例资质证书", 1, {"company_name": "企业名称", "grade": "等级", "trades": "专业"}, "organisation"),
]
CITY = {"name": {"zh": "榕城市", "en": "Rongcheng"}, "topics": [{"key": "work", "name": {"zh": "工作", "en": "Work"}}]}


def words(zh: str, en: str = "") -> dict[str, str]:
    return {"zh": zh, "en": en or zh}


def guide(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "summary": words("一句话说明白的示例事项。"),
        "conditions": [words("符合示例条件。")],
        "laws": [{"name": "示例条例", "number": "示例令第1号", "article": "第三条", "text": words("示例条文。")}],
        "window": {
            "name": words("示例窗口"),
            "address": words("榕城市示例路1号"),
            "hours": words("工作日9:00至17:00"),
            "phone": "0999-8000001",
        },
        "complaint_phone": "0999-8000002",
        "visits": 0,
        "faq": [{"question": words("要多久？"), "answer": words("看承诺时限。")}],
        "remedies": {"reconsideration": words("榕城市人民政府（榕城市示例路9号）"), "litigation": words("榕城市示例区人民法院")},
    }
    return told | changes


def field(title: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"type": kind, "title": title, "x-en": {"title": title}} | more


def choice(title: str, *values: str, many: bool = False) -> dict[str, Any]:
    labels = {value: words(value) for value in values}
    if many:
        return field(title, "array", items={"enum": list(values)}, minItems=1, uniqueItems=True) | {"x-labels": labels}
    return {"title": title, "enum": list(values), "x-labels": labels}


def form(properties: dict[str, Any], *, optional: tuple[str, ...] = (), prefill: dict[str, str] | None = None) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {
        "schema": {"type": "object", "additionalProperties": False, "properties": properties, "required": required},
        "sections": [{"title": words("填写"), "fields": list(properties)}],
        "prefill": prefill or {},
    }


DOES = {"check": "会审", "accept": "受理", "review": "审查", "decide": "决定"}


def step(desk: str, does: str, *after: str, days: float | None = 1, **more: Any) -> dict[str, Any]:
    limit = {} if days is None else {"limit": {"working_days": days}}
    return {"name": words(DOES[does], does), "desk": desk, "does": does, **({"after": list(after)} if after else {}), **limit} | more


def service(code: str, department: str, name: str, *, route: dict[str, Any], **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "code": code,
        "name": words(name, f"Example {code}"),
        "plain_name": words(f"办{name}"),
        "aliases": [f"办{name[:2]}"],
        "topics": ["work"],
        "department": department,
        "type": "permit",
        "audience": ["organisation"],
        "assurance": "L3",
        "limits": {"statutory": {"working_days": 20, "basis": "《中华人民共和国行政许可法》第四十二条"}, "promised": {"working_days": 10}},
        "guide": guide(),
        "form": form({"name": field("名称", minLength=1), "note": field("备注")}, optional=("note",)),
        "route": route,
    }
    return plain | more


SERVICES: dict[str, dict[str, Any]] = {
    QUALIFICATION: service(
        QUALIFICATION,
        "jianwei",
        "示例资质认定",
        limits={
            "statutory": {"working_days": 45, "basis": "《中华人民共和国行政许可法》第四十二条第二款"},
            "joint": True,
            "promised": {"working_days": 10},
        },
        guide=guide(
            specials=[{"name": words("专家评审"), "days": 15, "unit": "working_days", "department": "jianwei", "basis": "第四十五条"}]
        ),
        situations=[
            {
                "key": "purpose",
                "text": words("办哪一种？"),
                "options": [{"value": value, "label": words(value)} for value in ("first", "upgrade", "abroad")],
                "stops": {"abroad": words("请到省厅办理。", "Apply to the province.")},
            }
        ],
        form=form(
            {
                "company_name": field("企业名称", minLength=1),
                "capital": field("注册资本", "number", minimum=0),
                "contact": field("联系人", minLength=1),
                "phone": field("联系电话", minLength=1),
                "trades": choice("专业", "water", "road", many=True),
                "grade": choice("等级", "first", "second", "third"),
                "note": field("备注"),
            },
            optional=("note",),
            prefill={"company_name": "holder.name", "capital": "licences.BL.capital", "contact": "person.name", "phone": "person.phone"},
        ),
        materials=[
            {"key": "business_licence", "name": words("营业执照"), "licence": ["BL"]},
            {"key": "staff", "name": words("人员证书"), "licence": ["RC"], "upload": ["pdf", "ofd"], "when": "form.grade != 'third'"},
            {"key": "report", "name": words("审计报告"), "upload": ["pdf"], "max_mb": 1},
            {"key": "photo", "name": words("照片"), "upload": ["jpg", "png"], "required": False},
        ],
        route={
            "accept": step("jianwei/window", "accept"),
            "screen": step("jianwei/review", "review", "accept", days=2),
            "water": step("shuiliju/review", "review", "screen", days=4, when="'water' in form.trades"),
            "road": step("gongluju/review", "review", "screen", days=4, when="'road' in form.trades"),
            "conclude": step("jianwei/approver", "decide", "water", "road", days=2),
        },
        result={
            "licence": "QC",
            "validity_years": 5,
            "content": {"company_name": "holder.name", "grade": "form.grade", "trades": "form.trades"},
        },
    ),
    CHECKED: service(
        CHECKED,
        "jianwei",
        "示例开工许可",
        correction_days=10,
        form=form(
            {
                "name": field("工程名称", minLength=1),
                "days": field("工期", "integer") | {"x-unit": words("天")},
                "wet": field("涉水", "boolean"),
                "parts": choice("分项", "road", "pump", many=True),
            }
        ),
        materials=[{"key": "plan", "name": words("施工图"), "upload": ["pdf"], "required": False}],
        route={
            "look_water": step("shuiliju/review", "check", when="form.wet"),
            "look_road": step("gongluju/review", "check"),
            "accept": step("jianwei/window", "accept", "look_water", "look_road"),
            "conclude": step("jianwei/approver", "decide", "accept", days=5),
        },
        result={"content": {"wet": "form.wet", "name": "form.name", "length": "form.days", "parts": "form.parts", "who": "holder.name"}},
    ),
    NESTED: service(
        NESTED,
        "minzheng",
        "示例资格确认",
        type="confirm",
        audience=["organisation", "person"],
        assurance="L2",
        show_opinions=True,
        form=form({"name": field("名称", minLength=1), "river": field("临河", "boolean"), "size": field("面积", "number")}),
        route={
            "accept": step("minzheng/window", "accept"),
            "first": step("minzheng/review", "review", "accept"),
            "build": step("jianwei/review", "review", "first"),
            "water": step("shuiliju/review", "review", "first"),
            "river": step("shuiliju/review", "review", "water", when="form.river"),
            "road": step("gongluju/review", "review", "water", when="form.size > 100.0"),
            "join": step("minzheng/review", "review", "build", "river", "road"),
            "conclude": step("minzheng/approver", "decide", "join"),
        },
    ),
    SHORT: service(
        SHORT,
        "minzheng",
        "示例补贴发放",
        type="benefit",
        audience=["person"],
        assurance="L2",
        limits={"statutory": {"calendar_days": 30, "basis": "《示例条例》第三条"}, "promised": {"calendar_days": 15}},
        form=form(
            {"amount": field("金额", "integer", minimum=1), "kind": choice("种类", "monthly", "once"), "note": field("备注")},
            optional=("note",),
            prefill={"note": "person.address"},
        ),
        route={"accept": step("minzheng/window", "accept"), "conclude": step("minzheng/approver", "decide", "accept", days=None)},
        result={"content": {"amount": "form.amount", "kind": "form.kind"}},
    ),
    ON_THE_SPOT: service(
        ON_THE_SPOT,
        "minzheng",
        "示例证明打印",
        type="public-service",
        audience=["person", "organisation"],
        assurance="L1",
        limits={"promised": {"on_the_spot": True}},
        form=form({"copies": field("份数", "integer", minimum=1)}),
        route={
            "accept": step("minzheng/window", "accept", days=None),
            "conclude": step("minzheng/window", "decide", "accept", days=None, limit={"on_the_spot": True}),
        },
    ),
}


def contents() -> dict[str, Any]:
    """The city by file, as data that a test may change."""
    named = {f"services/{code.lower()}.yaml": each for code, each in SERVICES.items()}
    return copy.deepcopy({"city.yaml": CITY, "departments.yaml": DEPARTMENTS, "licence_types.yaml": LICENCE_TYPES} | named)


def file_of(code: str) -> str:
    return f"services/{code.lower()}.yaml"


def files(contents: dict[str, Any]) -> dict[str, bytes]:
    """What `load_city` takes."""
    return {name: json.dumps(each, ensure_ascii=False, indent=1).encode() for name, each in contents.items()}
