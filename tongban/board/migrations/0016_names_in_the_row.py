"""Whom the words of a report name, and whom of them the desk has freed, in the message's own row: every list of the desks asks."""

import django.contrib.postgres.fields
from django.db import migrations, models

NAMES = """
UPDATE board_message message SET names = told.names FROM (
  SELECT message_id, array_agg(DISTINCT name) AS names
  FROM board_dispatched, unnest(string_to_array(trim(BOTH ':' FROM substr(rule, 7)), ':')) AS name
  WHERE rule LIKE 'named:%' AND name <> '' GROUP BY message_id
) told WHERE told.message_id = message.id AND message.kind = 'report'
"""
MENTIONED = """
UPDATE board_message message SET mentioned = told.units FROM (
  SELECT message_id, array_agg(DISTINCT unit) AS units FROM board_dispatched WHERE rule = 'mentioned:' GROUP BY message_id
) told WHERE told.message_id = message.id AND message.kind = 'report'
"""

# Whether a report names any unit of a line (codes from one unit up to the top, between blanks), and nobody from there down is freed.
FUNCTION = """
CREATE FUNCTION board_names(lines text[], names text[], mentioned text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
    SELECT FROM unnest(lines) AS told, LATERAL (SELECT string_to_array(told, ' ')) AS own (line), unnest(names) AS name
    WHERE name = ANY (line) AND NOT line[:array_position(line, name)] && mentioned
  )
$$
"""


def codes() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), db_default=[], default=list, size=None)


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0015_imported_are_not_accepted_here'),
    ]

    operations = [
        migrations.AddField(model_name='message', name='names', field=codes()),
        migrations.AddField(model_name='message', name='mentioned', field=codes()),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION board_names(text[], text[], text[])"),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        migrations.RunSQL(MENTIONED, migrations.RunSQL.noop),
    ]
