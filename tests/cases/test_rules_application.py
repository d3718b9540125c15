"""What may be handed in: answers, materials, and where each value is from. No database."""

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.cases.rules.application import (
    APPLICANT,
    known_values,
    material_faults,
    material_types,
    plain,
    prefill_types,
    situation_faults,
    stop,
    traced,
    unanswered,
    unreadable,
    vanished,
)
from tongban.cases.terms import Handed
from tongban.catalog.terms import MaterialSpec, Option, Question
from tongban.identity.terms import HolderKind
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.files import MEDIA_TYPES
from tongban.kernel.words.legible import legible
from tongban.licences.terms import Checked, Checks, DocumentState, Licence, LicenceState

ONE = Question("one", Bilingual("一"), (Option("a", Bilingual("甲")), Option("b", Bilingual("乙"))), stops={"b": Bilingual("别处")})
MANY = Question("many", Bilingual("多"), ONE.options, many=True, stops={"b": Bilingual("别处")})
ANSWER = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=6,
)


def a_licence(code: str = "BL", **content) -> Licence:
    day = date(2026, 1, 1)
    words = Bilingual(code)
    return Licence(
        id=uuid.uuid4(),
        identifier=f"{code}-{len(content)}",
        type_code=code,
        type_name=words,
        holder_kind=HolderKind.ORGANISATION,
        holder_id=uuid.uuid4(),
        holder_name="示例",
        number="1",
        version=1,
        issuer="jianwei",
        issuer_name=words,
        issued_on=day,
        valid_from=day,
        valid_until=None,
        state=LicenceState.VALID,
        document=DocumentState.READY,
        digest="",
        content=content,
    )


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"one": "a", "many": ["a", "b"]}, {}),
        ({}, {"situation.one": "missing", "situation.many": "missing"}),
        ({"one": "", "many": []}, {"situation.one": "missing", "situation.many": "missing"}),
        ({"one": ["a"], "many": "a"}, {"situation.one": "not_an_option", "situation.many": "not_an_option"}),
        ({"one": "c", "many": ["a", "c"]}, {"situation.one": "not_an_option", "situation.many": "not_an_option"}),
        ({"one": "a", "many": ["a"], "two": "a"}, {"situation.two": "unknown"}),
    ],
)
def test_answers_are_options_of_questions_that_are_asked(answers, codes) -> None:
    assert situation_faults((ONE, MANY), answers) == codes


@given(ANSWER, ANSWER)
def test_no_answer_whatever_it_is_breaks_the_judgement(one, many) -> None:
    answers = {"one": one, "many": many}
    faults = situation_faults((ONE, MANY), answers)
    words = stop((ONE, MANY), answers)
    if not faults and words is not None:
        assert one == "b" or "b" in many
    unreadable(answers), unanswered({"required": ["one", "many"]}, answers)


def test_an_answer_may_stop_and_says_why() -> None:
    assert stop((ONE, MANY), {"one": "a", "many": ["a"]}) is None
    assert stop((ONE, MANY), {"one": "b"}) == Bilingual("别处")
    assert stop((ONE, MANY), {"many": ["a", "b"]}) == Bilingual("别处")


SPECS = (
    MaterialSpec("papers", Bilingual("证照"), licence=("BL", "XL")),
    MaterialSpec("plan", Bilingual("图"), upload=("pdf",), max_mb=1),
    MaterialSpec("either", Bilingual("任一"), required=False, licence=("BL",), upload=("jpg", "png")),
)
LICENCE = a_licence()
FILES = {"p": ("application/pdf", 1024), "big": ("application/pdf", 1024 * 1024 + 1), "j": ("image/jpeg", 9)}


@pytest.mark.parametrize(
    ("handed", "codes"),
    [
        ([Handed("papers", LICENCE.id), Handed("plan", file_digest="p")], {}),
        ([], {"papers": "missing", "plan": "missing"}),
        ([Handed("papers", uuid.uuid4()), Handed("plan", file_digest="p")], {"papers": "licence_not_usable_no_upload"}),
        ([Handed("papers", LICENCE.id), Handed("plan", LICENCE.id)], {"plan": "licence_not_usable"}),
        ([Handed("papers", file_digest="p"), Handed("plan", file_digest="j")], {"papers": "no_upload", "plan": "type_not_allowed"}),
        ([Handed("papers", LICENCE.id), Handed("plan", file_digest="big")], {"plan": "too_large"}),
        ([Handed("papers", LICENCE.id), Handed("plan", file_digest="?")], {"plan": "file_not_found"}),
        ([Handed("papers", LICENCE.id), Handed("plan")], {"plan": "missing"}),
        ([Handed("papers", LICENCE.id, file_digest="p"), Handed("plan", file_digest="p")], {"papers": "two_sources"}),
        (
            [Handed("papers", LICENCE.id), Handed("plan", file_digest="p"), Handed("either", LICENCE.id, file_digest="j")],
            {"either": "two_sources"},
        ),
        ([Handed("papers", LICENCE.id), Handed("plan", file_digest="p"), Handed("plan", file_digest="big")], {"plan": "too_large"}),
        ([Handed("papers", LICENCE.id), Handed("plan", file_digest="p"), Handed("either", file_digest="j")], {}),
        (
            [Handed("papers", LICENCE.id), Handed("plan", file_digest="p"), Handed("either", LICENCE.id), Handed("x")],
            {"x": "not_asked_for"},
        ),
    ],
)
def test_materials_are_those_asked_for_and_what_they_claim(handed, codes) -> None:
    found = material_faults(
        SPECS, handed, licences={LICENCE.id: Checked(LICENCE, Checks(True, True, True, True))}, files=FILES, media_types=MEDIA_TYPES
    )
    assert found == {f"materials.{key}": code for key, code in codes.items()}


def test_what_the_city_knows_and_from_where() -> None:
    newest, older = a_licence("BL", capital=500), a_licence("BL", capital=300, seat="旧址")
    values, provenance = known_values(
        {
            "a": "holder.name",
            "b": "person.phone",
            "c": "licences.BL.capital",
            "d": "licences.BL.seat",
            "e": "licences.XL.x",
            "f": "holder.phone",
        },
        holder={"name": "示例公司", "phone": ""},
        person={"phone": "138"},
        licences=[newest, older],
    )
    assert values == {"a": "示例公司", "b": "138", "c": 500}, "the newest licence of a type speaks, also where it says nothing"
    assert provenance == {"a": "register", "b": "register", "c": f"licence:{newest.identifier}"}


def test_a_value_that_was_changed_is_the_applicants() -> None:
    assert traced({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 9}, {"a": "register", "b": "register"}) == {
        "a": "register",
        "b": APPLICANT,
        "c": APPLICANT,
    }


@pytest.mark.parametrize(
    ("source", "origin", "says"),
    [
        ("licences.BL.legal_representative", "licence:1.2.156.3005.2.X", "differs:licence:1.2.156.3005.2.X"),
        ("holder.code", "register", "differs:register"),
        ("holder.name", "register", "differs:register"),
        ("person.phone", "register", APPLICANT),
    ],
)
def test_an_answer_that_contradicts_a_licence_or_the_register_says_so(source: str, origin: str, says: str) -> None:
    assert traced({"a": "他人"}, {"a": "本人"}, {"a": origin}, {"a": source}) == {"a": says}
    assert traced({"a": "本人"}, {"a": "本人"}, {"a": origin}, {"a": source}) == {"a": origin}


def test_the_licence_types_a_service_could_use() -> None:
    assert material_types(SPECS) == {"BL", "XL"}
    assert prefill_types({"a": "licences.QC.grade", "b": "holder.name"}) == {"QC"}


def test_answers_to_what_is_asked_no_longer() -> None:
    assert vanished({"a": 1, "b": "", "c": None, "d": [], "e": 0, "f": "x"}, ["a"]) == {"e": 0, "f": "x"}


def test_a_blank_is_no_answer_to_what_is_required() -> None:
    schema = {"required": ["a", "b", "c", "d", "e", "f"]}
    assert unanswered(schema, {"a": " \n", "b": None, "c": [], "d": 0, "e": False, "x": ""}) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("value", "readable"),
    [
        ("两\n行\t", True),
        ("\x00", False),
        ("\x1b[0m", False),
        ("\ud83d", False),
        ("😀", True),
        (1.5, True),
        (float("nan"), False),
        ([{"a": ["b"]}], True),
        ([{"a\x00": 1}], False),
        ({"a": float("inf")}, False),
        (None, True),
    ],
)
def test_what_can_be_kept_and_read_again(value, readable) -> None:
    assert unreadable({"x": value}) == ([] if readable else ["x"])


def test_words_lose_what_nobody_sees_and_nothing_else() -> None:
    assert plain(" a\x00b\nc\td\ud800 ") == "ab\nc\td"


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x85", "\u200d"], ids=ascii)
def test_reasons_and_answers_know_the_same_unseen_characters(character: str) -> None:
    """What staff and holders write loses them; an answer that is handed in is refused; a draft loses them."""
    assert plain(f"同{character}意") == "同意" == legible(f"同{character}意")
    assert unreadable({"note": f"同{character}意", "fine": "👨\u200d👩\u200d👧"}) == ["note"]
