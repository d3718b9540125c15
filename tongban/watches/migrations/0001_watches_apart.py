"""Watches are a module of their own: the tables that `insight` made are its, under the names they have. No row moves."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("insight", "0005_no_table_is_emptied")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Watch",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("owner", models.UUIDField()),
                        ("owner_name", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=60)),
                        (
                            "words",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        ("all_of_them", models.BooleanField(default=False)),
                        ("category", models.CharField(default="", max_length=6)),
                        ("area", models.CharField(default="", max_length=60)),
                        ("above", models.PositiveIntegerField(null=True)),
                        ("over_bound", models.BooleanField(default=False)),
                        ("shared", models.BooleanField(default=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("made_at", models.DateTimeField()),
                        ("archived_at", models.DateTimeField(null=True)),
                        ("curve", models.JSONField(null=True)),
                        ("data", models.CharField(default="", max_length=64)),
                        ("until_on", models.DateField(null=True)),
                        ("counted_at", models.DateTimeField(null=True)),
                        ("counted_version", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "db_table": "insight_watch",
                        "indexes": [models.Index(fields=["owner", "name"], name="insight_watch_owner")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("area", ""), ("category", ""), ("words", []), _negated=True),
                                name="watch_asks_for_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WatchNote",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "watch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="watches.watch"
                            ),
                        ),
                    ],
                    options={"db_table": "insight_watchnote"},
                ),
                migrations.CreateModel(
                    name="WatchAlert",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("week", models.PositiveIntegerField()),
                        ("voices", models.FloatField()),
                        ("above", models.PositiveIntegerField(null=True)),
                        ("bound", models.FloatField(null=True)),
                        ("at", models.DateTimeField()),
                        (
                            "watch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="watches.watch"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "insight_watchalert",
                        "constraints": [
                            models.UniqueConstraint(fields=("watch", "week"), name="watch_alert_once"),
                            models.CheckConstraint(
                                condition=models.Q(("above__isnull", False), ("bound__isnull", False), _connector="OR"),
                                name="watch_alert_over",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
