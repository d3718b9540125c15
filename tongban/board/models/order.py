"""What units do about a message: orders, replies, extensions, ratings, reports, and which layer of dispatch decided."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.board.models.message import Message
from tongban.board.terms import OPEN_ORDERS, SETTLED_ORDERS, CallBack, OrderState, ReplyState, Role, UnknownOrder
from tongban.kernel import crypto
from tongban.responsibilities.terms import Layer

NOTE = "board.note"  # binds what was noted to its column


class OrderQuerySet(models.QuerySet["Order"]):
    def of_id(self, order_id: uuid.UUID) -> Order:
        """One order. Raises UnknownOrder."""
        found = next(iter(self.filter(pk=order_id)[:1]), None)
        if found is None:
            raise UnknownOrder(str(order_id))
        return found


class Order(models.Model):
    """A message as one unit has it. `parent` is the order of the unit above, which stays answerable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="orders")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")
    unit = models.CharField(max_length=60)
    role = models.CharField(max_length=8)
    round = models.PositiveSmallIntegerField(default=1)  # 2: after it was reopened
    state = models.CharField(max_length=12)
    emergency = models.BooleanField(default=False)
    assigned_at = models.DateTimeField()
    object_until = models.DateTimeField(null=True)  # until when the unit may say "not ours"
    taken_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()  # the unit's clock: from assignment
    amber_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)  # when more time was given, once; the clock said `due_before` until then
    due_before = models.DateTimeField(null=True)
    next_escalation_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)  # the per cent last told
    settled_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in OrderState]), name="board_order_state"),
            models.CheckConstraint(condition=Q(role__in=[each.value for each in Role]), name="board_order_role"),
            models.UniqueConstraint(fields=["message", "unit", "round"], condition=Q(state__in=OPEN_ORDERS), name="board_order_once"),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED_ORDERS, settled_at__isnull=False) | Q(state__in=OPEN_ORDERS, settled_at__isnull=True),
                name="board_order_settled",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-emergency", "due_at", "id"], condition=Q(state__in=OPEN_ORDERS), name="board_inbox"),
            models.Index(fields=["unit", "-settled_at", "-id"], condition=Q(settled_at__isnull=False), name="board_order_settled_by"),
            models.Index(fields=["next_escalation_at"], condition=Q(next_escalation_at__isnull=False), name="board_to_escalate"),
            models.Index(fields=["message", "assigned_at"], name="board_order_of"),
            models.Index(fields=["due_at"], condition=Q(role=Role.LEAD), name="board_order_due"),
            models.Index(fields=["due_before"], condition=Q(due_before__isnull=False), name="board_order_was_due"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} at {self.unit}"


class Dispatched(models.Model):
    """Which layer decided to ask which unit, and how that came out: the record that makes rules better and texts into training data."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    layer = models.CharField(max_length=12)
    rule = models.CharField(max_length=80, default="")  # key of the rule or line of the duty list
    category = models.CharField(max_length=12, default="")
    unit = models.CharField(max_length=60, default="")  # empty: left to the desk
    probability = models.FloatField(null=True)
    classifier_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    right = models.BooleanField(null=True)  # taken, or returned

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(layer__in=[each.value for each in Layer]), name="board_layer")]
        indexes: ClassVar = [
            models.Index(fields=["message", "at"], name="board_dispatched_of"),
            models.Index(fields=["rule", "at"], condition=~Q(rule=""), name="board_dispatched_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.layer}: {self.unit}"


class Reply(models.Model):
    """An answer, from draft to publication. What is published is never changed; a new answer is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="replies")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="replies")
    unit = models.CharField(max_length=60)
    state = models.CharField(max_length=12)
    text = models.TextField()  # masked when it is published
    end = models.CharField(max_length=12)  # answered, or unsolvable
    shortcomings = models.JSONField(default=list)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    approved_by = models.UUIDField(null=True)
    sent_back_for = models.TextField(default="")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in ReplyState]), name="board_reply_state"),
            models.UniqueConstraint(fields=["order"], condition=~Q(state=ReplyState.PUBLISHED), name="board_one_draft"),
            models.CheckConstraint(
                condition=Q(state=ReplyState.PUBLISHED, published_at__isnull=False, approved_by__isnull=False)
                | (~Q(state=ReplyState.PUBLISHED) & Q(published_at__isnull=True)),
                name="board_reply_published",
            ),
        ]

    def __str__(self) -> str:
        return f"reply of {self.unit}"


class Note(models.Model):
    """A note among those who handle a message; no author ever sees it. Sealed, append-only."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=60)
    text = models.BinaryField()
    written_by = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"a note of {self.unit}"

    def seal(self, words: str) -> Note:
        """Keep what was noted, for those who handle the message."""
        self.text = crypto.encrypt(words, NOTE)
        return self

    def words(self) -> str:
        """What was noted; whoever calls has noted the reading."""
        return crypto.decrypt(bytes(self.text), NOTE)


class Extension(models.Model):
    """More time, asked for by the unit with a reason and given by another person, in public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="extensions")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    limit = models.JSONField()
    reason = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    approver = models.TextField(default="")  # unit and post, as the public reads it
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    due_before = models.DateTimeField()
    new_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message"], condition=Q(granted__isnull=True), name="board_one_extension_asked")
        ]

    def __str__(self) -> str:
        return f"more time for {self.message_id}"


class Rating(models.Model):
    """What one author says of one answer; each author of joined messages rates once a round."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)  # null: by tracking code, or told in a call-back
    solved = models.BooleanField()
    satisfaction = models.PositiveSmallIntegerField()
    words = models.TextField(default="")  # masked
    called_back_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "round", "person_id"], nulls_distinct=False, name="board_rates_once"),
            models.CheckConstraint(condition=Q(satisfaction__range=(1, 5)), name="board_rating_level"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "at"], name="board_rating_of_unit"),
            models.Index(fields=["at"], name="board_rated"),
        ]

    def __str__(self) -> str:
        return f"{self.satisfaction} for {self.unit}"


class CalledBack(models.Model):
    """A call-back by the city's desk, never by the unit concerned."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12)
    called_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=[each.value for each in CallBack]), name="board_called_back")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.at:%F}"


class ReportedUpdate(models.Model):
    """What a unit's system has reported, by its own id of it: told once. `applied` is False where a newer one had come before."""

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="+")
    update_id = models.CharField(max_length=80)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()  # by the clock of the other system
    at = models.DateTimeField()
    applied = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "update_id"], name="board_reported_once")]
        indexes: ClassVar = [models.Index(fields=["message", "client", "-updated_at"], name="board_reported_of")]

    def __str__(self) -> str:
        return self.update_id
