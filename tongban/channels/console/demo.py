"""The demo people of a city: read from its demo.yaml, checked, and brought in by the same verbs as everybody else.

Only `manage.py load_demo` uses it, and never in production.
"""

import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema_rs
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from tongban.channels.console import seals
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import IDENTITY_NUMBER, SYSTEM, Assurance, Denied, Holder, HolderKind, NotAPhone, Subject
from tongban.kernel import idempotency, identifiers, one_time
from tongban.licences import actions as licence_actions
from tongban.licences import terms as licence_terms
from tongban.supervision import actions as supervision_actions
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import NoSupervision, SupervisionRefused

NAMESPACE = UUID("6f1f4f0e-5d0c-5c0e-9b7a-2a1c5a7f3d10")  # keys made of what a row is about: loaded again, it is the same request
REFUSALS = (identifiers.InvalidIdentifier, idempotency.KeyReused, NotAPhone, Denied, licence_terms.Refusal, SupervisionRefused)

TEXT: dict[str, Any] = {"type": "object", "required": ["zh", "en"], "additionalProperties": False, "properties": {"zh": {}, "en": {}}}
WORD: dict[str, Any] = {"type": "string", "minLength": 1}
WORDS: dict[str, Any] = {"type": "array", "items": WORD}
SECRET: dict[str, Any] = {"type": "string", "pattern": "^[A-Z2-7]{32}$"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}


def _rows(required: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    """A list of closed objects."""
    item = {"type": "object", "properties": required | optional, "required": list(required), "additionalProperties": False}
    return {"type": "array", "items": item}


JOINT = _rows({"name": WORD, "number": WORD}, {})  # persons who hold it too
LICENCES = _rows({"type": WORD, "number": WORD, "issued_on": DAY, "content": {"type": "object"}}, {"valid_until": DAY, "joint": JOINT})
PERSONS = _rows(
    {"key": WORD, "name": WORD, "number": WORD, "phone": WORD, "level": {"enum": ["L1", "L2", "L3", "L4"]}, "role": TEXT, "can": TEXT},
    {"address": WORD, "licences": LICENCES},
)
ORGANISATIONS = _rows(
    {"key": WORD, "name": WORD, "uscc": WORD, "legal_representative": WORD, "agents": WORDS, "since": DAY},
    {"phone": WORD, "address": WORD, "licences": LICENCES},
)
STAFF = _rows({"name": WORD, "phone": WORD, "title": WORD, "desks": WORDS | {"minItems": 1}, "can": TEXT}, {})
SWITCHED_ON: dict[str, Any] = {  # by whom of the staff, by phone; the others stay on trial
    "type": "object",
    "properties": {"by": WORD, "places": WORDS | {"minItems": 1}},
    "required": ["by", "places"],
    "additionalProperties": False,
}
SHAPE = {
    "type": "object",
    "properties": {
        "password": {"type": "string", "minLength": 10},
        "second_factor": SECRET,
        "persons": PERSONS,
        "organisations": ORGANISATIONS,
        "staff": STAFF,
        "switched_on": SWITCHED_ON,
    },
    "required": ["password", "persons", "organisations", "staff"],
    "additionalProperties": False,
}
_validator = jsonschema_rs.Draft202012Validator(SHAPE, validate_formats=True)


class FaultyDemo(Exception):
    """demo.yaml cannot be loaded; says where and why."""


@dataclass(frozen=True)
class Demo:
    """A demo.yaml whose shape holds. `tree` is as parsed and knows its lines; `data` is plain."""

    file: str
    tree: Any
    data: Mapping[str, Any]

    def fault(self, path: tuple[str | int, ...], problem: str) -> FaultyDemo:
        node, line = self.tree, 0
        for step in path:
            places = getattr(node, "lc", None)
            if places is None or step not in (places.data or {}):
                break
            line, node = places.data[step][0], node[step]
        return FaultyDemo(f"{self.file}:{line + 1}: {'.'.join(map(str, path))}: {problem}")

    @contextmanager
    def saying(self, *path: str | int) -> Iterator[None]:
        """What a verb refuses, as a fault of this place in the file."""
        try:
            yield
        except REFUSALS as error:
            raise self.fault(path, f"{type(error).__name__}: {error}") from error


def read(path: Path) -> Demo:
    """Read and check a demo.yaml. Raises FaultyDemo."""
    try:
        tree = YAML(pure=True).load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FaultyDemo(f"{path.name}:{line}: this is not YAML: {error.problem}") from error
    demo = Demo(file=path.name, tree=tree, data=_plain(tree))
    for error in _validator.iter_errors(demo.data):
        raise demo.fault(tuple(error.instance_path), error.message)
    _require_unique(demo)
    return demo


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, float):
        return float(node)  # the parser's own keeps how it was written
    return node.isoformat() if isinstance(node, date) else node


def _require_unique(demo: Demo) -> None:
    """One phone, one login; and organisations name persons of this file."""
    phones: set[str] = set()
    for part in ("persons", "staff"):
        for place, row in enumerate(demo.data[part]):
            if row["phone"] in phones:
                raise demo.fault((part, place, "phone"), "this phone stands twice")
            phones.add(row["phone"])
    known = {row["key"] for row in demo.data["persons"]}
    for place, row in enumerate(demo.data["organisations"]):
        for key in (row["legal_representative"], *row["agents"]):
            if key not in known:
                raise demo.fault(("organisations", place), f"there is no person `{key}`")


def load(demo: Demo, *, at: datetime) -> None:
    """Bring all demo people in; what is there already stays as it is. Raises FaultyDemo."""
    persons = {row["key"]: _person(demo, place, at=at) for place, row in enumerate(demo.data["persons"])}
    for place in range(len(demo.data["organisations"])):
        _organisation(demo, place, persons, at=at)
    desks = {desk.code for desk in identity_queries.desks()}
    for place in range(len(demo.data["staff"])):
        _staff(demo, place, desks, at=at)
    if "switched_on" in demo.data:
        _switched_on(demo, at=at)


def _switched_on(demo: Demo, *, at: datetime) -> None:
    """Places that nobody has switched yet, on or off. A city without rules of supervision has none."""
    told = demo.data["switched_on"]
    login = identity_queries.login_by_phone(told["by"])
    if login is None:
        raise demo.fault(("switched_on", "by"), "nobody of this file has this phone")
    by = identity_queries.actor(login.pk, at=at)
    with demo.saying("switched_on", "places"):
        try:
            switched = {each.unit for each in supervision_queries.switches(SYSTEM, at=at) if each.at is not None}
        except NoSupervision:
            return
        for place in told["places"]:
            if place not in switched:
                supervision_actions.switch_on(place=place, by=by, at=at)


def _person(demo: Demo, place: int, *, at: datetime) -> UUID:
    row = demo.data["persons"][place]
    with demo.saying("persons", place):
        person_id = identity_actions.enrol_person(
            key=uuid.uuid5(NAMESPACE, row["number"]),
            name=row["name"],
            number=row["number"],
            phone=row["phone"],
            address=row.get("address", ""),
            by=SYSTEM,
            at=at,
        )
        login_id = _login(demo, row["phone"], person_id, Assurance(int(row["level"][1:])), at=at)
        if secret := demo.data.get("second_factor"):
            identity_actions.begin_second_factor(login_id=login_id, secret=secret, by=SYSTEM, at=at)
    holder = Holder(kind=HolderKind.PERSON, id=person_id, name=row["name"], code=row["number"])
    _licences(demo, ("persons", place), holder, at=at)
    return person_id


def _organisation(demo: Demo, place: int, persons: Mapping[str, UUID], *, at: datetime) -> None:
    row, names = demo.data["organisations"][place], {person["key"]: person["name"] for person in demo.data["persons"]}
    representative = next(person for person in demo.data["persons"] if person["key"] == row["legal_representative"])
    with demo.saying("organisations", place):
        organisation_id = identity_actions.enrol_organisation(
            key=uuid.uuid5(NAMESPACE, row["uscc"]),
            name=row["name"],
            uscc=row["uscc"],
            legal_representative_name=representative["name"],
            legal_representative_id=persons[row["legal_representative"]],
            phone=row.get("phone", ""),
            address=row.get("address", ""),
            by=SYSTEM,
            at=at,
        )
    for agent in row["agents"]:
        identity_actions.grant_mandate(
            person_id=persons[agent], organisation_id=organisation_id, valid_from=date.fromisoformat(row["since"]), by=SYSTEM, at=at
        )
    with demo.saying("organisations", place):
        seals.make(organisation_id, row, representative["name"], {key: (persons[key], names[key]) for key in row["agents"]}, at=at)
    holder = Holder(kind=HolderKind.ORGANISATION, id=organisation_id, name=row["name"], code=row["uscc"])
    _licences(demo, ("organisations", place), holder, at=at)


def _staff(demo: Demo, place: int, desks: set[str], *, at: datetime) -> None:
    row = demo.data["staff"][place]
    for desk in row["desks"]:
        if desk not in desks:
            raise demo.fault(("staff", place, "desks"), f"there is no desk `{desk}`")
    with demo.saying("staff", place):
        login_id = _login(demo, row["phone"], None, Assurance.PHONE, at=at)
        identity_actions.appoint_staff(login_id=login_id, name=row["name"], title=row["title"], desks=row["desks"], by=SYSTEM, at=at)


def _login(demo: Demo, phone: str, person_id: UUID | None, assurance: Assurance, *, at: datetime) -> UUID:
    """The login of this phone, made if there is none."""
    known = identity_queries.login_by_phone(phone)
    if known is not None:
        return known.pk
    password = demo.data["password"]
    return identity_actions.bind_login(phone=phone, password=password, person_id=person_id, assurance=assurance, by=SYSTEM, at=at)


def _licences(demo: Demo, path: tuple[str, int], holder: Holder, *, at: datetime) -> None:
    rows = demo.data[path[0]][path[1]].get("licences", ())
    with demo.saying(*path, "licences"):
        licence_actions.seed(stock=[_stock(row, holder, at=at) for row in rows], by=SYSTEM, at=at)


def _stock(row: Mapping[str, Any], holder: Holder, *, at: datetime) -> licence_terms.Stock:
    issued_on = date.fromisoformat(row["issued_on"])
    return licence_terms.Stock(
        type_code=row["type"],
        holder=holder,
        number=row["number"],
        content=row["content"],
        issued_on=issued_on,
        valid_from=issued_on,
        valid_until=date.fromisoformat(row["valid_until"]) if "valid_until" in row else None,
        joint=tuple(_known(each, at=at) for each in row.get("joint", ())),
    )


def _known(row: Mapping[str, str], *, at: datetime) -> Holder:
    """A person known from their papers, without a login."""
    number = identifiers.identity_number(row["number"])
    subject = Subject(kind=HolderKind.PERSON, code_type=IDENTITY_NUMBER, code=number, name=row["name"])
    found = identity_actions.know_subjects(subjects=[subject], by=SYSTEM, at=at)
    return Holder(kind=HolderKind.PERSON, id=found[IDENTITY_NUMBER, number], name=row["name"], code=number)


def code(demo: Demo, *, at: datetime) -> str:
    """The one-time code of now, which every demo person's authenticator app would show."""
    secret = demo.data.get("second_factor", "")
    return one_time.code(secret, one_time.counter_at(at)) if secret else ""


def listing(demo: Demo) -> str:
    """The accounts as a table for a terminal: password once, then who can do what."""
    data = demo.data
    lines = [f"演示账号 Demo accounts    密码 password for all: {data['password']}"]
    if secret := data.get("second_factor"):
        lines += [f"动态验证码的密钥 secret of the one-time codes: {secret}    此刻的码 the code of now: manage.py load_demo --code"]
    lines += ["", "办事的人 Citizens and companies"]
    for row in data["persons"]:
        lines += [f"  {row['phone']}  {_padded(row['name'], 14)}{row['level']}  {row['role']['zh']} {row['role']['en']}"]
        lines += [f"{'':15}{row['can'][language]}" for language in ("zh", "en")]
    lines += ["", "工作人员 Staff (/desk/)"]
    lines += [f"  {row['phone']}  {_padded(row['name'], 14)}{_padded(row['can']['zh'], 48)}{row['can']['en']}" for row in data["staff"]]
    return "\n".join(lines)


def _padded(text: str, width: int) -> str:
    """Chinese characters are two columns wide."""
    used = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(width - used, 1)
