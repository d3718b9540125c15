"""Snapshots of messages, ratings and cases, as files for analysis."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('written', models.JSONField()),
                ('parts', models.JSONField()),
                ('until_at', models.DateTimeField()),
                ('version', models.CharField(max_length=16)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='insight_snapshot_newest')],
            },
        ),
    ]
