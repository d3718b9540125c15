"""What one service file must mean, beyond its shape: references exist, limits fit, the guide is complete.

Cross-field rules follow what city checkers enforce on national item data (docs/glossary.md names the fields).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalog.rules import conditions, form_schema, result, route
from tongban.catalog.rules.shape import LAW_UNITS
from tongban.catalog.terms import Fault, ServiceType
from tongban.kernel.limits import Unit
from tongban.kernel.yaml import Document, Path

VAGUE_MATERIAL = re.compile(r"其他材料|其它材料|相关材料|有关材料|等材料|等$")
APPLIED_FOR = {"permit", "benefit", "confirm", "reward", "ruling", "other"}


@dataclass(frozen=True, slots=True)
class World:
    """What a service may refer to."""

    departments: frozenset[str]
    desks: frozenset[str]
    topics: frozenset[str]
    licences: Mapping[str, Mapping[str, Any]]  # licence types as written, by code

    @property
    def licence_fields(self) -> dict[str, Mapping[str, Any]]:
        return {code: row["fields"] for code, row in self.licences.items()}


def faults(document: Document, world: World) -> list[Fault]:
    """Everything wrong with the meaning of a service whose shape holds."""
    service = document.data
    found = [document.fault(path, problem, remedy) for path, problem, remedy in _units(service)]
    if found:
        return found
    for check in (_references, _situations, _season, _guide, _limits, _materials, _result, _sign):
        found += [document.fault(path, problem, remedy) for path, problem, remedy in check(service, world)]
    found += [document.fault(("route", *path), problem, remedy) for path, problem, remedy in route.problems(service["route"], world.desks)]
    form = form_schema.problems(service["form"], world.licence_fields)
    found += [document.fault(("form", *path), problem, remedy) for path, problem, remedy in form]
    if not form:
        found += [document.fault(path, f"{problem}.", "Correct the expression.") for path, problem in _expressions(service)]
    return found


Found = tuple[Path, str, str]


def _sign(service: Mapping[str, Any], _world: World) -> list[Found]:
    """Whoever signs is known by name: a telephone number cannot be held to a signature (Electronic Signature Law, art. 13)."""
    if service.get("sign", "none") == "none" or service["assurance"] in ("L3", "L4"):
        return []
    problem = f"`sign: {service['sign']}` with assurance {service['assurance']}: nobody knows for sure who signs."
    return [(("sign",), problem, "Raise `assurance` to L3 or L4, or take `sign` away.")]


def _references(service: Mapping[str, Any], world: World) -> list[Found]:
    found: list[Found] = []
    if service["department"] not in world.departments:
        found.append((("department",), f"there is no department `{service['department']}`.", "Add it to departments.yaml or correct it."))
    found += [
        (("topics",), f"there is no topic `{topic}`.", "Add it to city.yaml or correct it.")
        for topic in service.get("topics", ())
        if topic not in world.topics
    ]
    return found


def _situations(service: Mapping[str, Any], world: World) -> list[Found]:
    questions = service.get("situations", ())
    keys = [question["key"] for question in questions]
    found: list[Found] = []
    for place, question in enumerate(questions):
        values = [option["value"] for option in question["options"]]
        if keys.count(question["key"]) > 1:
            found.append((("situations", place, "key"), f"`{question['key']}` stands twice.", "Give each question its own key."))
        if len(values) > len(set(values)):
            found.append((("situations", place, "options"), "two options have the same value.", "Give each option its own value."))
        found += [
            (("situations", place, "stops"), f"`{answer}` is no option of this question.", "Use a value of `options`.")
            for answer in question.get("stops", {})
            if answer not in values
        ]
    return found


def _season(service: Mapping[str, Any], world: World) -> list[Found]:
    opens, ends = service.get("open_from"), service.get("open_until")
    if opens and ends and opens > ends:
        return [(("open_until",), "the season ends before it begins.", "Let `open_until` be the last day on which applications are taken.")]
    return []


def _units(service: Mapping[str, Any]) -> list[Found]:
    """Each limit in exactly one unit; only working days and hours can be halved."""
    limits = [(("limits", name), service["limits"][name]) for name in ("statutory", "promised") if name in service["limits"]]
    limits += [(("route", key, "limit"), step["limit"]) for key, step in service["route"].items() if "limit" in step]
    found: list[Found] = []
    for path, limit in limits:
        units = [unit for unit in limit if unit != "basis"]
        if len(units) != 1:
            problem = f"a limit has exactly one unit, here {'are ' + ' and '.join(units) if units else 'is none'}."
            found.append((path, problem, f"Write one of {', '.join(LAW_UNITS)}."))
        elif units[0] in (Unit.CALENDAR_DAYS, Unit.MONTHS) and limit[units[0]] % 1:
            found.append((path, f"half a day or month cannot be counted in {units[0]}.", "Give a whole number, or working_days."))
    return found


def _guide(service: Mapping[str, Any], world: World) -> list[Found]:
    guide, kind = service["guide"], service["type"]
    found: list[Found] = []
    if kind in APPLIED_FOR and not guide["laws"]:
        found.append((("guide", "laws"), "an act of this type needs its legal basis.", "Name at least one law with its article."))
    if kind == ServiceType.PERMIT and not guide.get("faq"):
        found.append((("guide",), "a permit's guide answers at least one question.", "Add `faq:`."))
    if kind in APPLIED_FOR and "remedies" not in guide:
        found.append((("guide",), "a refusal must say where it can be contested.", "Add `remedies:` with reconsideration and litigation."))
    if (guide["visits"] > 0) != ("visits_reason" in guide):
        found.append((("guide", "visits"), "visits and their reason go together.", "Give `visits_reason` when visits > 0, and only then."))
    if guide["window"]["phone"] == guide["complaint_phone"]:
        found.append(
            (("guide", "complaint_phone"), "complaints go to another phone than the window's.", "Give the supervising unit's phone.")
        )
    return found


def _limits(service: Mapping[str, Any], world: World) -> list[Found]:
    limits, kind = service["limits"], service["type"]
    promised, statutory = limits["promised"], limits.get("statutory")
    found: list[Found] = []
    if kind in APPLIED_FOR and not statutory:
        found.append((("limits",), "an act of this type has a statutory limit.", "Add `statutory:` with `basis`."))
    unit = _unit(statutory) or _unit(promised) or Unit.WORKING_DAYS
    promise, allowed = route.amount(promised, unit), route.amount(statutory or {}, unit)
    if promise is None or allowed is None:
        found.append((("limits", "promised"), "the promise and the law's limit are not in one unit.", f"Promise in {unit.value} or hours."))
    elif statutory and promise > allowed:
        found.append((("limits", "promised"), "the promise is longer than the law allows.", "Promise less."))
    return found + _path_fits(service, _unit(promised) or unit)


def _path_fits(service: Mapping[str, Any], unit: Unit) -> list[Found]:
    promise = route.amount(service["limits"]["promised"], unit)
    if promise is None or route.problems(service["route"], [step["desk"] for step in service["route"].values()]):
        return []
    longest = route.longest_path(service["route"], unit)
    if longest is None:
        return [
            (("route",), f"the steps' limits are not in one unit with the promise ({unit.value}).", f"Give them in {unit.value} or hours.")
        ]
    if longest > promise:
        problem = f"the longest path takes {longest} {unit.value}, the promise is {promise}."
        return [(("limits", "promised"), problem, "Shorten steps or promise more.")]
    return []


def _unit(limit: Mapping[str, Any] | None) -> Unit | None:
    units = [key for key in limit or {} if key not in ("basis", "on_the_spot")]
    return Unit(units[0]) if units else None


def _materials(service: Mapping[str, Any], world: World) -> list[Found]:
    found: list[Found] = []
    keys = [material["key"] for material in service.get("materials", ())]
    for place, material in enumerate(service.get("materials", ())):
        path: Path = ("materials", place)
        if keys.count(material["key"]) > 1:
            found.append((path, f"`{material['key']}` stands twice.", "Give each material its own key."))
        if not material.get("licence") and not material.get("upload"):
            found.append((path, "there is no way to hand this in.", "Name `licence` types, `upload` file types, or both."))
        if material.get("duty") and not material.get("licence"):
            found.append(
                ((*path, "duty"), "a duty to take from the library, without a licence type.", "Name `licence` types or drop `duty`.")
            )
        for kind in material.get("licence", ()):
            if kind not in world.licence_fields:
                found.append(((*path, "licence"), f"there is no licence type `{kind}`.", "Add it to licence_types.yaml or correct it."))
        if VAGUE_MATERIAL.search(_zh(material["name"])):
            found.append(((*path, "name"), "the law forbids open-ended materials.", "Name exactly what is to be handed in."))
    return found


def _zh(text: Any) -> str:
    return text if isinstance(text, str) else text["zh"]


def _result(service: Mapping[str, Any], world: World) -> list[Found]:
    return result.problems(service, world.licences)


def _expressions(service: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """Every expression with a problem."""
    places: list[tuple[Path, str, bool]] = []
    places += [(("route", key, "when"), step["when"], True) for key, step in service["route"].items() if step.get("when")]
    places += [
        (("materials", place, "when"), material["when"], True)
        for place, material in enumerate(service.get("materials", ()))
        if material.get("when")
    ]
    places += [(("result", "content", key), text, False) for key, text in service.get("result", {}).get("content", {}).items()]
    schema = service["form"]["schema"]
    situations = {
        question["key"]: (tuple(option["value"] for option in question["options"]), bool(question.get("many")))
        for question in service.get("situations", ())
    }
    told = {"schema": schema, "situations": situations, "audience": service["audience"]}
    return [(path, problem) for path, expression, boolean in places if (problem := conditions.problem(expression, **told, boolean=boolean))]
