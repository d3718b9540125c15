"""Applicants, clerks, and cases in every state, made through the verbs themselves. Nobody here is real."""

from __future__ import annotations

import itertools
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections, transaction

from tests.cases import city
from tongban.cases import actions
from tongban.cases.models import Case, Step
from tongban.cases.terms import Application, CorrectionItem, Decision, Handed, Opinion, Shortcoming, Turn
from tongban.catalog import actions as catalog_actions
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, Actor, ActorKind, Assurance, HolderKind
from tongban.kernel import files, identifiers
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.files import FileRow, Upload
from tongban.kernel.models.ledger import LedgerEntry
from tongban.kernel.models.reads import Read
from tongban.licences import actions as licence_actions
from tongban.licences.models import Licence
from tongban.licences.terms import Stock

MORNING = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)  # Monday, ten o'clock in the city
PDF = b"%PDF-1.7\n" + b"0" * 200 + b"\n%%EOF\n"
MISSING = CorrectionItem("material:report", Shortcoming.MISSING, "请上传盖章的审计报告")
WRONG = CorrectionItem("field:grade", Shortcoming.INCORRECT, "三级企业不能越级申请")
_serials = itertools.count(1)


def load(*codes: str, at: datetime = MORNING) -> None:
    """The test city with these services, or with all of them."""
    contents = city.contents()
    left_out = {city.file_of(code) for code in city.SERVICES if codes and code not in codes}
    chosen = {name: each for name, each in contents.items() if name not in left_out}
    catalog_actions.load_city(files=city.files(chosen), by=SYSTEM, at=at)


def identity_number(serial: int) -> str:
    body = f"99999919900101{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, identifiers.IDENTITY_WEIGHTS, strict=True))
    return body + identifiers.IDENTITY_CHECKS[total % 11]


def make_person(name: str = "演示甲") -> uuid.UUID:
    serial = next(_serials)
    return identity_actions.enrol_person(
        key=uuid.uuid4(),
        name=name,
        number=identity_number(serial % 1000),
        phone="13800000000",
        address="榕城市示例路2号",
        by=SYSTEM,
        at=MORNING,
    )


def make_company(name: str = "榕城示例工程有限公司") -> uuid.UUID:
    return identity_actions.enrol_organisation(
        key=uuid.uuid4(),
        name=name,
        uscc=city.credit_code(1000 + next(_serials)),
        legal_representative_name="演示乙",
        phone="0999-8111111",
        address="榕城市示例路3号",
        by=SYSTEM,
        at=MORNING,
    )


def a_person(person_id: uuid.UUID | None = None, **changes: Any) -> Actor:
    """Somebody signed in as a person, whose face was recognised."""
    spec: dict[str, Any] = {"kind": ActorKind.PERSON, "id": uuid.uuid4(), "name": "演示甲", "level": Assurance.FACE}
    return Actor(**spec | {"person_id": person_id or make_person()} | changes)


def an_agent(*companies: uuid.UUID, **changes: Any) -> Actor:
    """Somebody with a mandate of these companies."""
    return a_person(mandates=frozenset(companies), **changes)


def a_clerk(*desks: str, **changes: Any) -> Actor:
    return Actor(**{"kind": ActorKind.STAFF, "id": uuid.uuid4(), "name": "演示科员", "desks": frozenset(desks)} | changes)


def make_licence(holder_id: uuid.UUID, code: str = "BL", **changes: Any) -> Licence:
    """A licence of this holder, valid from January for five years."""
    holder = identity_queries.holder(holder_id, by=SYSTEM, at=MORNING, purpose="test")
    assert holder is not None
    spec: dict[str, Any] = {
        "type_code": code,
        "holder": holder,
        "number": uuid.uuid4().hex[:20].upper(),
        "content": {"BL": {"capital": 500, "address": "榕城市示例路3号"}, "RC": {"specialty": "water"}}[code],
        "issued_on": date(2026, 1, 1),
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2030, 12, 31),
    }
    stock = Stock(**spec | changes)
    licence_actions.seed(stock=[stock], by=SYSTEM, at=MORNING)
    return Licence.objects.get(number=stock.number)


def an_upload(key: str, name: str = "示例.pdf", content: bytes = PDF) -> Handed:
    """A file that is in the store, as a material."""
    return Handed(key=key, file_digest=files.keep(content, media_type="application/pdf", at=MORNING).digest, file_name=name)


def uploaded(*materials: Handed, by: Actor) -> None:
    """These files are this actor's own, as if they had just come through a door; what is not in the store stays unknown."""
    stored = FileRow.objects.filter(digest__in={each.file_digest for each in materials if each.file_digest})
    if by.id is not None:
        Upload.objects.bulk_create([Upload(file=row, actor_id=by.id, stored_at=MORNING) for row in stored], ignore_conflicts=True)


FORMS: dict[str, dict[str, Any]] = {
    city.QUALIFICATION: {
        "company_name": "榕城示例工程有限公司",
        "capital": 500,
        "contact": "演示甲",
        "phone": "13800000000",
        "trades": ["water", "road"],
        "grade": "third",
    },
    city.CHECKED: {"name": "示例泵站", "days": 90, "wet": True, "parts": ["pump", "road"]},
    city.NESTED: {"name": "示例会所", "river": True, "size": 120.5},
    city.SHORT: {"amount": 300, "kind": "once"},
    city.ON_THE_SPOT: {"copies": 1},
}


def an_application(service: str, applicant_id: uuid.UUID, *, form: dict[str, Any] | None = None, **changes: Any) -> Application:
    """What a company (for the benefit, a person) hands in for a service; `form` replaces single answers."""
    spec: dict[str, Any] = {
        "service": service,
        "applicant_kind": HolderKind.PERSON if service == city.SHORT else HolderKind.ORGANISATION,
        "applicant_id": applicant_id,
        "situation": {"purpose": "first"} if service == city.QUALIFICATION else {},
        "form": FORMS[service] | (form or {}),
        "materials": (),
    }
    if service == city.QUALIFICATION and "materials" not in changes:
        licence = Licence.objects.filter(holder_id=applicant_id, type="BL").first() or make_licence(applicant_id)
        spec["materials"] = (Handed("business_licence", licence_id=licence.pk), an_upload("report"))
    return Application(**spec | changes)


@dataclass
class Play:
    """One case as it goes on: who handed it in, where the last act left it, and the hour of the next."""

    service: str
    agent: Actor
    turn: Turn
    at: datetime

    @property
    def row(self) -> Case:
        """The case as it stands in the database."""
        return Case.objects.get(pk=self.turn.case_id)

    @property
    def open_keys(self) -> list[str]:
        return sorted(key for _id, key, _desk in self.turn.opened)

    def step(self, key: str) -> uuid.UUID:
        return next(step_id for step_id, open_key, _desk in self.turn.opened if open_key == key)

    def clerk(self, key: str) -> Actor:
        return a_clerk(next(desk for _id, open_key, desk in self.turn.opened if open_key == key))

    def wait(self, **time: float) -> Play:
        self.at += timedelta(**time)
        return self

    def act(self, key: str, **answer: Any) -> Turn:
        """Settle an open step as its desk would when all is well; `answer` says otherwise."""
        does = city.SERVICES[self.service]["route"][key]["does"]
        usual: dict[str, Any] = {
            "check": {"opinion": Opinion.AGREE, "items": ()},
            "accept": {},
            "review": {"opinion": Opinion.AGREE, "reason": ""},
            "decide": {"decision": Decision.GRANT, "reasons": ""},
        }[does]
        told = {"step_id": self.step(key), "by": self.clerk(key), "at": self.at} | usual | answer
        self.turn = getattr(actions, does)(**told)
        return self.turn

    def ask_correction(self, *items: CorrectionItem, **answer: Any) -> Turn:
        told: dict[str, Any] = {"case_id": self.turn.case_id, "items": items or (MISSING,), "by": self.window, "at": self.at}
        self.turn = actions.ask_correction(**told | answer)
        return self.turn

    def correct(self, *materials: Handed, form: dict[str, Any] | None = None, **answer: Any) -> Turn:
        """Answer the notice; `form` replaces single answers."""
        told: dict[str, Any] = {
            "case_id": self.turn.case_id,
            "key": uuid.uuid4(),
            "form": self.row.form | (form or {}),
            "materials": materials,
            "by": self.agent,
            "at": self.at,
        }
        uploaded(*materials, by=(told | answer)["by"])
        self.turn = actions.correct(**told | answer)
        return self.turn

    def withdraw(self, **answer: Any) -> Turn:
        told: dict[str, Any] = {"case_id": self.turn.case_id, "reason": "", "by": self.agent, "at": self.at}
        self.turn = actions.withdraw(**told | answer)
        return self.turn

    @property
    def window(self) -> Actor:
        return a_clerk(next(each["desk"] for each in city.SERVICES[self.service]["route"].values() if each["does"] == "accept"))


def submitted(service: str = city.QUALIFICATION, *, at: datetime = MORNING, **changes: Any) -> Play:
    """A case just handed in, by a company's agent or, for the benefit, by the person."""
    applicant = make_person() if service == city.SHORT else make_company()
    agent = a_person(applicant) if service == city.SHORT else an_agent(applicant)
    application = an_application(service, applicant, **changes)
    uploaded(*application.materials, by=agent)
    return Play(service, agent, actions.submit(key=uuid.uuid4(), application=application, by=agent, at=at), at)


def correcting(service: str = city.QUALIFICATION, *items: CorrectionItem, **changes: Any) -> Play:
    """Waiting for the applicant since an hour after it was handed in."""
    play = submitted(service, **changes).wait(hours=1)
    play.ask_correction(*items)
    return play.wait(hours=1)


def accepted(service: str = city.QUALIFICATION, **changes: Any) -> Play:
    """Taken on an hour after it was handed in; checks before that found nothing."""
    play = submitted(service, **changes).wait(hours=1)
    for key in [key for key in play.open_keys if key != "accept"]:
        play.act(key)
    play.act("accept")
    return play.wait(hours=1)


def in_review(**changes: Any) -> Play:
    """The qualification, on the desks of two departments at once."""
    play = accepted(city.QUALIFICATION, **changes)
    play.act("screen")
    return play.wait(hours=1)


def at_decision(service: str = city.QUALIFICATION, **changes: Any) -> Play:
    """Everybody has agreed; only the decision is missing."""
    play = accepted(service, **changes)
    while "conclude" not in play.open_keys:
        for key in play.open_keys:
            play.act(key)
        play.wait(hours=1)
    return play


def rows() -> dict[str, int]:
    """How many rows every table has, in one statement."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


@contextmanager
def refused(*kinds: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """The verb inside refuses, and nothing has changed: no table has a row more or less, no case stands elsewhere."""
    before = rows(), _standing()
    with pytest.raises(kinds) as told, transaction.atomic():
        yield told
    assert (rows(), _standing()) == before


def _standing() -> list[Any]:
    return [*Case.objects.order_by("pk").values(), *Step.objects.order_by("pk").values()]


@dataclass(frozen=True)
class Trace:
    """What an act has left behind: its entry in the ledger, its fact, its line of the history."""

    act: str
    basis: str
    codes: dict[str, str]
    fact: str
    payload: dict[str, Any]
    detail: dict[str, Any]


def last_trace(play: Play) -> Trace:
    """Of the last act on a case."""
    entry = LedgerEntry.objects.filter(subject_id=str(play.turn.case_id)).order_by("-id")[0]
    fact = FactRow.objects.filter(aggregate_id=play.turn.case_id).order_by("-sequence")[0]
    line = play.row.history.order_by("-id")[0]
    assert (entry.at, fact.at, line.at) == (play.at, play.at, play.at)
    return Trace(entry.act, entry.basis, entry.codes, fact.name, fact.payload, line.detail)


def clocks(play: Play) -> list[tuple[str, str]]:
    """The clock ledger of a case without its step clocks, as (clock, tick), in the order in which it was written."""
    return list(play.row.clock_entries.exclude(clock="step").order_by("id").values_list("clock", "tick"))


def running(play: Play) -> set[str]:
    """The clocks of a case and its steps that were started and not stopped."""
    ticks = play.row.clock_entries.order_by("id").values_list("clock", "step_id", "round", "tick")
    last = {(clock, step, turn): tick for clock, step, turn, tick in ticks}
    return {clock for (clock, _step, _round), tick in last.items() if tick != "stop"}


def stages(play: Play) -> dict[tuple[str, int], str]:
    """Where each step stands, by key and round."""
    return {(step.key, step.round): step.state for step in play.row.steps.all()}


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts at the same instant, each on a connection of its own; what each returned, or the exception it ended with."""
    barrier, outcomes = threading.Barrier(len(acts), timeout=20), [object()] * len(acts)

    def act(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            outcomes[place] = acts[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def reads_after(mark: int) -> list[Read]:
    """The rows in the log of reads since then; `last_read` gives the mark."""
    return list(Read.objects.filter(pk__gt=mark).order_by("pk"))


def last_read() -> int:
    return Read.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def jobs(task: str) -> list[dict[str, Any]]:
    """The arguments of jobs that wait for the worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' ORDER BY id", [task])
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
