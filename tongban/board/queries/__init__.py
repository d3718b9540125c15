"""Questions about messages."""

from tongban.board.queries.again import wrote_again
from tongban.board.queries.almanac import almanac
from tongban.board.queries.audit import audit
from tongban.board.queries.before import before_sending, danger_and_likeness
from tongban.board.queries.dispatch_report import dispatch_report, training_texts
from tongban.board.queries.due import due_by_unit, due_items, rated_by_unit
from tongban.board.queries.duty import calling, duty_counts, duty_queue, matter, to_ask, to_call_back
from tongban.board.queries.figures import Level, figures
from tongban.board.queries.inbox import SHELVES, counts, extensions_to_decide, inbox, settled, to_approve
from tongban.board.queries.joint import JOINT_SHELVES, joint, joint_rights
from tongban.board.queries.lights import lights, lit
from tongban.board.queries.masks import candidates, hidden_by_office, masked, preview
from tongban.board.queries.numbers import public_numbers
from tongban.board.queries.order import handled, message_id, numbers_of, order, order_of
from tongban.board.queries.photos import kept_photo, photo, photo_digest
from tongban.board.queries.proposing import proposals
from tongban.board.queries.public import (
    changes_since,
    followed,
    lines_of,
    message,
    messages,
    mine,
    newest_change,
    read_number,
    stamp,
    suggestions,
)
from tongban.board.queries.rated import (
    rated_items,
)
from tongban.board.queries.requests import requests, steps
from tongban.board.queries.screening import screened, to_screen
from tongban.board.queries.search import export, guides_for, search
from tongban.board.queries.seen import as_seen
from tongban.board.queries.similar import similar
from tongban.board.queries.snapshots import authors_of, gathered, ratings_snapshot, snapshot
from tongban.board.queries.weeks import first_day, received_by_week, week_cells
