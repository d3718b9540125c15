"""Versions in a stock: which licences of a list wait for the one that they stand instead of, and that it is added to them once."""

import django.db.models.deletion
from django.db import migrations, models

# As in 0004, and a licence of a stock is told once which version it stands instead of: a list may name that one later, or another list.
FREEZE = """
CREATE OR REPLACE FUNCTION licences_licence_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a licence is never deleted';
    END IF;
    IF to_jsonb(OLD) - 'state' - 'document_digest' - 'ofd_digest' - 'previous_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'state' - 'document_digest' - 'ofd_digest' - 'previous_id' THEN
        RAISE EXCEPTION 'the record of a licence is never changed';
    END IF;
    IF NEW.previous_id IS DISTINCT FROM OLD.previous_id AND (OLD.previous_id IS NOT NULL OR OLD.source <> 'stock'
        OR NOT EXISTS (SELECT FROM licences_licence WHERE id = NEW.previous_id AND id <> NEW.id)) THEN
        RAISE EXCEPTION 'which licence one of a stock stands instead of is told once, and never changed';
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
    dependencies = [("licences", "0005_seals_apart")]

    operations = [
        migrations.CreateModel(
            name="IngestionSuccession",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.BigIntegerField()),
                ("licence_id", models.UUIDField()),
                ("replaces", models.CharField(max_length=128)),
                (
                    "part",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="successions", to="licences.ingestionpart"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="licence",
            index=models.Index(
                condition=models.Q(("previous_id__isnull", False)), fields=["previous_id"], name="licences_licence_successor"
            ),
        ),
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
    ]
