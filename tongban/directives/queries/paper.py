"""The paper of a supervision order, after DB41/T 1860-2019 annex D: sealed by the unit that issues it, drawn once and kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.directives import access, events
from tongban.directives.models import Paper
from tongban.directives.models.watched import WATCHED
from tongban.directives.queries.seen import seen_units
from tongban.directives.terms import Cites, Ground, OrderAct, OrderPaper, UnknownOrder
from tongban.identity import queries as identity_queries
from tongban.kernel import clock, documents, facts, files, imprints, ledger, rows, signing
from tongban.kernel.limits import Limit, limit_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from tongban.directives.models import Order
    from tongban.directives.models.orders import Step
    from tongban.identity.terms import Actor

TEMPLATE = Path(__file__).resolve().parents[1] / "papers" / "order.typ"
REASON = "签发督办单"
GROUNDS = {
    Ground.LIGHT: "办理时限亮灯",
    Ground.SURGE: "群众集中反映",
    Ground.LEADER: "领导交办",
    Ground.SECOND_COMPLAINT: "群众再次反映",
    Ground.INTERVIEW: "约谈后续",
}
CITED = {Cites.MESSAGE: "留言", Cites.CASE: "办件"}  # others have no number that people know
OUTCOMES = {OrderAct.SEND_BACK.value: "退回重办", OrderAct.CLOSE.value: "办结"}


def order_paper(paper_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """The sealed PDF; made now if the job has not made it yet. For supervisors, and the unit with those above it. Refuses: UnknownOrder."""
    row = Paper.objects.select_related("order").filter(seen_units(by, on="order__"), pk=paper_id).first()
    if row is None:
        raise UnknownOrder(str(paper_id))
    return files.read(row.document_digest or _made(row.pk, by=by, at=at))


def make(paper_id: UUID, *, by: Actor, at: datetime) -> str:
    """Draw and seal a paper, once; the digest of its PDF. For the system. Refuses: Denied, UnknownOrder."""
    access.require_system(by)
    return _made(paper_id, by=by, at=at)


def form(kind: OrderPaper, row: Order, steps: Iterable[Step]) -> dict[str, Any]:
    """What the paper says, frozen as it is now. Of the notice what the unit fills in is empty."""
    told = [{"act": each.act, "name": each.actor_name, "on": _day(each.at), "words": each.words} for each in steps]
    voided = [each for each in told if each["act"] == OrderAct.WITHDRAW]
    cited = [reference.partition(":") for reference in row.references]
    return {
        "kind": kind.value,
        "number": row.number,
        "ground": GROUNDS[Ground(row.ground)],
        "references": [f"{CITED[Cites(kind)]}{code}" for kind, _, code in cited if Cites(kind) in CITED],
        "unit": identity_queries.department(row.unit).name.zh,
        "matter": row.matter,
        "demand": row.demand,
        "limit": limit_words(Limit.of(row.limit))[0],
        "due_on": _day(row.due_at),
        "provisional": row.provisional,
        "issuer": identity_queries.department(row.issuer).name.zh,
        "issued_by": next(each["name"] for each in told if each["act"] == OrderAct.ISSUE),
        "issued_on": _day(row.issued_at),
        "received": [each for each in told if each["act"] == OrderAct.RECEIVE],
        "replies": [each for each in told if each["act"] == OrderAct.REPLY],
        "checks": [each | {"outcome": OUTCOMES[each["act"]]} for each in told if each["act"] in OUTCOMES],
        **({"voided": voided[0]} if voided else {}),
    }


def _made(paper_id: UUID, *, by: Actor, at: datetime) -> str:
    """Whoever asks first makes it under the paper's lock; whoever comes second finds it."""
    with transaction.atomic():
        row = Paper.objects.select_for_update(of=("self",)).select_related("order").filter(pk=paper_id).first()
        if row is None:
            raise UnknownOrder(str(paper_id))
        if row.document_digest:
            return row.document_digest
        pdf = documents.render_readable(TEMPLATE, row.data, at=row.issued_at)
        signed = signing.sign_pdf(pdf, signer=row.order.issuer, name=row.data["issuer"], reason=REASON, at=at)
        row.document_digest = files.keep(signed, media_type="application/pdf", at=at).digest
        codes = {"kind": row.kind} | imprints.of((WATCHED[Paper], row, ["document_digest"]))
        fact = events.OrderPaperMade(order_id=row.order_id, unit=row.order.unit, kind=row.kind, at=at)
        rows.write(
            rows.update(row, ["document_digest"]),
            ledger.entry("directives.make_order_paper", by=by, at=at, subject=row.order, codes=codes, digest=row.document_digest),
            facts.entry(fact),
        )
    return row.document_digest


def _day(at: datetime) -> str:
    return clock.city_date(at).isoformat()
