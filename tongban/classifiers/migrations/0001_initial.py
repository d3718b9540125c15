"""Trained classifiers are a module of their own: the table that `board` made is its, under the name it has. No row moves."""

import uuid

from django.db import migrations, models

# A fact that waits is delivered under the name by which whoever subscribes knows it now; what is settled keeps its name.
WAITING = "UPDATE kernel_factrow SET name = 'classifiers.ClassifierTrained' WHERE settled_at IS NULL AND name = 'board.ClassifierTrained'"
AGAIN = "UPDATE kernel_factrow SET name = 'board.ClassifierTrained' WHERE settled_at IS NULL AND name = 'classifiers.ClassifierTrained'"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("board", "0002_guards"), ("kernel", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Classifier",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("file_digest", models.CharField(max_length=64)),
                        ("texts", models.PositiveIntegerField()),
                        ("labels", models.PositiveIntegerField()),
                        ("accuracy", models.FloatField()),
                        ("macro_f1", models.FloatField()),
                        ("coverage_at_95", models.FloatField()),
                        ("threshold", models.FloatField()),
                        ("trained_at", models.DateTimeField()),
                    ],
                    options={"db_table": "board_classifier"},
                ),
            ]
        ),
        migrations.RunSQL(WAITING, AGAIN),
    ]
