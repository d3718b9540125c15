"""What was told stays as it was told: of a notice only its being read is added, once; what was sent or failed is settled."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON notices_notice FOR EACH ROW
  EXECUTE FUNCTION kernel_frozen('what was told is never changed or deleted', 'read_at', 'read_at');
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON notices_delivery FOR EACH ROW EXECUTE FUNCTION kernel_frozen(
  'what was sent is never changed or deleted', 'settled_at', 'state', 'attempts', 'error', 'receipt', 'settled_at');
"""
BACK = """
DROP TRIGGER frozen ON notices_delivery;
DROP TRIGGER frozen ON notices_notice;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("kernel", "0007_frozen_rows")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
