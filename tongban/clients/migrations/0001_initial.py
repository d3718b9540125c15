"""Registered programs are a module of their own: the table that `board` made is its, under the name it has. No row moves."""

import uuid

from django.db import migrations, models

# A fact that waits is delivered under the name by which whoever subscribes knows it now; what is settled keeps its name.
WAITING = "UPDATE kernel_factrow SET name = 'clients.ClientChanged' WHERE settled_at IS NULL AND name = 'board.ClientChanged'"
AGAIN = "UPDATE kernel_factrow SET name = 'board.ClientChanged' WHERE settled_at IS NULL AND name = 'clients.ClientChanged'"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("board", "0002_guards"), ("kernel", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Client",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=80, unique=True)),
                        ("key_digest", models.BinaryField(unique=True)),
                        ("department", models.CharField(default="", max_length=60)),
                        ("contact", models.CharField(default="", max_length=200)),
                        ("may_update", models.BooleanField(default=False)),
                        ("added_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "db_table": "board_client",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("may_update", False), models.Q(("department", ""), _negated=True), _connector="OR"),
                                name="board_client_of_a_unit",
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(WAITING, AGAIN),
    ]
