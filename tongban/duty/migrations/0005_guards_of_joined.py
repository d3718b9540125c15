"""What has joined a call-out is never changed or removed."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON duty_joined FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON duty_joined FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""
BACK = """
DROP TRIGGER no_truncate ON duty_joined;
DROP TRIGGER append_only ON duty_joined;
"""


class Migration(migrations.Migration):
    dependencies = [("duty", "0004_call_outs_joined")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
