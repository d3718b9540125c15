"""What a row says, as the content of a release: a guide without application. The raw row stands beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tongban.catalog.rules.items import cleaning
from tongban.catalog.terms import ServiceType
from tongban.kernel.limits import Unit

if TYPE_CHECKING:
    from tongban.catalog.rules.items.rows import Row

LAW = re.compile(r"《[^《》]{2,80}》")
FORM: dict[str, Any] = {"schema": {"type": "object", "properties": {}, "additionalProperties": False}, "sections": []}
TYPE_WORDS = {
    ServiceType.PERMIT: ("行政许可", "Permit"),
    ServiceType.BENEFIT: ("行政给付", "Benefit"),
    ServiceType.CONFIRM: ("行政确认", "Confirmation"),
    ServiceType.REWARD: ("行政奖励", "Reward"),
    ServiceType.RULING: ("行政裁决", "Ruling"),
    ServiceType.OTHER: ("其他行政权力", "Other administrative act"),
    ServiceType.PUBLIC_SERVICE: ("公共服务", "Public service"),
    ServiceType.COLLECT: ("行政征收", "Collection"),
    ServiceType.PENALTY: ("行政处罚", "Penalty"),
    ServiceType.COMPULSION: ("行政强制", "Compulsory measure"),
    ServiceType.INSPECTION: ("行政检查", "Inspection"),
}


def content(row: Row, code: str) -> dict[str, Any]:
    """An examined row under this code. What the list does not say stays unsaid: no limit, no visits, no window."""
    mapping = row.mapping
    kind = ServiceType(mapping.codes["type"][row["type"]]) if row["type"] else ServiceType.OTHER
    audience = {mapping.codes["audience"][each] for each in row.words("audience")} or set(mapping.audience)
    return {
        "schema_version": 1,
        "code": code,
        "national_code": row["code"],
        "name": row["name"],
        "plain_name": cleaning.plain_name(row["name"]),
        "department": row["city_department"],
        "department_name": row["department"],
        "number_prefix": "",
        "type": kind.value,
        "audience": sorted(audience),
        "assurance": "L1",
        "limits": _limits(row),
        "guide": _guide(row, kind),
        "form": FORM,
        "route": {},
        "source": dict(row.raw),
    }


def _limits(row: Row) -> dict[str, Any]:
    found = {name: limit for name in ("promised", "statutory") if (limit := _limit(row, name))}
    return found


def _limit(row: Row, name: str) -> dict[str, Any] | None:
    """A promise of no time is one to do it on the spot; a law that gives no time says nothing."""
    amount, code = row.number_of(name), row[f"{name}_unit"]
    unit = row.mapping.codes[f"{name}_unit"][code] if code else Unit.WORKING_DAYS.value
    if unit == Unit.ON_THE_SPOT or (amount == 0 and name == "promised"):
        return {Unit.ON_THE_SPOT.value: True}
    if not amount:
        return None
    return {unit: int(amount) if amount == int(amount) else float(amount)}


def _guide(row: Row, kind: ServiceType) -> dict[str, Any]:
    visits = row.number_of("visits")
    found: dict[str, Any] = {
        "summary": _summary(row, kind),
        "conditions": row["conditions"].splitlines(),
        "laws": [_law(line) for line in row["laws"].splitlines()],
        "complaint_phone": row["complaint_phone"],
        "fees": _fees(row),
    }
    if visits is not None:
        found["visits"] = int(visits)
    if row["visits_reason"]:
        found["visits_reason"] = row["visits_reason"]
    if row["address"] or row["phone"]:
        found["window"] = {"name": row["department"], **{part: row[part] for part in ("address", "hours", "phone")}}
    return found


def _summary(row: Row, kind: ServiceType) -> dict[str, str]:
    zh, en = TYPE_WORDS[kind]
    parent = row["parent"] if row["parent"] != row["name"] else ""
    return {
        "zh": f"{zh}，由{row['department']}办理。" + (f"所属主项：{parent}。" if parent else ""),
        "en": f"{en}, handled by {row['department']}." + (f" Part of {parent}." if parent else ""),
    }


def _law(line: str) -> dict[str, str]:
    """A line of legal basis: its law by name, the whole line as its text."""
    named = LAW.search(line)
    return {"name": named[0] if named else line[:80], "text": line}


def _fees(row: Row) -> list[dict[str, str]]:
    if not row["fee"] or row.mapping.codes["fee"][row["fee"]] != "yes":
        return []
    return [{"name": "收费", "amount": row["fee_standard"] or "按收费依据执行", "basis": row["fee_basis"]}]
