"""Verbs of `supervision`."""

from tongban.supervision.actions.city import load_supervision
from tongban.supervision.actions.correcting import confirm_correction, dismiss_correction, propose_correction
from tongban.supervision.actions.excluding import confirm_exclusion, dismiss_exclusion, propose_exclusion
from tongban.supervision.actions.ranking import close_week, sign_off
from tongban.supervision.actions.switching import switch_off, switch_on
