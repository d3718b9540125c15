"""Columns that no verb changes are frozen in every table of the board, no row of them is removed, and no table is emptied."""

from django.db import migrations

FROZEN = {  # what may still change, by a verb; everything else stands as it was written
    "board_order": "role parent_id state taken_at object_until due_at amber_at next_escalation_at escalated settled_at on_time",
    "board_reply": "text end version state drafted_by drafted_at shortcomings approved_by sent_back_for published_at",
    "board_extension": "decided_by approver decided_at granted new_due_at",
    "board_follower": "joined",
}
MESSAGE = "visibility place district tier emergency accept_due_at".split()
APPEND_ONLY = ("board_figure_count",)
MAY_GO = ("board_follower",)
TABLES = (
    "board_message board_picture board_keptpicture board_track board_follower board_order board_dispatched board_reply board_note "
    "board_extension board_rating board_calledback board_figure board_figure_sum board_figure_count board_release board_client "
    "board_reportedupdate"
).split()


def _frozen(table: str, open_ones: str) -> str:
    told = ", ".join(f"'{each}'" for each in (f"what stands in {table} is never changed or deleted", "", *open_ones.split()))
    when = "UPDATE" if table in MAY_GO else "UPDATE OR DELETE"
    return f"CREATE TRIGGER written_once BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_frozen({told});"


CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in MESSAGE)
FORWARD = "\n".join(
    [
        *(_frozen(table, open_ones) for table, open_ones in FROZEN.items()),
        f"CREATE TRIGGER written_once BEFORE UPDATE ON board_message FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION kernel_append_only();",
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
        *(f"DROP TRIGGER written_once ON {table};" for table in (*FROZEN, "board_message")),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("board", "0009_photos_of_one_browser")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
