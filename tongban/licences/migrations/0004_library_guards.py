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


class Migration(migrations.Migration):
    dependencies = [("licences", "0003_library")]

    operations = [migrations.RunSQL(FREEZE, migrations.RunSQL.noop)]
