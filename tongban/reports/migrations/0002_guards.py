"""What a report said when it was drawn up is never changed, and nothing of it once it is approved; what belongs to it is only added."""

from django.db import migrations

OPEN = "state version title surges submitted_by approved_by approver approved_at public approved approved_digest shown algorithm signature certificate units"
APPEND_ONLY = ("reports_reportversion", "reports_reportstep", "reports_reportoutcome", "reports_reportfile")
TABLES = ("reports_report", *APPEND_ONLY)
TOLD = ", ".join(f"'{each}'" for each in ("what stands in reports_report is never changed or deleted", "approved_at", *OPEN.split()))
FORWARD = "\n".join(
    [
        f"CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON reports_report FOR EACH ROW EXECUTE FUNCTION kernel_frozen({TOLD});",
        *(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_append_only();"
            for table in APPEND_ONLY
        ),
        *(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();"
            for table in TABLES
        ),
    ]
)
BACK = "\n".join(
    [
        *(f"DROP TRIGGER no_truncate ON {table};" for table in TABLES),
        *(f"DROP TRIGGER append_only ON {table};" for table in APPEND_ONLY),
        "DROP TRIGGER frozen ON reports_report;",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_reports"), ("kernel", "0007_frozen_rows")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
