"""A message to the city: what the public may read in plain columns, who wrote it and what they wrote under seal."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from tongban.board.terms import AuthorKind, Channel, End, MessageState, Screening, Suggested, UnknownMessage, UnknownOrder, Visibility
from tongban.kernel import crypto
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

MONTH = "(extract(year FROM %(expressions)s AT TIME ZONE 'UTC') * 12 + extract(month FROM %(expressions)s AT TIME ZONE 'UTC'))::int"
WRITTEN = "board.written"  # binds what was written to its column
AUTHOR = "board.author"
SAID = "board.said"


class MessageQuerySet(models.QuerySet["Message"]):
    def of_id(self, message_id: uuid.UUID) -> Message:
        """One message. Raises UnknownMessage."""
        return self._only_one(UnknownMessage, pk=message_id)

    def of_number(self, number: str) -> Message:
        """One message by its number. Raises UnknownMessage."""
        return self._only_one(UnknownMessage, number=number)

    def of_order(self, order_id: uuid.UUID) -> Message:
        """The message of an order. Raises UnknownOrder."""
        return self._only_one(UnknownOrder, orders__pk=order_id)

    def of_reply(self, reply_id: uuid.UUID) -> Message:
        """The message of a reply. Raises UnknownOrder."""
        return self._only_one(UnknownOrder, replies__pk=reply_id)

    def of_extension(self, extension_id: uuid.UUID) -> Message:
        """The message for which more time is asked. Raises UnknownOrder."""
        return self._only_one(UnknownOrder, extensions__pk=extension_id)

    def _only_one(self, refused: type[Exception], **told: Any) -> Message:
        found = next(iter(self.filter(**told)[:1]), None)
        if found is None:
            raise refused(*map(str, told.values()))
        return found

    def displayed(self) -> MessageQuerySet:
        """What everybody may read."""
        return self.filter(displayed=True)

    def open(self) -> MessageQuerySet:
        return self.exclude(state__in=[MessageState.ANSWERED, MessageState.CLOSED])


class Message(models.Model):
    """The current state; how it came about is in the track. `due_at` is the citizen's clock: from sending, moved only by an extension.

    `title`, `text` and `place` are masked; the words as they were written are in `written`, for whoever handles it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    release_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    source = models.CharField(max_length=40, default="")
    foreign_number = models.CharField(max_length=80, default="")
    visibility = models.CharField(max_length=8)
    title = models.TextField()
    text = models.TextField()
    place = models.TextField(default="")
    district = models.CharField(max_length=40, default="")
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    written = models.BinaryField()  # {title, text, address}
    author_kind = models.CharField(max_length=12)
    author_id = models.UUIDField(null=True)  # identity.Person of an account
    author = models.BinaryField()  # {name, phone}: sealed, for whoever may reach them
    free_name = models.CharField(max_length=40, default="")
    code_hash = models.CharField(max_length=64, default="")
    taken_by = models.UUIDField(null=True)  # the operator who wrote it down
    category = models.CharField(max_length=12, default="")
    wished_unit = models.CharField(max_length=60, default="")
    # Departments that the words of a report name, and those of them that it is not about. The stubs do not know `db_default` here.
    names = ArrayField(models.CharField(max_length=60), default=list, db_default=[])  # pyright: ignore[reportCallIssue]
    mentioned = ArrayField(models.CharField(max_length=60), default=list, db_default=[])  # pyright: ignore[reportCallIssue]
    tier = models.CharField(max_length=40)
    emergency = models.BooleanField(default=False)
    state = models.CharField(max_length=12)
    end = models.CharField(max_length=12, null=True)  # noqa: DJ001 - null: not ended
    screening = models.CharField(max_length=12)
    screening_due_at = models.DateTimeField(null=True)
    screening_next_at = models.DateTimeField(null=True)  # when whoever screens is told that the limit is about to lapse, or has lapsed
    removed_for = models.CharField(max_length=20, default="")
    screened_at = models.DateTimeField(null=True)  # when somebody last decided whether it is displayed
    displayed = models.BooleanField(default=False)
    unit = models.CharField(max_length=60, default="")  # who has it now
    first_unit = models.CharField(max_length=60, default="")  # who was asked first, and stays responsible until another has taken it
    returns = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    accept_due_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    refused_for = models.CharField(max_length=40, default="")
    due_at = models.DateTimeField()
    amber_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)  # the latest public answer
    first_answered_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)  # stored when it is first answered, and never again
    rating_until = models.DateTimeField(null=True)
    solved = models.BooleanField(null=True)  # as its author rated it; null: not rated, which is not good
    satisfaction = models.PositiveSmallIntegerField(null=True)
    called_back = models.CharField(max_length=12, default="")
    reopened = models.BooleanField(default=False)
    cleared = models.BooleanField(default=False)  # for the media at the joint desk
    urged_at = models.DateTimeField(null=True)  # when a body of the joint desk last urged whoever has it
    suggested = models.CharField(max_length=12, default="")
    suggested_reason = models.TextField(default="")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()  # for feeds and conditional reads
    followers = models.PositiveIntegerField(default=0)
    likeness = models.BigIntegerField(default=0)  # equal where the words are the same but for blanks and marks
    appealed_at = models.DateTimeField(null=True)  # its author asks somebody else to look at a removal again
    terms = SearchVectorField()  # bigrams of what is displayed

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in Kind]), name="board_kind"),
            models.CheckConstraint(condition=Q(channel__in=[each.value for each in Channel]), name="board_channel"),
            models.CheckConstraint(condition=Q(visibility__in=[each.value for each in Visibility]), name="board_visibility"),
            models.CheckConstraint(condition=Q(author_kind__in=[each.value for each in AuthorKind]), name="board_author_kind"),
            models.CheckConstraint(condition=Q(state__in=[each.value for each in MessageState]), name="board_state"),
            models.CheckConstraint(condition=Q(screening__in=[each.value for each in Screening]), name="board_screening"),
            models.CheckConstraint(condition=Q(suggested__in=["", *(each.value for each in Suggested)]), name="board_suggested"),
            models.CheckConstraint(
                condition=Q(state=MessageState.CLOSED, end__isnull=False, closed_at__isnull=False)
                | (~Q(state=MessageState.CLOSED) & Q(end__isnull=True, closed_at__isnull=True)),
                name="board_closed",
            ),
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__in=[each.value for each in End]), name="board_end"),
            models.CheckConstraint(
                condition=Q(displayed=False)
                | (
                    ~Q(kind=Kind.REPORT)
                    & Q(visibility=Visibility.PUBLIC)
                    & ~Q(author_kind=AuthorKind.CODE)
                    & ~Q(screening=Screening.REMOVED)
                ),
                name="board_displayed",
            ),
            models.CheckConstraint(condition=~Q(end=End.REFUSED) | ~Q(refused_for=""), name="board_refused_with_ground"),
            models.CheckConstraint(condition=~Q(screening=Screening.REMOVED) | ~Q(removed_for=""), name="board_removed_with_reason"),
            models.CheckConstraint(condition=Q(end=End.MERGED, merged_into__isnull=False) | ~Q(end=End.MERGED), name="board_merged"),
            models.CheckConstraint(condition=Q(returns__lte=1), name="board_returned_once"),
            models.CheckConstraint(condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)), name="board_satisfaction"),
            models.CheckConstraint(condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)), name="board_longitude"),
            models.CheckConstraint(condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)), name="board_latitude"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, on_time__isnull=True) | Q(answered_at__isnull=False),
                name="board_on_time_of_an_answer",
            ),
            models.UniqueConstraint(fields=["source", "foreign_number"], condition=~Q(foreign_number=""), name="board_foreign_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], condition=Q(displayed=True), name="board_newest"),
            models.Index(fields=["category", "-received_at", "-id"], condition=Q(displayed=True), name="board_of_category"),
            models.Index(fields=["district", "-received_at", "-id"], condition=Q(displayed=True), name="board_of_district"),
            models.Index(fields=["unit", "-received_at", "-id"], condition=Q(displayed=True), name="board_of_unit"),
            models.Index(fields=["-changed_at", "-id"], condition=Q(displayed=True), name="board_changed"),
            models.Index(fields=["changed_at"], condition=Q(displayed=False), name="board_changed_unseen"),
            models.Index(fields=["author_id", "-received_at"], condition=Q(author_id__isnull=False), name="board_of_author"),
            models.Index(
                fields=["emergency", "accept_due_at"],
                condition=Q(state__in=[MessageState.RECEIVED, MessageState.ACCEPTED]),
                name="board_at_the_desk",
            ),
            models.Index(fields=["screening_due_at", "id"], condition=Q(screening=Screening.WAITING), name="board_to_screen"),
            models.Index(fields=["screening_next_at"], condition=Q(screening_next_at__isnull=False), name="board_screening_lapses"),
            models.Index(fields=["-screened_at", "-id"], condition=Q(screened_at__isnull=False), name="board_screened"),
            models.Index(fields=["appealed_at"], condition=Q(appealed_at__isnull=False), name="board_appealed"),
            models.Index(fields=["likeness", "-received_at"], name="board_alike"),
            models.Index(fields=["rating_until"], condition=Q(state=MessageState.ANSWERED), name="board_to_close"),
            models.Index(
                fields=["answered_at"],
                condition=Q(solved__isnull=True, answered_at__isnull=False, called_back=""),
                name="board_to_call_back",
            ),
            models.Index(fields=["answered_at"], condition=Q(solved__isnull=True, called_back="unreached"), name="board_to_call_again"),
            models.Index(fields=["received_at"], name="board_received"),
            *(
                models.Index(fields=["-received_at", "-id"], condition=Q(**{column: True}), name=f"board_{column}")
                for column in ("cleared", "emergency", "reopened")  # few among all, listed by whoever watches them
            ),
            models.Index(
                fields=["due_at"], condition=Q(first_answered_at__isnull=True) & ~Q(state=MessageState.CLOSED), name="board_falls_due"
            ),
            models.Index(F("suggested"), F("closed_at").desc(), condition=~Q(suggested=""), name="board_suggestions"),
            # by the month too, so that a word which half of all messages have is looked up in the newest alone (queries.finding)
            GinIndex(F("terms"), Func(F("received_at"), template=f"ARRAY[{MONTH}]"), condition=Q(displayed=True), name="board_terms"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_urged(self) -> bool:
        """Since it was last answered."""
        return self.urged_at is not None and (self.answered_at is None or self.answered_at < self.urged_at)

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; one that was joined with another only with the answer."""
        return max(self.closed_at, self.answered_at or self.closed_at) if self.closed_at else None

    def seal(self, written: Mapping[str, str], author: Mapping[str, str]) -> None:
        """Keep what was written and who wrote it, readable for whoever may see it and asks with a purpose."""
        self.written = crypto.encrypt(json.dumps(dict(written), ensure_ascii=False), WRITTEN)
        self.author = crypto.encrypt(json.dumps(dict(author), ensure_ascii=False), AUTHOR)

    def words(self) -> dict[str, str]:
        """Title, text and address as they were written; whoever calls has noted the reading."""
        return json.loads(crypto.decrypt(bytes(self.written), WRITTEN))

    def whose(self) -> dict[str, Any]:
        """Name and phone of the author; whoever calls has noted the reading and its reason."""
        return json.loads(crypto.decrypt(bytes(self.author), AUTHOR))


class Picture(models.Model):
    """A photo of a message, re-encoded, without the data that a camera leaves in it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="pictures")
    place = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    thumbnail = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    removed_for = models.CharField(max_length=20, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "place"], name="board_picture_place")]

    def __str__(self) -> str:
        return self.digest[:12]


class KeptPictureQuerySet(models.QuerySet["KeptPicture"]):
    def of_draft(self, draft: uuid.UUID, uploaders: Collection[uuid.UUID]) -> KeptPictureQuerySet:
        """Those that one of these has kept; a program that has no browser is known by the key of the draft alone."""
        return self.filter(Q(kept_by__in=uploaders) if uploaders else Q(kept_by__isnull=True), draft=draft)


class KeptPicture(models.Model):
    """A photo that was uploaded for a message not sent yet; `draft` is the key with which that will be sent, known to its author alone."""

    draft = models.UUIDField()
    kept_by = models.UUIDField(null=True)  # the account, or what the browser is known by in its session
    digest = models.CharField(max_length=64)
    thumbnail = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    objects = KeptPictureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "digest"], name="board_kept_once")]
        indexes: ClassVar = [models.Index(fields=["kept_at"], name="board_kept")]

    def __str__(self) -> str:
        return self.digest[:12]


class Track(models.Model):
    """One step of a message, append-only. `words` is public where `public` is; `codes` holds ids and short codes."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="track")
    at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    unit = models.CharField(max_length=60, default="")
    words = models.TextField(default="")  # masked
    sealed = models.BinaryField(default=b"")  # the words as they were said, for whoever handles it
    codes = models.JSONField(default=dict)
    public = models.BooleanField(default=True)
    actor_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["message", "at", "id"], name="board_track_of"),
            BrinIndex(fields=["at"], name="board_track_lately", autosummarize=True),  # all steps of a time
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.message_id}"

    def seal(self, words: str) -> Track:
        """Keep the words as they were said, beside what everybody reads of them."""
        self.sealed = crypto.encrypt(words, SAID)
        return self

    def said(self) -> str:
        """The words as they were said; whoever calls has noted the reading."""
        return crypto.decrypt(bytes(self.sealed), SAID) if bytes(self.sealed) else ""


class Follower(models.Model):
    """Somebody who follows a message, or has joined it instead of writing the same again."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    joined = models.BooleanField(default=False)  # the answer is for them as well, and they rate it
    followed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "person_id"], name="board_follows_once")]
        indexes: ClassVar = [models.Index(fields=["person_id", "-followed_at"], name="board_followed_by")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.message_id}"
