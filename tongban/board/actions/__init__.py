"""Verbs on messages."""

from tongban.board.actions.accepting import accept, clear_for_media, hand_over, refuse
from tongban.board.actions.answering import answer_at_desk
from tongban.board.actions.authoring import add_words, withdraw
from tongban.board.actions.contacting import call_author, call_to_ask, contact_author, reveal_author
from tongban.board.actions.counting import count_changed, count_figures
from tongban.board.actions.dispatching import assign, take_over
from tongban.board.actions.escalating import close_unrated, escalate, escalate_screening
from tongban.board.actions.extending import ask_extension, decide_extension
from tongban.board.actions.following import follow, join, unfollow
from tongban.board.actions.importing import import_messages
from tongban.board.actions.merging import merge, unmerge
from tongban.board.actions.ordering import finish_part, join_units, note, pass_down, pass_up, return_order, take
from tongban.board.actions.posting import drop_photo, forget_photos, keep_photo, post
from tongban.board.actions.rating import call_back, rate, reopen
from tongban.board.actions.replying import draft_reply, publish_reply, send_back_reply, submit_reply
from tongban.board.actions.reporting import report_update
from tongban.board.actions.screening import appeal, confirm_names, screen, screen_picture, screen_words
from tongban.board.actions.suggesting import decide_suggestion
from tongban.board.actions.urging import urge
