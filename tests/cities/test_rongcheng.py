"""The demo city is sound, complete and bilingual, has a route of every shape, and names nobody real."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from tests.cities import rongcheng
from tongban.catalog.rules import city, route, search, shape
from tongban.kernel import identifiers

EVERY_FILE = pytest.mark.parametrize("name", rongcheng.SERVICES)
NOWHERE = "999999"  # an area code that was never assigned


@pytest.mark.parametrize(("name", "kind"), rongcheng.PARTS.items())
def test_the_citys_own_files_have_the_right_shape(name: str, kind: str) -> None:
    assert not shape.faults(rongcheng.document(name), kind)


def test_the_files_fit_together() -> None:
    documents = rongcheng.document("departments.yaml"), rongcheng.document("licence_types.yaml"), rongcheng.services()
    assert not city.faults(*documents)


@EVERY_FILE
def test_a_service_passes_the_rules_of_shape_and_meaning(name: str) -> None:
    assert [str(fault) for fault in rongcheng.meaning(rongcheng.document(f"services/{name}"))] == []


def test_there_is_enough_of_everything() -> None:
    departments = rongcheng.document("departments.yaml").data
    services = rongcheng.contents().values()
    assert len(departments) >= 14
    assert len([row for row in departments if not row.get("parent")]) == 1, "one tree"
    assert len(services) >= 14
    assert len({service["department"] for service in services}) >= 10
    assert len(rongcheng.document("licence_types.yaml").data) >= 14
    assert {kind for service in services for kind in service["audience"]} == {"person", "organisation"}
    assert {"permit", "benefit", "confirm", "public-service", "other"} <= {service["type"] for service in services}
    assert any(service.get("state") == "paused" for service in services)


def _forks(service: dict[str, Any]) -> list[frozenset[str]]:
    """Groups of steps that open together: all that wait for the same steps."""
    groups: dict[tuple[str, ...], set[str]] = {}
    for key, step in service["route"].items():
        groups.setdefault(route.after_of(step), set()).add(key)
    return [frozenset(group) for group in groups.values() if len(group) > 1]


def _is_nested(service: dict[str, Any]) -> bool:
    """A fork inside one branch of another fork, while its sibling goes on."""
    graph = route.steps(service["route"])
    forks = _forks(service)
    return any(
        branch in route.ancestors(graph, next(iter(inner))) and not (outer - {branch}) & route.ancestors(graph, next(iter(inner)))
        for outer, inner in combinations(forks, 2)
        for branch in outer
    )


def _shapes(service: dict[str, Any]) -> set[str]:
    steps, forks = service["route"], _forks(service)
    reviews = [key for key, step in steps.items() if step["does"] == "review"]
    return {
        name
        for name, there in {
            "serial": bool(reviews) and not forks and not any(step.get("when") for step in steps.values()),
            "parallel": bool(forks),
            "conditional": any(step.get("when") for step in steps.values()),
            "nested": _is_nested(service),
            "parallel checks": len([step for step in steps.values() if step["does"] == "check"]) >= 2,
            "on the spot": "on_the_spot" in service["limits"]["promised"],
        }.items()
        if there
    }


def test_routes_have_every_shape() -> None:
    shapes = {name: _shapes(service) for name, service in rongcheng.contents().items()}
    assert set.union(*shapes.values()) == {"serial", "parallel", "conditional", "nested", "parallel checks", "on the spot"}
    assert {"parallel", "conditional"} <= shapes["construction-qualification.yaml"]
    assert "nested" in shapes["street-works.yaml"]


def test_the_main_procedure_is_the_designs() -> None:
    service = rongcheng.contents()["construction-qualification.yaml"]
    assert service["code"] == "350100-JW-0101"
    assert {key: step["desk"] for key, step in service["route"].items()} == {
        "accept": "jianwei/window",
        "screen": "jianwei/review",
        "water": "shuiliju/review",
        "road": "gongluju/review",
        "conclude": "jianwei/approver",
    }
    taken_from_library = [material for material in rongcheng.contents()["work-safety-licence.yaml"]["materials"] if "licence" in material]
    assert service["result"]["licence"] in taken_from_library[0]["licence"]


@EVERY_FILE
def test_every_text_has_both_languages(name: str) -> None:
    service = rongcheng.contents()[name]
    assert [path for path, text in rongcheng.texts(service) if not text.get("en")] == []
    untitled = [field for field, one in rongcheng.fields(service["form"]["schema"]) if not one["x-en"].get("title")]
    undescribed = [
        field for field, one in rongcheng.fields(service["form"]["schema"]) if "description" in one and not one["x-en"].get("description")
    ]
    assert (untitled, undescribed) == ([], [])


@pytest.mark.parametrize("name", rongcheng.PARTS)
def test_the_citys_own_texts_have_both_languages(name: str) -> None:
    assert [path for path, text in rongcheng.texts(rongcheng.document(name).data) if not text.get("en")] == []


@EVERY_FILE
def test_a_guide_says_what_people_need(name: str) -> None:
    service = rongcheng.contents()[name]
    guide = service["guide"]
    assert len(service["aliases"]) >= 6
    assert service["topics"]
    assert 3 <= len(service["situations"]) <= 5
    assert any(question.get("stops") for question in service["situations"])
    assert guide["window"]["phone"].startswith("0999-")
    assert len(guide["faq"]) >= 2
    assert guide["checked_on"]


@EVERY_FILE
def test_limits_obey_the_law(name: str) -> None:
    """Twenty working days for a permit, forty-five for several departments (art. 42), unless a law of its own says otherwise."""
    limits = rongcheng.contents()[name]["limits"]
    if rongcheng.contents()[name]["type"] != "permit":
        return
    days = limits["statutory"]["working_days"]
    assert days <= 20 or days <= 45 and (limits.get("joint") or "行政许可法" not in limits["statutory"]["basis"])


@EVERY_FILE
def test_a_grant_fills_every_field_of_its_licence(name: str) -> None:
    """A licence with an empty field is not issued, so what fills it must be asked and required."""
    service = rongcheng.contents()[name]
    content = service["result"]["content"]
    if "licence" in service["result"]:
        assert set(content) == set(rongcheng.world().licence_fields[service["result"]["licence"]])
    asked = {
        expression.removeprefix("form.") for expression in content.values() if expression.startswith("form.") and " " not in expression
    }
    assert asked <= set(service["form"]["schema"]["required"])


def test_people_find_services_in_their_own_words() -> None:
    known = {
        name: search.Words(
            aliases=tuple(service["aliases"]),
            plain_name=service["plain_name"]["zh"],
            name=service["name"]["zh"],
            text=service["guide"]["summary"]["zh"],
        )
        for name, service in rongcheng.contents().items()
    }

    def found(query: str) -> str:
        return max(known, key=lambda name: search.score(query, known[name]))

    asked = {
        "办资质": "construction-qualification.yaml",
        "开个小店": "sole-trader.yaml",
        "房子过户": "home-transfer.yaml",
        "居住证": "residence-permit.yaml",
        "娃上户口": "birth-registration.yaml",
        "提公积金": "housing-fund-withdrawal.yaml",
        "异地看病": "treatment-elsewhere.yaml",
        "我想开个奶茶店": "food-licence.yaml",
        "失业了怎么办": "unemployment-benefit.yaml",
        "老人补贴": "old-age-allowance.yaml",
        "买房交多少税": "deed-tax.yaml",
        "打井": "water-abstraction.yaml",
        "大货车拉货": "road-freight.yaml",
    }
    assert {query: found(query) for query in asked} == asked
    popular = rongcheng.document("city.yaml").data["popular"]
    assert all(search.score(word, known[found(word)]) == 4.0 for word in popular), "a popular word is somebody's alias"


def test_departments_and_licence_types_name_nobody_real() -> None:
    departments = rongcheng.document("departments.yaml").data
    for row in departments:
        assert identifiers.uscc(row["uscc"])[2:8] == NOWHERE
    owners = {row["uscc"] for row in departments}
    assert all(row["national_code"][:18] in owners for row in rongcheng.document("licence_types.yaml").data)
