"""What the city already knows for an application, which materials it asks for, and what is wrong with a form."""

from datetime import timedelta

import pytest

from tests.cases import city, factories
from tongban.cases import queries
from tongban.cases.terms import Denied, UnknownCase
from tongban.catalog import actions as catalog_actions
from tongban.catalog import queries as catalog_queries
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.usefixtures("town")
AT = factories.MORNING


def release(code: str = city.QUALIFICATION):
    return catalog_queries.current(code, at=AT)


def test_a_form_is_filled_from_register_licence_and_agent() -> None:
    company = factories.make_company()
    licence = factories.make_licence(company)
    known = queries.prefill(release(), company, by=factories.an_agent(company), at=AT)
    assert known.form == {"company_name": "榕城示例工程有限公司", "capital": 500, "contact": "演示甲", "phone": "13800000000"}
    assert known.provenance == {
        "company_name": "register",
        "capital": f"licence:{licence.identifier}",
        "contact": "register",
        "phone": "register",
    }
    assert known.licences == {"business_licence": licence.pk}


def test_of_two_licences_the_newest_fills_and_both_can_be_chosen() -> None:
    company = factories.make_company()
    old = factories.make_licence(company, content={"capital": 300, "address": "旧址"})
    new = factories.make_licence(company, issued_on=AT.date() - timedelta(days=1))
    known = queries.prefill(release(), company, by=factories.an_agent(company), at=AT)
    assert known.form["capital"] == 500
    assert [each.id for each in known.materials["business_licence"]] == [new.pk, old.pk]


def test_the_applicants_licence_comes_before_the_agents_own() -> None:
    company = factories.make_company()
    agent = factories.an_agent(company)
    own = factories.make_licence(agent.person_id, "RC", issued_on=AT.date())
    companys = factories.make_licence(company, "RC")
    known = queries.prefill(release(), company, by=agent, at=AT)
    assert [each.id for each in known.materials["staff"]] == [companys.pk, own.pk]


def test_a_person_who_applies_for_themselves_is_the_agent() -> None:
    person = factories.make_person()
    known = queries.prefill(release(city.SHORT), person, by=factories.a_person(person), at=AT)
    assert known.form == {"note": "榕城市示例路2号"}


def test_whoever_looks_up_what_the_city_knows_is_logged() -> None:
    company = factories.make_company()
    factories.make_licence(company)
    agent = factories.an_agent(company)
    mark = factories.last_read()
    queries.prefill(release(), company, by=agent, at=AT)
    assert {(row.question, row.purpose) for row in factories.reads_after(mark)} == {
        ("identity.holders", "cases.prefill"),
        ("licences.checked_for", "cases.prefill"),
    }


def test_only_for_whom_somebody_acts() -> None:
    company, person = factories.make_company(), factories.make_person()
    for by in (factories.a_person(person), factories.a_clerk("jianwei/window"), SYSTEM):
        with factories.refused(Denied):
            queries.prefill(release(), company, by=by, at=AT)
        with factories.refused(Denied):
            queries.asked_materials(release(), form={}, situation={}, applicant_id=company, by=by, at=AT)
    nobody = factories.uuid.uuid4()
    with factories.refused(UnknownCase):
        queries.prefill(release(), nobody, by=factories.an_agent(nobody), at=AT)


def test_these_answers_ask_for_these_materials() -> None:
    company = factories.make_company()
    asked = {"situation": {"purpose": "first"}, "applicant_id": company, "by": factories.an_agent(company), "at": AT}
    third = queries.asked_materials(release(), form={"grade": "third"}, **asked)
    first = queries.asked_materials(release(), form={"grade": "first"}, **asked)
    assert [spec.key for spec in third] == ["business_licence", "report", "photo"]
    assert [spec.key for spec in first] == ["business_licence", "staff", "report", "photo"]


def test_a_condition_may_ask_who_applies() -> None:
    contents = city.contents()
    contents[city.file_of(city.NESTED)]["materials"] = [
        {"key": "seal", "name": city.words("印章"), "upload": ["pdf"], "when": "holder.kind == 'organisation'"}
    ]
    catalog_actions.load_city(files=city.files(contents), by=SYSTEM, at=AT)
    company, person = factories.make_company(), factories.make_person()
    for applicant, by, expected in (
        (company, factories.an_agent(company), ["seal"]),
        (person, factories.a_person(person), []),
    ):
        found = queries.asked_materials(release(city.NESTED), form={}, situation={}, applicant_id=applicant, by=by, at=AT)
        assert [spec.key for spec in found] == expected


def test_an_answer_says_where_to_go() -> None:
    assert queries.stops(release(), {"purpose": "first"}) is None
    words = queries.stops(release(), {"purpose": "abroad"})
    assert words is not None and words.zh == "请到省厅办理。"


def with_fields(**fields) -> object:
    """A release whose form has these fields."""
    contents = city.contents()
    contents[city.file_of(city.CHECKED)]["form"] = city.form(
        {"name": city.field("名称"), "days": city.field("工期"), "wet": city.field("涉水"), **fields}
    )
    contents[city.file_of(city.CHECKED)]["route"]["look_water"].pop("when")
    contents[city.file_of(city.CHECKED)].pop("result")
    catalog_actions.load_city(files=city.files(contents), by=SYSTEM, at=AT)
    return release(city.CHECKED)


@pytest.mark.parametrize(
    ("format_", "right", "wrong"),
    [
        ("identity-number", "999999199001010017", "999999199001010018"),
        ("identity-number", factories.identity_number(7), "99999919900230001X"),
        ("uscc", city.credit_code(1), "11999999MB0000019A"),
        ("mobile", "13800000000", "12800000000"),
        ("date", "2026-02-28", "2026-02-30"),
        ("email", "name@example.cn", "name.example.cn"),
    ],
)
def test_numbers_carry_their_own_check(format_, right, wrong) -> None:
    right = factories.identity_number(1) if right == "999999199001010017" else right
    asked = with_fields(number=city.field("号码", format=format_))
    base = {"name": "示例", "days": "9", "wet": "是"}
    assert queries.check_form(asked, base | {"number": right}, {}) == {}
    assert {where: words.partition(":")[0] for where, words in queries.check_form(asked, base | {"number": wrong}, {}).items()} == {
        "form.number": "format"
    }


def test_a_form_is_judged_by_its_own_release_and_told_place_by_place() -> None:
    rows = city.field("人员", "array", items={"type": "object", "properties": {"age": city.field("年龄", "integer")}, "required": ["age"]})
    asked = with_fields(rows=rows)
    found = queries.check_form(asked, {"name": "示例", "days": "9", "wet": "是", "rows": [{"age": "x"}, {}]}, {})
    assert {where: words.partition(":")[0] for where, words in found.items()} == {"form.rows/0/age": "type", "form.rows/1/age": "required"}


def test_the_plan_of_an_application_as_if_handed_in_now() -> None:
    lanes = queries.planned_lanes(release(), at=AT)
    assert [lane.name.zh for lane in lanes.lanes] == ["建设委员会", "水利局", "公路局"]
    assert [bar.key for bar in lanes.lanes[0].bars] == ["accept", "screen", "conclude"]
    water, road = lanes.lanes[1].bars[0], lanes.lanes[2].bars[0]
    assert (water.starts, water.ends) == (road.starts, road.ends), "side by side"
    assert all(bar.state == "waiting" for lane in lanes.lanes for bar in lane.bars)
    assert lanes.promised is not None and lanes.ends >= lanes.promised
