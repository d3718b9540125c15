"""The rules of supervision, switches, closed weeks, what is left out of them and their corrections."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('week', models.CharField(max_length=8)),
                ('of_version', models.PositiveSmallIntegerField()),
                ('reason', models.TextField()),
                ('restores', models.JSONField(default=list)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('proposed_by', models.UUIDField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['confirmed', 'dismissed']), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='correction_by_two'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('week',), name='correction_one_open'), models.UniqueConstraint(condition=models.Q(('state', 'confirmed')), fields=('week', 'of_version'), name='correction_of_version')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionReleaseRow',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-loaded_at', '-id'], name='supervision_newest')],
            },
        ),
        migrations.CreateModel(
            name='Switch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.CharField(max_length=60)),
                ('on', models.BooleanField()),
                ('switched_by', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-at', '-id'], name='supervision_switch_of')],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('week', models.CharField(max_length=8)),
                ('kind', models.CharField(max_length=8)),
                ('item', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=40)),
                ('shown', models.BooleanField()),
                ('unit', models.CharField(max_length=60)),
                ('reason', models.TextField()),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('proposed_by', models.UUIDField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('from_version', models.PositiveSmallIntegerField(default=1)),
                ('until_version', models.PositiveSmallIntegerField(null=True)),
                ('correction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='supervision.correction')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['message', 'rating', 'case'])), name='exclusion_kind'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['confirmed', 'dismissed']), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='exclusion_by_two'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed']), ('until_version__isnull', True)), fields=('week', 'kind', 'item'), name='exclusion_once')],
            },
        ),
        migrations.CreateModel(
            name='Ranking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('week', models.CharField(max_length=8)),
                ('version', models.PositiveSmallIntegerField()),
                ('closed_at', models.DateTimeField()),
                ('counted_at', models.DateTimeField()),
                ('canonical', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('trial', models.TextField()),
                ('trial_digest', models.CharField(max_length=64)),
                ('signed_by', models.UUIDField(null=True)),
                ('signer', models.TextField(default='')),
                ('signed_at', models.DateTimeField(null=True)),
                ('algorithm', models.CharField(default='', max_length=24)),
                ('signature', models.BinaryField(null=True)),
                ('certificate', models.BinaryField(null=True)),
                ('correction', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ranking', to='supervision.correction')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.supervisionreleaserow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('week', 'version'), name='ranking_version'), models.CheckConstraint(condition=models.Q(models.Q(('certificate__isnull', True), ('signature__isnull', True), ('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('certificate__isnull', False), ('signature__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), models.Q(('signer', ''), _negated=True)), _connector='OR'), name='ranking_signed')],
            },
        ),
    ]
