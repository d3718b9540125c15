"""The ledger and the log of reads refuse to be changed, whoever asks through this database role."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_ledgerentry FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON kernel_ledgerentry FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_ledgerlink FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_read FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
"""
BACK = """
DROP TRIGGER append_only ON kernel_read;
DROP TRIGGER append_only ON kernel_ledgerlink;
DROP TRIGGER no_truncate ON kernel_ledgerentry;
DROP TRIGGER append_only ON kernel_ledgerentry;
DROP FUNCTION kernel_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
