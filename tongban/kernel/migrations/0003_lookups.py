"""What a growing city needs to find again: a holder's reads, the newest entries of the ledger. And no table of proof can be emptied."""

import django.contrib.postgres.indexes
from django.db import migrations

FORWARD = """
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON kernel_ledgerlink FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON kernel_read FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""
BACK = """
DROP TRIGGER no_truncate ON kernel_read;
DROP TRIGGER no_truncate ON kernel_ledgerlink;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_append_only")]
    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=["xid"], name="ledger_recent"),
        ),
        migrations.AddIndex(
            model_name="read",
            index=django.contrib.postgres.indexes.GinIndex(fields=["holders"], name="read_holders"),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
