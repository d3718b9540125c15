"""What the database refuses of copies, corrections, showings and grants, by one function of the kernel: the same as since 0004."""

from django.db import migrations

# By table: its trigger and the function that it had, what is said, the column that settles a row, the columns that may still change.
GUARDS = {
    "licences_copy": (
        "licences_copy_frozen",
        "licences_copy_frozen",
        "what a copy says is never changed",
        "",
        ("document_digest", "downloaded_at", "deleted_at"),
    ),
    "licences_correction": (
        "answered_once",
        "licences_correction_answered_once",
        "a reported error is answered once and never changed",
        "outcome",
        ("outcome", "answer", "answered_at", "answered_by", "successor_id"),
    ),
    "licences_showing": (
        "frozen",
        "licences_showing_frozen",
        "a showing is opened once and never changed",
        "opened_at",
        ("opened_at",),
    ),
    "licences_usegrant": (
        "frozen",
        "licences_usegrant_frozen",
        "an authorisation is revoked once and never changed",
        "revoked_at",
        ("revoked_at", "revoked_by"),
    ),
}


def _trigger(table: str, trigger: str, function: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function};"


def _forward(table: str) -> str:
    trigger, former, said, settles, columns = GUARDS[table]
    arguments = ", ".join(f"'{each}'" for each in (said, settles, *columns))
    return f"{_trigger(table, trigger, f'kernel_frozen({arguments})')}\nDROP FUNCTION {former}();"


def _back(table: str) -> str:
    trigger, former, said, settles, columns = GUARDS[table]
    settled = f"OR coalesce(to_jsonb(OLD) ->> '{settles}', '') <> ''" if settles else ""
    others = " ".join(f"- '{each}'" for each in columns)
    return f"""
CREATE FUNCTION {former}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' {settled} OR to_jsonb(OLD) {others} IS DISTINCT FROM to_jsonb(NEW) {others} THEN
        RAISE EXCEPTION '{said}';
    END IF;
    RETURN NEW;
END
$$;
{_trigger(table, trigger, f"{former}()")}
"""


class Migration(migrations.Migration):
    dependencies = [("licences", "0006_versions_of_stocks"), ("kernel", "0007_frozen_rows")]
    operations = [migrations.RunSQL(_forward(table), _back(table)) for table in GUARDS]
