"""Who may see a message and do an act on it: staff in `staff`; authors, the public and screeners beside it."""

from tongban.board.access.authors import (
    author_kind,
    code_hash,
    handles,
    is_verified,
    made_code,
    person,
    require_account,
    require_author,
    require_importer,
    require_writer,
    uploaders,
    wrote,
)
from tongban.board.access.clients import require_reporter
from tongban.board.access.raters import require_rater, round_to_rate
from tongban.board.access.staff import (
    By,
    about,
    about_us,
    acts_open_to,
    answering_for,
    at_desk,
    barred,
    clocks_open_to,
    has_answer,
    is_gone,
    joint_rights,
    may_learn_author,
    plays,
    reads_as_written,
    reads_to_screen,
    require,
    require_desk,
    require_system,
    seen_by_staff,
    to_call_back,
    units_of,
    works_for,
    works_on,
)
