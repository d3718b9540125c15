"""Calls, hand-over notes and who has read them are never changed; what was settled stays settled, a shift that ended has ended."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON duty_call FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON duty_note FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON duty_notereading FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE FUNCTION duty_callout_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL THEN
    RAISE EXCEPTION 'a call-out that is settled is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON duty_callout FOR EACH ROW EXECUTE FUNCTION duty_callout_frozen();
CREATE FUNCTION duty_shift_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a shift that ended is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON duty_shift FOR EACH ROW EXECUTE FUNCTION duty_shift_frozen();
"""
BACK = """
DROP TRIGGER frozen ON duty_shift;
DROP FUNCTION duty_shift_frozen();
DROP TRIGGER frozen ON duty_callout;
DROP FUNCTION duty_callout_frozen();
DROP TRIGGER append_only ON duty_notereading;
DROP TRIGGER append_only ON duty_note;
DROP TRIGGER append_only ON duty_call;
"""


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
