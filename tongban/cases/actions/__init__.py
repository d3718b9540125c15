"""Verbs of `cases`, the only writers of its tables. Each answers with a `Turn`: where the case stands now, and where it waits."""

from tongban.cases.actions.alerts import count_saved, raise_alert
from tongban.cases.actions.apply import correct, submit, withdraw
from tongban.cases.actions.drafts import discard_draft, save_draft
from tongban.cases.actions.papers import make_paper
from tongban.cases.actions.result import decide
from tongban.cases.actions.review import review
from tongban.cases.actions.signing import begin_token_signing, finish_token_signing, prepare_correction, prepare_form, purge_form, sign_form
from tongban.cases.actions.silence import deem_accepted, rederive, return_uncorrected
from tongban.cases.actions.window import accept, ask_correction, check, decline
