"""Questions about messages."""

from tongban.board.queries.almanac import almanac
from tongban.board.queries.audit import audit
from tongban.board.queries.before import before_sending, danger_and_likeness
from tongban.board.queries.clients import client_by_key, clients
from tongban.board.queries.dispatch_report import dispatch_report, training_texts
from tongban.board.queries.duty import calling, duty_counts, duty_queue, matter, to_ask, to_call_back
from tongban.board.queries.figures import Level, figures
from tongban.board.queries.inbox import SHELVES, counts, extensions_to_decide, inbox, settled, to_approve
from tongban.board.queries.joint import JOINT_SHELVES, joint, joint_rights
from tongban.board.queries.masks import candidates, hidden_by_office, masked, preview
from tongban.board.queries.numbers import public_numbers
from tongban.board.queries.order import handled, message_id, numbers_of, order, order_of
from tongban.board.queries.photos import kept_photo, photo, photo_digest
from tongban.board.queries.proposing import proposals
from tongban.board.queries.public import changes_since, followed, message, messages, mine, newest_change, read_number, stamp, suggestions
from tongban.board.queries.requests import requests, steps
from tongban.board.queries.screening import screened, to_screen
from tongban.board.queries.search import export, guides_for, search
from tongban.board.queries.seen import as_seen
from tongban.board.queries.similar import similar

__all__ = [
    "JOINT_SHELVES",
    "SHELVES",
    "Level",
    "almanac",
    "as_seen",
    "audit",
    "before_sending",
    "calling",
    "candidates",
    "changes_since",
    "client_by_key",
    "clients",
    "counts",
    "danger_and_likeness",
    "dispatch_report",
    "duty_counts",
    "duty_queue",
    "export",
    "extensions_to_decide",
    "figures",
    "followed",
    "guides_for",
    "handled",
    "hidden_by_office",
    "inbox",
    "joint",
    "joint_rights",
    "kept_photo",
    "masked",
    "matter",
    "message",
    "message_id",
    "messages",
    "mine",
    "newest_change",
    "numbers_of",
    "order",
    "order_of",
    "photo",
    "photo_digest",
    "preview",
    "proposals",
    "public_numbers",
    "read_number",
    "requests",
    "screened",
    "search",
    "settled",
    "similar",
    "stamp",
    "steps",
    "suggestions",
    "to_approve",
    "to_ask",
    "to_call_back",
    "to_screen",
    "training_texts",
]
