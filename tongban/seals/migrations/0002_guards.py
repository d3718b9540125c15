"""What the database refuses of seals, by the functions of the kernel: the same as `licences` has said since 0004."""

from django.db import migrations

# A seal keeps what it was made as; its life and its uses are only ever added; a grant is only ever taken back.
FORWARD = """
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_seal FOR EACH ROW
    EXECUTE FUNCTION kernel_frozen('a seal is made once and never changed', '', 'state', 'custodian');
CREATE TRIGGER destroyed BEFORE UPDATE ON licences_seal FOR EACH ROW WHEN (OLD.state = 'destroyed' AND NEW.state <> 'destroyed')
    EXECUTE FUNCTION kernel_frozen('a destroyed seal stays destroyed', 'state');
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_sealevent FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_sealuse FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_sealgrant FOR EACH ROW
    EXECUTE FUNCTION kernel_frozen('a grant is taken back once and never changed', 'revoked_at', 'revoked_at');
DROP FUNCTION licences_seal_frozen();
DROP FUNCTION licences_seal_only_added();
DROP FUNCTION licences_sealgrant_frozen();
"""
BACK = """
CREATE FUNCTION licences_seal_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'state' - 'custodian' IS DISTINCT FROM to_jsonb(NEW) - 'state' - 'custodian' THEN
        RAISE EXCEPTION 'a seal is made once and never changed';
    END IF;
    IF OLD.state = 'destroyed' AND NEW.state <> 'destroyed' THEN
        RAISE EXCEPTION 'a destroyed seal stays destroyed';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION licences_seal_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END
$$;
CREATE FUNCTION licences_sealgrant_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL
        OR to_jsonb(OLD) - 'revoked_at' IS DISTINCT FROM to_jsonb(NEW) - 'revoked_at' THEN
        RAISE EXCEPTION 'a grant is taken back once and never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_seal FOR EACH ROW EXECUTE FUNCTION licences_seal_frozen();
DROP TRIGGER destroyed ON licences_seal;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_sealevent
    FOR EACH ROW EXECUTE FUNCTION licences_seal_only_added();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_sealuse FOR EACH ROW EXECUTE FUNCTION licences_seal_only_added();
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_sealgrant FOR EACH ROW EXECUTE FUNCTION licences_sealgrant_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("seals", "0001_initial"), ("kernel", "0007_frozen_rows")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
