"""What the ledger remembers of rows of the board, so that `manage.py verify_ledger` finds whatever was changed behind the verbs' back."""

from tongban.board.models.message import Message, Picture, Track
from tongban.board.models.order import CalledBack, Dispatched, Extension, Note, Order, Rating, Reply
from tongban.kernel.imprints import Watched

ANSWERED = ("answered_at", "first_answered_at", "on_time", "rating_until")
COLUMNS = (
    "number kind channel source foreign_number visibility title text place district written author_kind author_id author free_name "
    "code_hash taken_by category wished_unit tier emergency state end screening screening_due_at removed_for displayed unit "
    "first_unit returns received_at accept_due_at accepted_at refused_for due_at provisional extended answered_at first_answered_at "
    "on_time rating_until solved satisfaction called_back reopened cleared suggested suggested_reason merged_into closed_at "
    "appealed_at screened_at urged_at"
)
MESSAGE = Watched(Message, tuple(COLUMNS.split()), "id", unless=("merged_into", ANSWERED))
ORDER = "parent unit role round state emergency assigned_at object_until taken_at due_at settled_at on_time extended_at due_before"
REPLY = "order unit state text end drafted_by drafted_at version approved_by sent_back_for published_at"
EXTENSION = "order limit reason asked_by asked_at decided_by approver decided_at granted due_before new_due_at"
DISPATCHED = "order layer rule category unit probability classifier_id at actor_id"  # what came of it, `right`, follows the orders
OTHERS = (
    Watched(Order, tuple(ORDER.split()), "id"),
    Watched(Reply, tuple(REPLY.split()), "id"),
    Watched(Extension, tuple(EXTENSION.split()), "id"),
    Watched(Picture, ("digest", "thumbnail", "removed_for"), "place"),
    Watched(Track, ("at", "kind", "unit", "words", "sealed", "codes", "public", "actor_id")),
    Watched(Rating, ("round", "unit", "person_id", "solved", "satisfaction", "words", "called_back_by", "at")),
    Watched(Note, ("unit", "text", "written_by", "at")),
    Watched(CalledBack, ("outcome", "called_by", "at")),
    Watched(Dispatched, tuple(DISPATCHED.split()), later=True),
)
WATCHED = {each.table: each for each in (MESSAGE, *OTHERS)}
