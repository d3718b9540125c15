"""One trigger function for all rows of which only some columns may still change."""

from django.db import migrations

# Arguments: what is said to whoever tries; the column that settles a row once it is filled ('': none); the columns that may still change.
FORWARD = """
CREATE FUNCTION kernel_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    open_columns text[] := TG_ARGV[2:];
BEGIN
    IF TG_OP = 'DELETE' OR coalesce(to_jsonb(OLD) ->> TG_ARGV[1], '') <> ''
        OR to_jsonb(OLD) - open_columns IS DISTINCT FROM to_jsonb(NEW) - open_columns THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_library_guards")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION kernel_frozen();")]
