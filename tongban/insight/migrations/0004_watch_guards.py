"""Notes and alerts are never changed. A watch is put away, and never removed."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON insight_watchnote FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON insight_watchalert FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER never_removed BEFORE DELETE ON insight_watch FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
"""
BACK = """
DROP TRIGGER append_only ON insight_watchnote;
DROP TRIGGER append_only ON insight_watchalert;
DROP TRIGGER never_removed ON insight_watch;
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0003_watches"), ("kernel", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
