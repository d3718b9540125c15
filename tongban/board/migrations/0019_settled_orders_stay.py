"""An order that is settled is never changed any more: what is counted as of a moment counts the same for ever."""

from django.db import migrations

OPEN_ONES = "role parent_id state taken_at object_until due_at amber_at next_escalation_at escalated settled_at on_time"


def _frozen(settles: str, open_ones: str) -> str:
    told = ", ".join(f"'{each}'" for each in ("what stands in board_order is never changed or deleted", settles, *open_ones.split()))
    trigger = f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON board_order FOR EACH ROW EXECUTE FUNCTION kernel_frozen({told});"
    return f"DROP TRIGGER written_once ON board_order;\n{trigger}"


class Migration(migrations.Migration):
    dependencies = [("board", "0018_counted_as_of_a_moment")]
    operations = [migrations.RunSQL(_frozen("settled_at", f"{OPEN_ONES} extended_at due_before"), _frozen("", OPEN_ONES))]
