"""What the database itself refuses in the library: a record that is rewritten, a document that is made twice."""

from django.db import migrations

# As in 0001, and the OFD is made once as well.
FREEZE = """
CREATE OR REPLACE FUNCTION licences_licence_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a licence is never deleted';
    END IF;
    IF to_jsonb(OLD) - 'state' - 'document_digest' - 'ofd_digest' IS DISTINCT FROM to_jsonb(NEW) - 'state' - 'document_digest' - 'ofd_digest' THEN
        RAISE EXCEPTION 'the record of a licence is never changed';
    END IF;
    IF (OLD.document_digest IS NOT NULL AND NEW.document_digest IS DISTINCT FROM OLD.document_digest)
        OR (OLD.ofd_digest IS NOT NULL AND NEW.ofd_digest IS DISTINCT FROM OLD.ofd_digest) THEN
        RAISE EXCEPTION 'the document of a licence is made once';
    END IF;
    RETURN NEW;
END
$$;
"""

# Of a copy only its document and what became of it is added; it is never deleted.
COPIES = """
CREATE FUNCTION licences_copy_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'document_digest' - 'downloaded_at' - 'deleted_at'
        IS DISTINCT FROM to_jsonb(NEW) - 'document_digest' - 'downloaded_at' - 'deleted_at' THEN
        RAISE EXCEPTION 'what a copy says is never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER licences_copy_frozen BEFORE UPDATE OR DELETE ON licences_copy FOR EACH ROW EXECUTE FUNCTION licences_copy_frozen();
"""
NO_COPIES = "DROP TRIGGER licences_copy_frozen ON licences_copy; DROP FUNCTION licences_copy_frozen();"

# What happened to a licence and who holds it jointly is only ever added; a reported error is answered once.
LIFE = """
CREATE FUNCTION licences_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_event FOR EACH ROW EXECUTE FUNCTION licences_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_jointholder FOR EACH ROW EXECUTE FUNCTION licences_append_only();
CREATE FUNCTION licences_correction_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome <> ''
        OR to_jsonb(OLD) - 'outcome' - 'answer' - 'answered_at' - 'answered_by' - 'successor_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'outcome' - 'answer' - 'answered_at' - 'answered_by' - 'successor_id' THEN
        RAISE EXCEPTION 'a reported error is answered once and never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER answered_once BEFORE UPDATE OR DELETE ON licences_correction
    FOR EACH ROW EXECUTE FUNCTION licences_correction_answered_once();
"""
NO_LIFE = """
DROP TRIGGER answered_once ON licences_correction;
DROP FUNCTION licences_correction_answered_once();
DROP TRIGGER append_only ON licences_jointholder;
DROP TRIGGER append_only ON licences_event;
DROP FUNCTION licences_append_only();
"""

# A seal keeps what it was made as; its life and its uses are only ever added; a grant is only ever taken back.
SEALS = """
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
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_seal FOR EACH ROW EXECUTE FUNCTION licences_seal_frozen();
CREATE FUNCTION licences_seal_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_sealevent FOR EACH ROW EXECUTE FUNCTION licences_seal_only_added();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON licences_sealuse FOR EACH ROW EXECUTE FUNCTION licences_seal_only_added();
CREATE FUNCTION licences_sealgrant_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL
        OR to_jsonb(OLD) - 'revoked_at' IS DISTINCT FROM to_jsonb(NEW) - 'revoked_at' THEN
        RAISE EXCEPTION 'a grant is taken back once and never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_sealgrant FOR EACH ROW EXECUTE FUNCTION licences_sealgrant_frozen();
"""
NO_SEALS = """
DROP TRIGGER frozen ON licences_sealgrant;
DROP FUNCTION licences_sealgrant_frozen();
DROP TRIGGER append_only ON licences_sealuse;
DROP TRIGGER append_only ON licences_sealevent;
DROP FUNCTION licences_seal_only_added();
DROP TRIGGER frozen ON licences_seal;
DROP FUNCTION licences_seal_frozen();
"""

# A showing is opened once, an authorisation revoked once; neither says anything else afterwards, and neither is deleted.
SHOWINGS = """
CREATE FUNCTION licences_showing_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.opened_at IS NOT NULL
        OR to_jsonb(OLD) - 'opened_at' IS DISTINCT FROM to_jsonb(NEW) - 'opened_at' THEN
        RAISE EXCEPTION 'a showing is opened once and never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_showing FOR EACH ROW EXECUTE FUNCTION licences_showing_frozen();
CREATE FUNCTION licences_usegrant_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL
        OR to_jsonb(OLD) - 'revoked_at' - 'revoked_by' IS DISTINCT FROM to_jsonb(NEW) - 'revoked_at' - 'revoked_by' THEN
        RAISE EXCEPTION 'an authorisation is revoked once and never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON licences_usegrant FOR EACH ROW EXECUTE FUNCTION licences_usegrant_frozen();
"""
NO_SHOWINGS = """
DROP TRIGGER frozen ON licences_usegrant;
DROP FUNCTION licences_usegrant_frozen();
DROP TRIGGER frozen ON licences_showing;
DROP FUNCTION licences_showing_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("licences", "0003_library")]

    operations = [
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
        migrations.RunSQL(COPIES, NO_COPIES),
        migrations.RunSQL(LIFE, NO_LIFE),
        migrations.RunSQL(SEALS, NO_SEALS),
        migrations.RunSQL(SHOWINGS, NO_SHOWINGS),
    ]
