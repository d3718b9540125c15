"""What the database itself refuses of proposed changes and at the counter: that a row is rewritten, settled twice, or deleted."""

from django.db import migrations

# By table: its trigger, what is said, the column that settles a row, the columns that may still change.
GUARDS = {
    "licences_lifeproposal": (
        "settled_once",
        "a proposed change is settled once and never changed",
        "outcome",
        ("outcome", "note", "settled_by", "settled_at"),
    ),
    "licences_countervisit": ("closed_once", "a visit is closed once and never changed", "closed_at", ("closed_at",)),
    "licences_countercode": ("taken_once", "a code is taken once and never changed", "taken_at", ("taken_at", "visit_id")),
}


def _forward(table: str) -> str:
    trigger, said, settles, columns = GUARDS[table]
    arguments = ", ".join(f"'{each}'" for each in (said, settles, *columns))
    return f"CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_frozen({arguments});"


class Migration(migrations.Migration):
    dependencies = [("licences", "0008_two_people_and_counter")]

    operations = [migrations.RunSQL(_forward(table), f"DROP TRIGGER {GUARDS[table][0]} ON {table};") for table in GUARDS]
