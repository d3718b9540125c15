"""History, notes, ratings, call-backs and releases are never changed; nor what was written to the city, and what was answered in public."""

from django.db import migrations

APPEND_ONLY = ("board_track", "board_note", "board_calledback", "board_release", "board_reportedupdate")
FROZEN = {  # what may still change; everything else stands as it was written
    "board_rating": "left_out_for",
    "board_dispatched": "right order_id",
    "board_picture": "removed_for",
    "board_client": "revoked_at",
}
WRITTEN = (
    "id number release_id kind channel source foreign_number written author_kind author_id author free_name code_hash taken_by wished_unit "
    "longitude latitude received_at likeness"
).split()
FUNCTIONS = """
CREATE FUNCTION board_on_time_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'whether an answer came in time is stored once' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER on_time_once BEFORE UPDATE ON board_message FOR EACH ROW
  WHEN (OLD.on_time IS NOT NULL AND (NEW.on_time IS DISTINCT FROM OLD.on_time OR NEW.first_answered_at IS DISTINCT FROM OLD.first_answered_at))
  EXECUTE FUNCTION board_on_time_once();
CREATE TRIGGER published BEFORE UPDATE OR DELETE ON board_reply FOR EACH ROW
  WHEN (OLD.state = 'published') EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER decided BEFORE UPDATE OR DELETE ON board_extension FOR EACH ROW
  WHEN (OLD.granted IS NOT NULL) EXECUTE FUNCTION kernel_append_only();
"""


def _arguments(table: str, open_ones: str) -> str:
    """What is said to whoever tries; no column settles such a row; the columns that may still change."""
    return ", ".join(f"'{each}'" for each in (f"what stands in {table} is never changed or deleted", "", *open_ones.split()))


CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in WRITTEN)
FORWARD = "\n".join(
    [
        FUNCTIONS,
        f"CREATE TRIGGER written BEFORE UPDATE ON board_message FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION kernel_append_only();",
        "CREATE TRIGGER kept BEFORE DELETE ON board_message FOR EACH ROW EXECUTE FUNCTION kernel_append_only();",
        *(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_append_only();"
            for table in APPEND_ONLY
        ),
        *(
            f"CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_frozen({_arguments(table, open_ones)});"
            for table, open_ones in FROZEN.items()
        ),
    ]
)
BACK = "\n".join(
    [
        *(f"DROP TRIGGER frozen ON {table};" for table in FROZEN),
        *(f"DROP TRIGGER append_only ON {table};" for table in APPEND_ONLY),
        "DROP TRIGGER kept ON board_message;",
        "DROP TRIGGER written ON board_message;",
        "DROP TRIGGER decided ON board_extension;",
        "DROP TRIGGER published ON board_reply;",
        "DROP TRIGGER on_time_once ON board_message;",
        "DROP FUNCTION board_on_time_once();",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("board", "0001_initial"), ("kernel", "0007_frozen_rows")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
