"""Questions of `reports`."""

from tongban.reports.queries.audit import audit
from tongban.reports.queries.recounting import recomputed
from tongban.reports.queries.reports import (
    SHELVES,
    made_of,
    outside,
    public_file,
    public_report,
    public_reports,
    public_text,
    report,
    report_file,
    reports,
    reports_made,
    require,
)
