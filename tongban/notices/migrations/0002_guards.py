"""What was told stays as it was told: of a notice only its being read is added, once; what was sent or failed is settled."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notices_notice_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'read_at' IS DISTINCT FROM to_jsonb(NEW) - 'read_at' OR OLD.read_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was told is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON notices_notice FOR EACH ROW EXECUTE FUNCTION notices_notice_frozen();
CREATE FUNCTION notices_delivery_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
     OR to_jsonb(OLD) - '{state,attempts,error,receipt,settled_at}'::text[]
        IS DISTINCT FROM to_jsonb(NEW) - '{state,attempts,error,receipt,settled_at}'::text[] THEN
    RAISE EXCEPTION 'what was sent is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON notices_delivery FOR EACH ROW EXECUTE FUNCTION notices_delivery_frozen();
"""
BACK = """
DROP TRIGGER frozen ON notices_delivery;
DROP FUNCTION notices_delivery_frozen();
DROP TRIGGER frozen ON notices_notice;
DROP FUNCTION notices_notice_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
