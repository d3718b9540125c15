"""Runs of the detection with every test, surges, notes on them, and topics nobody has named."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insight', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenTopic',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('places', models.JSONField(default=list)),
                ('opened_week', models.PositiveIntegerField()),
                ('last_week', models.PositiveIntegerField()),
                ('closed_week', models.PositiveIntegerField(null=True)),
                ('follows', models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Detection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('until_on', models.DateField()),
                ('week', models.PositiveIntegerField()),
                ('data', models.CharField(max_length=64)),
                ('rules', models.CharField(max_length=16)),
                ('parameters', models.JSONField()),
                ('forward', models.BooleanField()),
                ('tests', models.PositiveIntegerField()),
                ('alarms', models.PositiveIntegerField()),
                ('stood', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('snapshot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='detections', to='insight.snapshot')),
            ],
        ),
        migrations.CreateModel(
            name='SeriesTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=120)),
                ('week', models.PositiveIntegerField()),
                ('method', models.CharField(max_length=12)),
                ('years', models.PositiveSmallIntegerField()),
                ('raw', models.FloatField()),
                ('count', models.FloatField()),
                ('expected', models.FloatField()),
                ('bound', models.FloatField()),
                ('score', models.FloatField()),
                ('p', models.FloatField()),
                ('dispersion', models.FloatField()),
                ('trend', models.BooleanField()),
                ('tested', models.BooleanField()),
                ('alarm', models.BooleanField()),
                ('found', models.BooleanField()),
                ('evidence', models.JSONField(null=True)),
                ('detection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series_tests', to='insight.detection')),
            ],
        ),
        migrations.CreateModel(
            name='Surge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('series', models.CharField(max_length=120)),
                ('words', models.JSONField(default=list)),
                ('opened_week', models.PositiveIntegerField()),
                ('last_week', models.PositiveIntegerField()),
                ('closed_week', models.PositiveIntegerField(null=True)),
                ('score', models.FloatField()),
                ('highest', models.FloatField()),
                ('shown', models.BooleanField()),
                ('within', models.JSONField(default=list)),
                ('opened_at', models.DateTimeField()),
                ('followed_at', models.DateTimeField()),
                ('verdict', models.CharField(default='unjudged', max_length=10)),
                ('verdict_for', models.TextField(default='')),
                ('verdict_by', models.UUIDField(null=True)),
                ('verdict_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['closed_week', '-score'], name='insight_surge_ranked')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_week__isnull', True)), fields=('series',), name='surge_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'unjudged'), ('verdict_at__isnull', True), ('verdict_by__isnull', True), ('verdict_for', '')), models.Q(('verdict', 'true'), ('verdict_at__isnull', False), ('verdict_by__isnull', False)), models.Q(('verdict', 'false'), ('verdict_at__isnull', False), ('verdict_by__isnull', False), models.Q(('verdict_for', ''), _negated=True)), _connector='OR'), name='surge_judged')],
            },
        ),
        migrations.CreateModel(
            name='SurgeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('written_by', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('surge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='insight.surge')),
            ],
        ),
        migrations.CreateModel(
            name='TopicMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.UUIDField()),
                ('week', models.PositiveIntegerField()),
                ('voice', models.CharField(max_length=36)),
                ('topic', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='insight.opentopic')),
            ],
        ),
        migrations.AddIndex(
            model_name='detection',
            index=models.Index(fields=['-until_on', '-at'], name='insight_detection_newest'),
        ),
        migrations.AddConstraint(
            model_name='detection',
            constraint=models.UniqueConstraint(fields=('until_on', 'data', 'rules'), name='detection_once'),
        ),
        migrations.AddIndex(
            model_name='seriestest',
            index=models.Index(fields=['series', '-week'], name='insight_series_weeks'),
        ),
        migrations.AddConstraint(
            model_name='seriestest',
            constraint=models.UniqueConstraint(fields=('detection', 'series'), name='series_test_once'),
        ),
        migrations.AddConstraint(
            model_name='topicmessage',
            constraint=models.UniqueConstraint(fields=('topic', 'message'), name='topic_message_once'),
        ),
    ]
