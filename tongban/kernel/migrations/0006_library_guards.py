"""The chain of reads, the Merkle log and its checkpoints are only ever added to, as the ledger is."""

from django.db import migrations

TABLES = ("kernel_readlink", "kernel_logleaf", "kernel_checkpoint")
FORWARD = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""
    for table in TABLES
)
BACK = "".join(f"DROP TRIGGER no_truncate ON {table};\nDROP TRIGGER append_only ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_library")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
