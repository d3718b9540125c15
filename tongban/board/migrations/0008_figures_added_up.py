"""What has been counted so far, added up: a city that is running goes on showing it. Five years of messages take a minute or two."""

from django.db import migrations

SUMS = "received accepted_in_time answered on_time overdue_open rated satisfied solved".split()
CLASSES = 25
INTO = f"""
INSERT INTO board_figure_sum (level, key, span, begins_on, {", ".join(SUMS)}, hours)
SELECT level, key, {{span}}, {{begins_on}}, {", ".join(f"sum({name})" for name in SUMS)},
  ARRAY[{", ".join(f"sum(hours[{place}])" for place in range(1, CLASSES + 1))}] FROM """
DAYS = """board_figure, LATERAL (VALUES ('whole', ''), ('unit', unit), ('category', category), ('district', district),
  ('channel', channel), ('source', source), ('hour', hour::text)) AS told (level, key) GROUP BY level, key, received_on"""
MONTHS = "board_figure_sum WHERE span = 'day' GROUP BY level, key, date_trunc('month', begins_on)"
FORWARD = [
    INTO.format(span="'day'", begins_on="received_on") + DAYS,
    INTO.format(span="'month'", begins_on="date_trunc('month', begins_on)::date") + MONTHS,
]


class Migration(migrations.Migration):
    dependencies = [("board", "0007_figure_sums")]
    operations = [migrations.RunSQL(FORWARD, "DELETE FROM board_figure_sum")]
