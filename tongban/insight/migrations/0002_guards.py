"""Tests, runs and notes are never changed. Neither is what was said of a surge."""

from django.db import migrations

TABLES = ("insight_detection", "insight_seriestest", "insight_surgenote")
FORWARD = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kernel_append_only();\n"
    for table in TABLES
)
BACK = "".join(f"DROP TRIGGER append_only ON {table};\n" for table in TABLES)
JUDGED = """
CREATE FUNCTION insight_surge_judged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (OLD.verdict <> 'unjudged' AND (OLD.verdict, OLD.verdict_for, OLD.verdict_by, OLD.verdict_at)
     IS DISTINCT FROM (NEW.verdict, NEW.verdict_for, NEW.verdict_by, NEW.verdict_at)) THEN
    RAISE EXCEPTION 'what was said of a surge stays' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judged BEFORE UPDATE OR DELETE ON insight_surge FOR EACH ROW EXECUTE FUNCTION insight_surge_judged();
"""
UNJUDGED = """
DROP TRIGGER judged ON insight_surge;
DROP FUNCTION insight_surge_judged();
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_surges"), ("kernel", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK), migrations.RunSQL(JUDGED, UNJUDGED)]
