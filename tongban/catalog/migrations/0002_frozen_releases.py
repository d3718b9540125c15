"""A release refuses to be changed or deleted: a running case must find what it was promised."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION catalog_release_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a release is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON catalog_release FOR EACH ROW EXECUTE FUNCTION catalog_release_frozen();
"""
THAW = "DROP TRIGGER frozen ON catalog_release; DROP FUNCTION catalog_release_frozen();"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
