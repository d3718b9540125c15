"""Of what waits to be screened already, those who screen are told when its limit lapses."""

from django.db import migrations

WAITING = "UPDATE board_message SET screening_next_at = screening_due_at WHERE screening = 'waiting' AND screening_due_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("board", "0004_screening_told")]

    operations = [migrations.RunSQL(WAITING, migrations.RunSQL.noop)]
