"""Rules and switches are never changed; a week is frozen once it is signed off, what two people decided once it is decided."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON supervision_supervisionreleaserow
  FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON supervision_switch FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE FUNCTION supervision_ranking_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.signed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a ranking that is signed off is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON supervision_ranking FOR EACH ROW EXECUTE FUNCTION supervision_ranking_frozen();
CREATE FUNCTION supervision_correction_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' THEN
    RAISE EXCEPTION 'a correction that is decided is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON supervision_correction FOR EACH ROW EXECUTE FUNCTION supervision_correction_frozen();
CREATE FUNCTION supervision_exclusion_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (OLD.state <> 'proposed' AND to_jsonb(OLD) - 'until_version' <> to_jsonb(NEW) - 'until_version')
     OR OLD.until_version IS NOT NULL THEN
    RAISE EXCEPTION 'an exclusion that is decided only ends' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON supervision_exclusion FOR EACH ROW EXECUTE FUNCTION supervision_exclusion_frozen();
"""
BACK = """
DROP TRIGGER frozen ON supervision_exclusion;
DROP FUNCTION supervision_exclusion_frozen();
DROP TRIGGER frozen ON supervision_correction;
DROP FUNCTION supervision_correction_frozen();
DROP TRIGGER frozen ON supervision_ranking;
DROP FUNCTION supervision_ranking_frozen();
DROP TRIGGER append_only ON supervision_switch;
DROP TRIGGER append_only ON supervision_supervisionreleaserow;
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
