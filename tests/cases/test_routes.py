"""Whole routes through the real verbs: whatever the catalogue lets pass ends, whoever finishes first."""

import random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases import city, factories
from tongban.cases.terms import CaseState, CorrectionItem, End, Opinion, Shortcoming
from tongban.catalog import actions as catalog_actions
from tongban.identity.terms import SYSTEM

CODE = "999999-JW-0099"
DESKS = ("jianwei/review", "shuiliju/review", "gongluju/review", "minzheng/review")
POINT = CorrectionItem("field:name", Shortcoming.INCORRECT, "示例")


@st.composite
def services(draw: st.DrawFn) -> dict[str, Any]:
    """A service with checks, reviews and conditions in any shape that has one acceptance and one decision."""
    checks = [f"c{n}" for n in range(draw(st.integers(0, 2)))]
    reviews = [f"r{n}" for n in range(draw(st.integers(0, 5)))]
    route = {key: city.step(draw(st.sampled_from(DESKS)), "check") for key in checks}
    route["accept"] = city.step("jianwei/window", "accept", *checks)
    for place, key in enumerate(reviews):
        after = draw(st.lists(st.sampled_from(["accept", *reviews[:place]]), unique=True, min_size=1, max_size=3))
        route[key] = city.step(draw(st.sampled_from(DESKS)), "review", *after)
    for key in [*checks, *reviews]:
        if draw(st.booleans()):
            route[key]["when"] = f"form.{key}"
    route["conclude"] = city.step("jianwei/approver", "decide", "accept", *reviews)
    fields = {"name": city.field("名称", minLength=1)} | {key: city.field(key, "boolean") for key in [*checks, *reviews]}
    return city.service(CODE, "jianwei", "随机示例", route=dict(draw(st.permutations(list(route.items())))), form=city.form(fields))


def settle_one(play: factories.Play, order: random.Random) -> None:
    """Some desk acts; a check may miss something, and then the applicant answers."""
    key = order.choice(play.open_keys)
    misses = city.SERVICES[CODE]["route"][key]["does"] == "check" and order.random() < 0.3
    play.act(key, **({"opinion": Opinion.DISAGREE, "items": (POINT,)} if misses else {}))
    if play.turn.state is CaseState.CORRECTING:
        play.correct(form={"name": f"{order.random()}"})
    play.wait(hours=1)


def assert_ended(play: factories.Play) -> None:
    case = play.row
    assert case.state == CaseState.ENDED
    assert not case.steps.filter(state="open").exists(), "nothing is left open"
    assert factories.running(play) == set(), "every clock has stopped"
    last = {key: state for (key, round_), state in sorted(factories.stages(play).items())}
    if case.end == End.GRANTED:
        assert set(last) == set(city.SERVICES[CODE]["route"]), "every step was done or skipped"
        assert set(last.values()) <= {"done", "skipped"}


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(services(), st.integers(0, 2**32), st.data())
def test_every_route_ends_and_no_step_opens_twice(service, seed, data) -> None:
    with transaction.atomic():
        order = random.Random(seed)
        city.SERVICES[CODE] = service
        factories.FORMS[CODE] = {
            name: data.draw(st.booleans()) if name != "name" else "示例" for name in service["form"]["schema"]["properties"]
        }
        try:
            contents = {name: each for name, each in city.contents().items() if not name.startswith("services/")}
            catalog_actions.load_city(files=city.files(contents | {city.file_of(CODE): service}), by=SYSTEM, at=factories.MORNING)
            play = factories.submitted(CODE)
            leaves_after = order.choice([None, None, order.randrange(8)])
            for acts in range(40):
                if play.turn.state is CaseState.ENDED:
                    break
                if acts == leaves_after:
                    play.withdraw()
                else:
                    settle_one(play, order)
            assert_ended(play)
        finally:
            del city.SERVICES[CODE], factories.FORMS[CODE]
        transaction.set_rollback(True)
