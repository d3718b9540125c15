"""Whom each layer of dispatch would ask about a message, for the person at the desk who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board import access
from tongban.board.models import Message
from tongban.board.queries.duty import WAITING
from tongban.board.queries.lines import unit_name
from tongban.board.terms import Proposal
from tongban.classifiers.queries import classifier
from tongban.kernel import clock
from tongban.responsibilities.queries import Question, board, class_of, duty_for, holds, line_key, lineage, units
from tongban.responsibilities.terms import Kind, Layer

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

COLUMNS = ("title", "text", "kind", "category", "district", "received_at", "wished_unit", "release_id", "unit", "returns", "state")


def proposals(message_id: UUID, *, by: Actor) -> tuple[Proposal, ...]:
    """Rules, duty list, district and classifier with what each says, in their order, from the masked words; whom the author named last.

    Empty for whoever is not at the duty desk. Of a report never whom it is about, or names; never who has just sent it back. One statement,
    of a report two.
    """
    release = board()
    row = Message.objects.only(*COLUMNS).filter(pk=message_id).first() if access.at_desk(by, release.duty_desk) else None
    if row is None:
        return ()
    tree, question = units(release), _question(row, release)
    found = [*_by_rules(question, release), *_by_classifier(question, release)]
    if row.wished_unit and row.kind != Kind.REPORT:
        found.append(Proposal(Layer.DESK, row.wished_unit, unit_name(row.wished_unit, release)))
    if row.returns and row.state in WAITING:
        found = [each for each in found if each.unit != row.unit]
    fitting = [each for each in found if each.unit in tree and not access.barred(row, each.unit, tree)]
    return tuple({(each.layer, each.unit): each for each in fitting}.values())


def _question(row: Message, release: BoardRelease) -> Question:
    words = f"{row.title}\n{row.text}"
    category = row.category or class_of(words, release)
    hour = clock.city_time(row.received_at).hour
    return Question(words, Kind(row.kind), category, row.district, hour, row.wished_unit)


def _by_rules(question: Question, release: BoardRelease) -> list[Proposal]:
    ruled = next((each for each in release.rules if holds(each, question, release)), None)
    duty = duty_for(question.category, question.district, release) if question.category else None
    found = [Proposal(Layer.RULE, ruled.unit, unit_name(ruled.unit, release), ruled.key)] if ruled else []
    if duty is not None:
        found.append(Proposal(Layer.DUTY_LIST, duty.unit, unit_name(duty.unit, release), line_key(duty)))
    for code in lineage(question.district, release):
        district = release.district(code)
        if district is not None:
            found.append(Proposal(Layer.DUTY_LIST, district.unit, unit_name(district.unit, release), f"district:{code}"))
    return found


def _by_classifier(question: Question, release: BoardRelease) -> list[Proposal]:
    """Also where it is not sure: the person at the desk sees how much it is."""
    known = classifier()
    guess = known.decide(question.words) if known is not None else None
    if guess is None or not guess.label:
        return []
    duty = duty_for(guess.label, question.district, release) if release.category(guess.label) else None
    unit = duty.unit if duty is not None else guess.label
    return [Proposal(Layer.CLASSIFIER, unit, unit_name(unit, release), probability=guess.probability)]
