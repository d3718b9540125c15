"""Steps and heads are never changed; of orders, interviews and requests only what acts change, until they are over; nothing is removed."""

from django.db import migrations

FROZEN = {  # the column that settles a row for ever, and those that may change until then
    "directives_order": ("closed_at", "state due_at amber_at provisional escalates_at escalated_at replied_by on_time closed_at"),
    "directives_interview": ("closed_at", "state meets_at place held_at remedy remedy_until promised_by reminds_at closed_at"),
    "directives_paper": ("document_digest", "document_digest"),
    "directives_ask": ("settled_at", "state answer settled_name settled_at"),
    "directives_secondcomplaint": ("dismissed_at", "dismissed_by dismissed_at reason"),
}
APPEND_ONLY = ("directives_orderstep", "directives_interviewstep", "directives_interviewedhead")
TABLES = (*FROZEN, *APPEND_ONLY)


def _frozen(table: str, settles: str, open_ones: str) -> str:
    told = ", ".join(f"'{each}'" for each in (f"what stands in {table} is never changed or deleted", settles, *open_ones.split()))
    return f"CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_frozen({told});"


FORWARD = "\n".join(
    [
        *(_frozen(table, *told) for table, told in FROZEN.items()),
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
        *(f"DROP TRIGGER frozen ON {table};" for table in FROZEN),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial"), ("kernel", "0007_frozen_rows")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
