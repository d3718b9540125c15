"""A rating is never changed at all: the one column that could have been, why it was left out, was set by nobody.

No release reads or writes it from here on. Processes of the release before still write it empty, so that it is dropped in the next one.
"""

from django.db import migrations

SAID = "what stands in board_rating is never changed or deleted"
FORWARD = """
ALTER TABLE board_rating ALTER COLUMN left_out_for SET DEFAULT '';
DROP TRIGGER frozen ON board_rating;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON board_rating FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
"""
BACK = f"""
DROP TRIGGER append_only ON board_rating;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON board_rating FOR EACH ROW EXECUTE FUNCTION kernel_frozen('{SAID}', '', 'left_out_for');
ALTER TABLE board_rating ALTER COLUMN left_out_for DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("board", "0020_not_yet_accepted")]
    operations = [migrations.RunSQL(FORWARD, BACK, state_operations=[migrations.RemoveField(model_name="rating", name="left_out_for")])]
