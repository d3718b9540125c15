"""What a city says of who answers for what is a module of its own: the table that `board` made is its, under the name it has. No row moves."""

import uuid

from django.db import migrations, models

# A fact that waits is delivered under the name by which whoever subscribes knows it now; what is settled keeps its name.
WAITING = "UPDATE kernel_factrow SET name = 'responsibilities.BoardLoaded' WHERE settled_at IS NULL AND name = 'board.BoardLoaded'"
AGAIN = "UPDATE kernel_factrow SET name = 'board.BoardLoaded' WHERE settled_at IS NULL AND name = 'responsibilities.BoardLoaded'"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("board", "0002_guards"), ("kernel", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="BoardReleaseRow",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("content", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("loaded_at", models.DateTimeField()),
                    ],
                    options={"db_table": "board_release"},
                ),
            ]
        ),
        migrations.RunSQL(WAITING, AGAIN),
    ]
