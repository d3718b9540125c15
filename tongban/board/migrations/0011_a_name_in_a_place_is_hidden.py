"""What everybody reads of a place may change: a screener hides a name in it that no machine has found. What was written stays sealed."""

from django.db import migrations

BEFORE = "visibility place district tier emergency accept_due_at".split()
NOW = "visibility district tier emergency accept_due_at".split()


def _again(columns: list[str]) -> str:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return (
        "DROP TRIGGER written_once ON board_message; "
        f"CREATE TRIGGER written_once BEFORE UPDATE ON board_message FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION kernel_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("board", "0010_guards_of_every_table")]
    operations = [migrations.RunSQL(_again(NOW), _again(BEFORE))]
