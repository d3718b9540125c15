"""History, clock ledger, handed-in materials and replaced answers are never changed; of a paper only its document is added, once."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_historyentry FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_clockentry FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_material FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_submission FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE FUNCTION cases_paper_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'document_digest' IS DISTINCT FROM to_jsonb(NEW) - 'document_digest' THEN
    RAISE EXCEPTION 'a paper is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.document_digest <> '' AND NEW.document_digest <> OLD.document_digest THEN
    RAISE EXCEPTION 'the document of a paper is made once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON cases_paper FOR EACH ROW EXECUTE FUNCTION cases_paper_frozen();
"""
BACK = """
DROP TRIGGER frozen ON cases_paper;
DROP FUNCTION cases_paper_frozen();
DROP TRIGGER append_only ON cases_submission;
DROP TRIGGER append_only ON cases_material;
DROP TRIGGER append_only ON cases_clockentry;
DROP TRIGGER append_only ON cases_historyentry;
DROP FUNCTION cases_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
