"""Which unit is asked, layer by layer; the first layer that answers wins, and the record says which and by which rule.

1 words of danger: to the duty desk at once; 2 the city's ordered rules; 3 the duty list (权责清单), by class and district, and where it
knows the class but names nobody, whoever answers for the district (兜底); 4 the classifier, where it is sure; 5 a person at the desk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from tongban.responsibilities.rules import urgency
from tongban.responsibilities.terms import Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tongban.responsibilities.terms import BoardRelease, District, Duty, Rule


NAMED = "named:"  # opens the rule of what is left to a person because a report names units, each between colons
BESIDE = re.compile("[站台点厅院校园区厦楼店]{0,2}的?(?:旁|附近|对面|门口|门前|边上|路口|[东西南北]侧|[前后]面|隔壁)")
OFFICE = re.compile("(?:管理|执法)?(?:总|分)?(?:局|委员会|委|办公室|办|中心|所|处|站|大队|支队|队|集团|公司|院|署)$")


class Guess(Protocol):
    """What a classifier says of a text."""

    @property
    def label(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def sure(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a message when it is dispatched. `words` are as they were written; `hour` is of the city's day.

    `place` is what the author wrote as the address: it says in which district, and nothing about the class.
    """

    words: str
    kind: Kind
    category: str
    district: str
    hour: int
    wished_unit: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`unit` is empty where a person decides; `category` is what the author chose, or what the words say."""

    layer: Layer
    unit: str = ""
    rule: str = ""
    category: str = ""
    probability: float | None = None


def decide(
    question: Question,
    release: BoardRelease,
    *,
    units: Collection[str],
    above: Mapping[str, str],
    classify: Callable[[str], Guess | None] | None = None,
    called: Mapping[str, Collection[str]] | None = None,
) -> Decision:
    """Who is asked. `units` are those that take messages; `above` names the next one above each; `called` how people call departments.

    A report goes neither to the unit that it is about nor to one below it: it goes to the level above, else to the desk. One that
    names another unit in its words goes to a person, who reads whom it is about.
    """
    known = replace(question, category=question.category or class_of(question.words, release))
    found = _emergency(known, release) or _ruled(known, release) or _listed(known, release)
    if found is not None and found.unit and found.unit not in units:
        found = None  # a rule for a unit that does not take messages decides nothing
    found = found or _classified(known, release, units, classify) or Decision(Layer.DESK, category=known.category)
    return _around_the_reported(found, known, above, named(known, found.unit, release, above, called or {}))


def class_of(words: str, release: BoardRelease) -> str:
    """The class whose words a text uses most, by their length; none where two are level or none is named. 公交站旁 is a place."""
    weights = {each.code: sum(len(word) for word in each.keywords if word in words and _said(word, words)) for each in release.categories}
    best = sorted(((weight, code) for code, weight in weights.items() if weight), reverse=True)[:2]
    if not best or (len(best) == 2 and best[0][0] == best[1][0]):
        return ""
    return best[0][1]


def _said(word: str, words: str) -> bool:
    """Whether a word stands somewhere for itself, not only in the name of a place."""
    return any(not BESIDE.match(words, found.end()) for found in re.finditer(re.escape(word), words))


def holds(rule: Rule, question: Question, release: BoardRelease) -> bool:
    """Whether every condition that a rule names holds."""
    return (
        (not rule.kinds or question.kind in rule.kinds)
        and (not rule.categories or any(question.category.startswith(code) for code in rule.categories))
        and (not rule.districts or bool(rule.districts & set(lineage(question.district, release))))
        and (not rule.words or any(word in question.words for word in rule.words))
        and (rule.hours is None or within(question.hour, rule.hours))
    )


def within(hour: int, hours: tuple[int, int]) -> bool:
    """Whether an hour lies between two of a day, which may go over midnight."""
    since, until = hours
    return since <= hour < until if since <= until else hour >= since or hour < until


def lineage(district: str, release: BoardRelease) -> tuple[str, ...]:
    """A district and those that contain it, the smallest first."""
    by_code = {each.code: each for each in release.districts}
    found: list[str] = []
    while district in by_code and district not in found:
        found.append(district)
        district = by_code[district].parent
    return tuple(found)


def duty_for(category: str, district: str, release: BoardRelease) -> Duty | None:
    """The line of the duty list: the most specific class first, then the smallest district, then the city."""
    places = {code: place for place, code in enumerate([*lineage(district, release), ""])}
    fitting = [each for each in release.duties if category.startswith(each.category) and each.district in places]
    return min(fitting, key=lambda each: (-len(each.category), places[each.district]), default=None)


def _emergency(question: Question, release: BoardRelease) -> Decision | None:
    for tier in release.tiers:
        if tier.emergency and urgency.names(tier, question.words):
            return Decision(Layer.EMERGENCY, rule=tier.key, category=question.category)
    return None


def _ruled(question: Question, release: BoardRelease) -> Decision | None:
    for rule in release.rules:
        if holds(rule, question, release):
            return Decision(Layer.RULE, rule.unit, rule.key, question.category)
    return None


def _listed(question: Question, release: BoardRelease) -> Decision | None:
    if not question.category:
        return None
    duty = duty_for(question.category, question.district, release)
    if duty is not None:
        return Decision(Layer.DUTY_LIST, duty.unit, line_key(duty), question.category)
    district = _district(question.district, release)
    return Decision(Layer.DUTY_LIST, district.unit, f"district:{district.code}", question.category) if district else None


def line_key(duty: Duty) -> str:
    """By what the record names a line of the duty list."""
    return f"duty:{duty.category}@{duty.district or 'city'}"


def _district(code: str, release: BoardRelease) -> District | None:
    by_code = {each.code: each for each in release.districts}
    return next((by_code[each] for each in lineage(code, release) if by_code[each].unit), None)


def _classified(
    question: Question, release: BoardRelease, units: Collection[str], classify: Callable[[str], Guess | None] | None
) -> Decision | None:
    """A label is a unit, or a class that the duty list knows; one that is neither decides nothing."""
    guess = classify(question.words) if classify is not None else None
    if guess is None or not guess.sure or guess.probability < release.threshold:
        return None
    if guess.label in units:
        return Decision(Layer.CLASSIFIER, guess.label, category=question.category, probability=guess.probability)
    duty = duty_for(guess.label, question.district, release) if guess.label else None
    if duty is None or duty.unit not in units or not any(each.code == guess.label for each in release.categories):
        return None
    return Decision(Layer.CLASSIFIER, duty.unit, line_key(duty), guess.label, guess.probability)


def named(
    question: Question, asked: str, release: BoardRelease, above: Mapping[str, str], called: Mapping[str, Collection[str]]
) -> list[str]:
    """The departments that a report names: a name that is a place's as well only where its unit, or one below, would be asked.

    Of those that would be asked what people say for short counts too: 城管 for 城管局.
    """
    if question.kind is not Kind.REPORT:
        return []
    words = "".join(f"{question.words}{question.place}".split())
    places = {name for each in release.districts for name in (each.name.zh, *each.names)}
    local = {each.unit for each in release.districts}
    found: list[str] = []
    for code, names in called.items():
        near = at_or_below(asked, code, above)
        short = [OFFICE.sub("", name) for name in names] if near and code not in local else []
        if any(len(name) > 1 and name in words and (near or name not in places) for name in (*names, *short)):
            found.append(code)
    return found


def _around_the_reported(found: Decision, question: Question, above: Mapping[str, str], names: list[str]) -> Decision:
    wished = question.wished_unit
    if question.kind is not Kind.REPORT or found.layer is Layer.EMERGENCY:
        return found
    if set(names) - {wished}:
        return Decision(Layer.DESK, rule=f"{NAMED}{':'.join(names)}:"[:80], category=found.category)
    if not wished or not at_or_below(found.unit, wished, above):
        return found
    over = above.get(wished, "")
    return replace(found, unit=over) if over else Decision(Layer.DESK, rule=f"{NAMED}{wished}:", category=found.category)


def at_or_below(unit: str, other: str, above: Mapping[str, str]) -> bool:
    """Whether a unit is another one, or somewhere below it."""
    seen: set[str] = set()
    while unit and unit not in seen:
        if unit == other:
            return True
        seen.add(unit)
        unit = above.get(unit, "")
    return False
