"""An alert is never changed: what was told was told. A signed form keeps its signature: only its case is added, once."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_alert FOR EACH ROW EXECUTE FUNCTION cases_append_only();
"""
BACK = "DROP TRIGGER append_only ON cases_alert;"

SIGNATURES = """
CREATE FUNCTION cases_formsignature_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE added text[] := ARRAY['case_id', 'round', 'verdicts', 'judged_at'];
BEGIN
  IF OLD.signed_at IS NULL THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.case_id IS NOT NULL OR to_jsonb(OLD) - added IS DISTINCT FROM to_jsonb(NEW) - added THEN
    RAISE EXCEPTION 'a signed form is never changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON cases_formsignature FOR EACH ROW EXECUTE FUNCTION cases_formsignature_frozen();
"""
NO_SIGNATURES = """
DROP TRIGGER frozen ON cases_formsignature;
DROP FUNCTION cases_formsignature_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_library")]

    operations = [migrations.RunSQL(FORWARD, BACK), migrations.RunSQL(SIGNATURES, NO_SIGNATURES)]
