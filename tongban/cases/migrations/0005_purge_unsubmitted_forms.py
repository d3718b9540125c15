"""A signed form that was never handed in may be removed; one that a case rests on may not. What is signed is never changed, as before."""

from django.db import migrations

FROZEN = """
CREATE OR REPLACE FUNCTION cases_formsignature_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE added text[] := ARRAY['case_id', 'round', 'verdicts', 'judged_at'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.case_id IS NOT NULL{signed} THEN
      RAISE EXCEPTION 'a signed form is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.signed_at IS NULL THEN
    RETURN NEW;
  END IF;
  IF OLD.case_id IS NOT NULL OR to_jsonb(OLD) - added IS DISTINCT FROM to_jsonb(NEW) - added THEN
    RAISE EXCEPTION 'a signed form is never changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_library_guards")]

    operations = [migrations.RunSQL(FROZEN.format(signed=""), FROZEN.format(signed=" OR OLD.signed_at IS NOT NULL"))]
