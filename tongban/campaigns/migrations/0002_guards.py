"""Steps, measures, ratings and effects are never changed; of campaigns and links only what acts change, until they are settled."""

from django.db import migrations

CHANGES = (
    "name category area words why lead_unit lead_name lead_post parts begins_on ends_on state version written_by opened_at results ended_at "
    "ended_on rating_until given_up_for changed_at settled_at"
)
FROZEN = {  # the column that settles a row for ever, and those that may change until then
    "campaigns_campaign": ("settled_at", CHANGES),
    "campaigns_link": ("told_at", "removed_by removed_for removed_at told_at"),
}
APPEND_ONLY = ("campaigns_campaignmeasure", "campaigns_step", "campaigns_rating", "campaigns_effect")
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
    dependencies = [("campaigns", "0001_initial"), ("kernel", "0007_frozen_rows")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
