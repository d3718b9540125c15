"""What a snapshot held is never changed."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON snapshots_snapshot FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
"""
BACK = """
DROP TRIGGER append_only ON snapshots_snapshot;
"""


class Migration(migrations.Migration):
    dependencies = [("snapshots", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
