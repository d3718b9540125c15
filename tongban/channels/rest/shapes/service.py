"""Services and guides as the REST door gives them."""

from typing import Any, Self

from ninja import Schema

from tongban.catalog.terms import Release, ServiceEntry, ServiceState
from tongban.channels.rest.shapes.words import LimitShape, Words, limit


class ServiceLine(Schema):
    code: str
    name: Words
    plain_name: Words
    department: Words
    type: str
    state: str
    summary: Words
    promised: LimitShape | None
    visits: int | None

    @classmethod
    def of(cls, entry: ServiceEntry) -> Self:
        return cls(
            code=entry.code,
            name=Words.of(entry.name),
            plain_name=Words.of(entry.plain_name),
            department=Words.of(entry.department_name),
            type=entry.type,
            state=entry.state,
            summary=Words.of(entry.summary),
            promised=limit(entry.promised),
            visits=entry.visits,
        )


class QuestionShape(Schema):
    key: str
    text: Words
    many: bool
    options: dict[str, Words]
    stops: dict[str, Words]


class MaterialShape(Schema):
    key: str
    name: Words
    required: bool
    licence: list[str]
    upload: list[str]
    max_mb: int
    duty: str  # the article by which the department takes it from the library itself
    when: str
    basis: str


class StepShape(Schema):
    key: str
    name: Words
    department: str
    does: str
    after: list[str]
    when: str
    limit: LimitShape | None


class GuideShape(Schema):
    """One published release of a service: everything somebody needs to know and to apply."""

    code: str
    release: str
    digest: str
    version: int
    state: str
    national_code: str
    name: Words
    plain_name: Words
    department: str
    department_name: Words
    type: str
    audience: list[str]
    assurance: int
    promised: LimitShape | None
    statutory: LimitShape | None
    summary: Words
    conditions: list[Words]
    visits: int | None
    questions: list[QuestionShape]
    form: dict[str, Any]
    materials: list[MaterialShape]
    route: list[StepShape]

    @classmethod
    def of(cls, release: Release, state: ServiceState) -> Self:
        return cls(
            code=release.service,
            release=str(release.id),
            digest=release.digest,
            version=release.version,
            state=state,
            national_code=release.national_code,
            name=Words.of(release.name),
            plain_name=Words.of(release.plain_name),
            department=release.department,
            department_name=Words.of(release.department_name),
            type=release.type,
            audience=sorted(release.audience),
            assurance=release.assurance,
            promised=limit(release.limits.promised),
            statutory=limit(release.limits.statutory),
            summary=Words.of(release.guide.summary),
            conditions=[Words.of(condition) for condition in release.guide.conditions],
            visits=release.guide.visits,
            questions=_questions(release),
            form=release.form.schema,
            materials=_materials(release),
            route=_route(release),
        )


def _questions(release: Release) -> list[QuestionShape]:
    return [
        QuestionShape(
            key=question.key,
            text=Words.of(question.text),
            many=question.many,
            options={option.value: Words.of(option.label) for option in question.options},
            stops={answer: Words.of(words) for answer, words in question.stops.items()},
        )
        for question in release.questions
    ]


def _materials(release: Release) -> list[MaterialShape]:
    return [
        MaterialShape(
            key=material.key,
            name=Words.of(material.name),
            required=material.required,
            licence=list(material.licence),
            upload=list(material.upload),
            max_mb=material.max_mb,
            when=material.when,
            basis=material.basis,
            duty=material.duty,
        )
        for material in release.materials
    ]


def _route(release: Release) -> list[StepShape]:
    return [
        StepShape(
            key=step.key,
            name=Words.of(step.name),
            department=step.department,
            does=step.does,
            after=list(step.after),
            when=step.when,
            limit=limit(step.limit),
        )
        for step in release.route
    ]
