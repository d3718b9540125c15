"""What the ledger remembers of reports and of what belongs to them, so that `manage.py verify_ledger` finds what verbs did not do."""

from tongban.kernel.imprints import Watched
from tongban.reports.models.reports import Report, ReportFile, ReportOutcome, ReportStep, ReportVersion

DRAWN = "number kind period begins_on ends_on surge release closed_at drawn_at seen canonical digest quoted units"
FOLLOWED = "state version title surges submitted_by"
SIGNED = "approved_by approver approved_at public approved approved_digest shown algorithm signature certificate"
REPORT = Watched(Report, (*DRAWN.split(), *FOLLOWED.split(), *SIGNED.split()), "id")
OF_REPORT = (
    Watched(ReportVersion, ("version", "words", "written_by", "name", "at")),
    Watched(ReportStep, ("act", "words", "actor_id", "name", "at")),
    Watched(
        ReportOutcome,
        ("surge", "proposal", "outcome", "reason", "false_alarm", "made_id", "made_number", "decided_by", "name", "at"),
    ),
    Watched(ReportFile, ("name", "media_type", "digest", "at")),
)
WATCHED = {each.table: each for each in (REPORT, *OF_REPORT)}
