"""Everything that can be wrong in a city's files: each fault names its file, its line and what to do, and nothing is loaded."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cases import city
from tongban.catalog.actions import loading
from tongban.catalog.terms import Fault, FaultyCity

Contents = dict[str, Any]
Change = Callable[[Contents], object]
QUALIFICATION, CHECKED, SHORT = (city.file_of(code) for code in (city.QUALIFICATION, city.CHECKED, city.SHORT))


def faults(change: Change | None = None, **raw: bytes) -> tuple[Fault, ...]:
    """What the checks find after a change; `raw` replaces whole files."""
    contents = copy.deepcopy(city.contents())
    if change:
        change(contents)
    try:
        loading._read(city.files(contents) | raw)
    except FaultyCity as refusal:
        return refusal.faults
    return ()


def at(contents: Contents, *path: str | int) -> Any:
    for part in path:
        contents = contents[part]
    return contents


def put(*path: Any) -> Change:
    """Set the last but one of these to the last."""
    *way, key, value = path
    return lambda contents: at(contents, *way).__setitem__(key, value)


def drop(*path: Any) -> Change:
    *way, key = path
    return lambda contents: at(contents, *way).pop(key)


def joint_owners(contents: Contents, number: dict[str, Any]) -> None:
    """Somebody who holds the result too, in a list of the form."""
    form = contents[QUALIFICATION]["form"]
    rows = {"type": "object", "required": ["name", "number"], "properties": {"name": city.field("姓名"), "number": number}}
    form["schema"]["properties"]["owners"] = {"type": "array", "title": "共有人", "items": rows}
    form["sections"][0]["fields"] = [*form["sections"][0]["fields"], "owners"]
    contents[QUALIFICATION]["result"]["joint"] = "owners"


def test_a_result_may_replace_a_licence_and_have_joint_holders() -> None:
    def change(contents: Contents) -> None:
        joint_owners(contents, {"type": "string", "title": "号码", "format": "uscc"})
        contents[QUALIFICATION]["result"]["replaces"] = "QC"
        del contents[QUALIFICATION]["materials"][0]["licence"]
        contents[QUALIFICATION]["materials"][0] |= {"licence": ["QC"]}
        contents[QUALIFICATION]["materials"][0].pop("upload", None)

    assert faults(change) == ()


def test_the_test_city_is_sound() -> None:
    assert faults() == ()


WRONG: dict[str, tuple[Change, str, str, str, str]] = {
    # name: (change, file, path, words of the problem, words of the remedy)
    "unknown key": (put(SHORT, "aliasses", ["x"]), SHORT, "aliasses", "there is no key `aliasses`", "Did you mean `aliases`?"),
    "unknown key, nothing like it": (put(SHORT, "zzz", 1), SHORT, "zzz", "there is no key `zzz`", "docs/city.md"),
    "signed by nobody in particular": (put(SHORT, "sign", "required"), SHORT, "sign", "nobody knows for sure who signs", "L3 or L4"),
    "unknown kind of signing": (put(SHORT, "sign", "maybe"), SHORT, "sign", "maybe", ""),
    "unknown key inside": (put(SHORT, "guide", "sumary", "x"), SHORT, "guide.sumary", "no key `sumary`", "Did you mean `summary`?"),
    "unknown key of a department": (
        put("departments.yaml", 1, "number_prefixx", "x"),
        "departments.yaml",
        "1.number_prefixx",
        "no key `number_prefixx`",
        "Did you mean `number_prefix`?",
    ),
    "missing key": (drop(SHORT, "guide"), SHORT, "", "`guide` is missing", "Add `guide:`"),
    "wrong type": (put(SHORT, "guide", "visits", "often"), SHORT, "guide.visits", 'not of type "integer"', "docs/city.md"),
    "wrong word": (put(SHORT, "type", "benefits"), SHORT, "type", '"benefits" is not one of', "Did you mean `benefit`?"),
    "no text": (put(SHORT, "name", {"en": "only"}), SHORT, "name", "no text that can stand here", "{zh: …, en: …}"),
    "impossible day": (put(SHORT, "open_from", "2026-02-30"), SHORT, "open_from", "is not a", "docs/city.md"),
    "season ends before it begins": (
        lambda contents: contents[SHORT].update(open_from="2026-09-01", open_until="2026-03-01"),
        SHORT,
        "open_until",
        "ends before it begins",
        "last day",
    ),
    "unknown department": (put(SHORT, "department", "minzhen"), SHORT, "department", "no department `minzhen`", "departments.yaml"),
    "unknown topic": (put(SHORT, "topics", ["wrok"]), SHORT, "topics", "no topic `wrok`", "city.yaml"),
    "unknown desk": (
        put(SHORT, "route", "accept", "desk", "minzheng/windwo"),
        SHORT,
        "route.accept.desk",
        "no desk `minzheng/windwo`",
        "Did you mean `minzheng/window`?",
    ),
    "unknown step": (put(SHORT, "route", "conclude", "after", "acept"), SHORT, "route.conclude.after", "no step `acept`", "`accept`?"),
    "cyclic route": (
        put(QUALIFICATION, "route", "screen", "after", ["accept", "road"]),
        QUALIFICATION,
        "route.screen.after",
        "the steps go in a circle: screen -> road -> screen",
        "Remove one `after`",
    ),
    "step after itself": (
        put(QUALIFICATION, "route", "road", "after", "road"),
        QUALIFICATION,
        "route.road.after",
        "circle: road -> road",
        "Remove one",
    ),
    "unreachable step": (
        drop(QUALIFICATION, "route", "screen", "after"),
        QUALIFICATION,
        "route.screen",
        "cannot be reached",
        "Let it come after `accept`",
    ),
    "step left behind": (
        put(QUALIFICATION, "route", "conclude", "after", ["water"]),
        QUALIFICATION,
        "route.road",
        "left behind",
        "Add it to `conclude.after`",
    ),
    "check after acceptance": (
        put(QUALIFICATION, "route", "screen", "does", "check"),
        QUALIFICATION,
        "route.screen",
        "a check comes before acceptance",
        "does: review",
    ),
    "review before acceptance": (
        put(CHECKED, "route", "look_road", "does", "review"),
        CHECKED,
        "route.look_road",
        "cannot be reached",
        "Let it come after `accept`",
    ),
    "two acceptances": (
        put(QUALIFICATION, "route", "screen", "does", "accept"),
        QUALIFICATION,
        "route",
        "exactly one step must `does: accept`, there are 2",
        "accepted once",
    ),
    "no decision": (put(SHORT, "route", "conclude", "does", "review"), SHORT, "route", "`does: decide`, there are 0", "decided once"),
    "decision that may not happen": (
        put(SHORT, "route", "conclude", "when", "true"),
        SHORT,
        "route.conclude.when",
        "must always happen",
        "Remove `when`",
    ),
    "promise longer than the law": (
        put(SHORT, "limits", "promised", {"calendar_days": 31}),
        SHORT,
        "limits.promised",
        "longer than the law allows",
        "Promise less",
    ),
    "path longer than the promise": (
        put(QUALIFICATION, "route", "road", "limit", {"working_days": 9}),
        QUALIFICATION,
        "limits.promised",
        "the longest path takes 13",
        "Shorten steps or promise more",
    ),
    "path longer than on the spot": (
        put(city.file_of(city.ON_THE_SPOT), "route", "conclude", "limit", {"working_days": 3}),
        city.file_of(city.ON_THE_SPOT),
        "limits.promised",
        "the longest path takes 3",
        "Shorten steps",
    ),
    "limits in two units": (
        put(SHORT, "limits", "promised", {"working_days": 5}),
        SHORT,
        "limits.promised",
        "not in one unit",
        "Promise in calendar_days",
    ),
    "a step in another unit": (
        put(QUALIFICATION, "route", "road", "limit", {"months": 1}),
        QUALIFICATION,
        "route",
        "not in one unit with the promise",
        "working_days or hours",
    ),
    "a limit without a unit": (put(SHORT, "limits", "promised", {"basis": "x"}), SHORT, "limits.promised", "here is none", "working_days"),
    "a limit with two units": (
        put(SHORT, "route", "accept", "limit", {"working_days": 1, "hours": 2}),
        SHORT,
        "route.accept.limit",
        "here are working_days and hours",
        "Write one of",
    ),
    "half a month": (put(SHORT, "limits", "promised", {"months": 0.5}), SHORT, "limits.promised", "half a day or month", "whole number"),
    "no statutory limit": (drop(SHORT, "limits", "statutory"), SHORT, "limits", "has a statutory limit", "Add `statutory:`"),
    "a permit without questions": (
        drop(QUALIFICATION, "guide", "faq"),
        QUALIFICATION,
        "guide",
        "answers at least one question",
        "Add `faq:`",
    ),
    "a result of an unknown type": (
        put(QUALIFICATION, "result", "licence", "XX"),
        QUALIFICATION,
        "result.licence",
        "no licence type `XX`",
        "licence_types.yaml",
    ),
    "no law": (put(SHORT, "guide", "laws", []), SHORT, "guide.laws", "needs its legal basis", "Name at least one law"),
    "no remedies": (drop(SHORT, "guide", "remedies"), SHORT, "guide", "where it can be contested", "Add `remedies:`"),
    "a visit without a reason": (put(SHORT, "guide", "visits", 1), SHORT, "guide.visits", "visits and their reason", "visits_reason"),
    "one phone for both": (
        put(SHORT, "guide", "complaint_phone", "0999-8000001"),
        SHORT,
        "guide.complaint_phone",
        "another phone",
        "supervising unit",
    ),
    "open-ended material": (
        put(QUALIFICATION, "materials", 2, "name", city.words("审计报告等材料")),
        QUALIFICATION,
        "materials.2.name",
        "forbids open-ended materials",
        "exactly what",
    ),
    "material without a way": (
        put(QUALIFICATION, "materials", 2, "upload", []),
        QUALIFICATION,
        "materials.2",
        "no way to hand this in",
        "`licence` types, `upload`",
    ),
    "material twice": (
        put(QUALIFICATION, "materials", 2, "key", "photo"),
        QUALIFICATION,
        "materials.2",
        "`photo` stands twice",
        "its own key",
    ),
    "unknown licence type": (
        put(QUALIFICATION, "materials", 0, "licence", ["XX"]),
        QUALIFICATION,
        "materials.0.licence",
        "no licence type `XX`",
        "licence_types.yaml",
    ),
    "result of another department": (
        put(QUALIFICATION, "result", {"licence": "BL", "content": {"capital": "form.capital", "address": "form.phone"}}),
        QUALIFICATION,
        "result.licence",
        "`BL` is issued by `minzheng`, which does not decide here",
        "Let a desk of `minzheng` decide",
    ),
    "result for another holder": (
        put(QUALIFICATION, "audience", ["organisation", "person"]),
        QUALIFICATION,
        "result.licence",
        "`QC` is not for: person",
        "Correct `audience`",
    ),
    "result of a retired type": (
        put("licence_types.yaml", 2, "state", "retired"),
        QUALIFICATION,
        "result.licence",
        "`QC` is retired",
        "Name another type",
    ),
    "result with a field too few": (
        drop(QUALIFICATION, "result", "content", "grade"),
        QUALIFICATION,
        "result.content",
        "also has grade",
        "Say where each field comes from",
    ),
    "result with a field too many": (
        put(QUALIFICATION, "result", "content", "colour", "form.grade"),
        QUALIFICATION,
        "result.content.colour",
        "has no field `colour`",
        "It has company_name, grade, trades",
    ),
    **{
        f"result: {name}": (
            lambda contents, result=result, changes=changes: (
                contents[QUALIFICATION]["result"].update(result),
                contents[QUALIFICATION]["materials"][0].update(changes),
            ),
            QUALIFICATION,
            path,
            problem,
            remedy,
        )
        for name, result, changes, path, problem, remedy in (
            ("no such type replaced", {"replaces": "XX"}, {}, "result.replaces", "no licence type `XX`", "licence_types.yaml"),
            ("another type replaced", {"replaces": "BL"}, {}, "result.replaces", "cannot stand instead of `BL`", "Write `replaces: QC`"),
            ("nobody names the old one", {"replaces": "QC"}, {}, "result.replaces", "0 materials ask for `QC`", "Let exactly one material"),
            (
                "the old one may be missing",
                {"replaces": "QC"},
                {"licence": ["QC", "RC"], "upload": ["pdf"], "required": False},
                "materials.0",
                "upload, required: false, licence ['QC', 'RC']",
                "`licence: [QC]`, without `upload`",
            ),
            ("no such field of joint holders", {"joint": "owners"}, {}, "result.joint", "`owners` is no field of the form", "Name one of"),
            ("joint holders in a text", {"joint": "note"}, {}, "result.joint", "no row with `name` and `number`", "items:"),
            ("nothing issued", {"licence": "", "joint": "note"}, {}, "result.joint", "a written decision is no licence", "Name `licence`"),
            ("nothing issued, replaced", {"licence": "", "replaces": "QC"}, {}, "result.replaces", "`replaces` without `licence`", "Name"),
        )
    },
    "joint holders whose number nobody checks": (
        lambda contents: joint_owners(contents, {"type": "string", "title": "号码"}),
        QUALIFICATION,
        "result.joint",
        "the number in `owners` is not checked",
        "`format: identity-number` or `uscc`",
    ),
    "joint holders of another kind": (
        lambda contents: joint_owners(contents, {"type": "string", "title": "号码", "format": "identity-number"}),
        QUALIFICATION,
        "result.joint",
        "`QC` is not for: person",
        "the format of the number or the licence type",
    ),
    "result that may be empty": (
        put(QUALIFICATION, "result", "content", "grade", "has(form.note) ? form.note : ''"),
        QUALIFICATION,
        "result.content.grade",
        "it gives nothing on",
        "Correct the expression",
    ),
    "no CEL": (
        put(QUALIFICATION, "route", "road", "when", "'road' in"),
        QUALIFICATION,
        "route.road.when",
        "this is not CEL",
        "Correct the expression",
    ),
    "unknown field": (
        put(QUALIFICATION, "route", "road", "when", "'road' in form.trade"),
        QUALIFICATION,
        "route.road.when",
        "`form.trade` is not known; known are capital",
        "Correct the expression",
    ),
    "unknown question": (
        put(QUALIFICATION, "materials", 3, "when", "situation.reason == 'x'"),
        QUALIFICATION,
        "materials.3.when",
        "`situation.reason` is not known; known are purpose",
        "Correct",
    ),
    "optional field without has()": (
        put(QUALIFICATION, "materials", 3, "when", "form.note == 'x'"),
        QUALIFICATION,
        "materials.3.when",
        "for an optional field write has(form.name)",
        "Correct",
    ),
    "condition that gives no truth": (
        put(QUALIFICATION, "materials", 3, "when", "form.grade"),
        QUALIFICATION,
        "materials.3.when",
        "must give true or false",
        "Correct",
    ),
    "whole and broken numbers": (
        put(QUALIFICATION, "materials", 3, "when", "form.capital + 1.0 > 3.0"),
        QUALIFICATION,
        "materials.3.when",
        "it fails on {'capital': 7}",
        "Correct",
    ),
    "service twice": (
        put(CHECKED, "code", city.SHORT),
        SHORT,
        "code",
        f"`{city.SHORT}` is already the code of {CHECKED}",
        "its own code",
    ),
    "department twice": (put("departments.yaml", 1, "code", "jianwei"), "departments.yaml", "1.code", "`jianwei` stands twice", "its own"),
    "two departments, one prefix": (
        put("departments.yaml", 1, "number_prefix", "榕示建"),
        "departments.yaml",
        "1.number_prefix",
        "`榕示建` stands twice",
        "its own",
    ),
    "desk twice": (
        put("departments.yaml", 0, "desks", 1, "key", "window"),
        "departments.yaml",
        "0.desks.1.key",
        "`window` stands twice",
        "Remove one",
    ),
    "unknown parent": (put("departments.yaml", 1, "parent", "shifu"), "departments.yaml", "1.parent", "no department `shifu`", "Correct"),
    "parents in a circle": (
        lambda contents: (
            put("departments.yaml", 0, "parent", "shuiliju")(contents),
            put("departments.yaml", 1, "parent", "jianwei")(contents),
        ),
        "departments.yaml",
        "0.parent",
        "`jianwei` lies below itself",
        "Correct one of the parents",
    ),
    "licence type twice": (put("licence_types.yaml", 1, "code", "BL"), "licence_types.yaml", "1.code", "`BL` stands twice", "its own"),
    "licence type of nobody": (
        put("licence_types.yaml", 1, "department", "nobody"),
        "licence_types.yaml",
        "1.department",
        "no department `nobody`",
        "departments.yaml",
    ),
    "topic twice": (
        put("city.yaml", "topics", [city.CITY["topics"][0]] * 2),
        "city.yaml",
        "topics.1.key",
        "`work` stands twice",
        "its own",
    ),
    "question twice": (
        lambda contents: contents[QUALIFICATION]["situations"].append(contents[QUALIFICATION]["situations"][0]),
        QUALIFICATION,
        "situations.0.key",
        "`purpose` stands twice",
        "its own key",
    ),
    "option twice": (
        put(QUALIFICATION, "situations", 0, "options", 1, "value", "first"),
        QUALIFICATION,
        "situations.0.options",
        "the same value",
        "its own value",
    ),
    "stop that is no option": (
        put(QUALIFICATION, "situations", 0, "stops", {"never": city.words("x")}),
        QUALIFICATION,
        "situations.0.stops",
        "`never` is no option",
        "Use a value of `options`",
    ),
    "no file": (drop("departments.yaml"), "departments.yaml", "", "the city has no such file", "Write it"),
    "a file too many": (put("notes.yaml", {}), "notes.yaml", "", "no file of this name", "services/"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_names_its_file_its_place_and_what_to_do(name) -> None:
    change, file, path, problem, remedy = WRONG[name]
    found = [fault for fault in faults(change) if fault.file == file and fault.path == path and problem in fault.problem]
    assert found, [str(fault) for fault in faults(change)]
    assert all(remedy in fault.remedy for fault in found), found[0].remedy


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_names_its_line(name) -> None:
    change, file, path, *_words = WRONG[name]
    contents = copy.deepcopy(city.contents())
    change(contents)
    found = next(fault for fault in faults(change) if fault.file == file and fault.path == path)
    if not path or file not in contents:
        assert found.line == 1
        return
    line = json.dumps(contents[file], ensure_ascii=False, indent=1).splitlines()[found.line - 1]
    last = path.split(".")[-1]
    assert last.isdigit() or f'"{last}"' in line


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"code: [", 1, "not YAML"),
        (b"a: 1\nname: \xff\xfe", 2, "not UTF-8"),
        (b"", 1, "null is not of type"),
        (b"- 1\n", 1, "is not of type"),
    ],
)
def test_a_broken_file_is_told_with_the_others(raw, line, words) -> None:
    found = faults(put(SHORT, "zzz", 1), **{QUALIFICATION: raw})
    assert {fault.file for fault in found} == {QUALIFICATION, SHORT}
    broken = next(fault for fault in found if fault.file == QUALIFICATION)
    assert broken.line == line and words in broken.problem
