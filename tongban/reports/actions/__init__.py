"""Verbs of `reports`."""

from tongban.reports.actions.approving import approve_report, send_back_report
from tongban.reports.actions.drawing import draw_report, draw_surge_report
from tongban.reports.actions.keeping import keep_report_file
from tongban.reports.actions.taking import issue_proposed_order, open_proposed_campaign, reject_proposal
from tongban.reports.actions.wording import submit_report, word_report
