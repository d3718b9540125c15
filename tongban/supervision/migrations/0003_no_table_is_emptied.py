"""What is never removed row by row is not removed by a statement that empties the table either."""

from django.db import migrations

TABLES = ("supervision_correction supervision_exclusion supervision_ranking supervision_supervisionreleaserow supervision_switch").split()
FORWARD = "\n".join(
    f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();" for table in TABLES
)
BACK = "\n".join(f"DROP TRIGGER no_truncate ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_guards"), ("kernel", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
