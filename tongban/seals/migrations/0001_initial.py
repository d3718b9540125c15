"""Seals are a module of their own: the tables that `licences` made are theirs, under the names they have. No row moves."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

# Facts that wait are delivered under the name by which whoever subscribes knows them now; what is settled keeps its name.
WAITING = """
UPDATE kernel_factrow SET name = replace(name, 'licences.', 'seals.')
WHERE settled_at IS NULL AND name IN ('licences.SealMade', 'licences.SealChanged', 'licences.SealGranted', 'licences.SealGrantRevoked', 'licences.SealUsed')
"""
AGAIN = """
UPDATE kernel_factrow SET name = replace(name, 'seals.', 'licences.')
WHERE settled_at IS NULL AND name IN ('seals.SealMade', 'seals.SealChanged', 'seals.SealGranted', 'seals.SealGrantRevoked', 'seals.SealUsed')
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [("licences", "0004_library_guards"), ("kernel", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Seal',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('esid', models.CharField(max_length=40, unique=True)),
                        ('owner_kind', models.CharField(max_length=12)),
                        ('owner', models.CharField(max_length=60)),
                        ('kind', models.CharField(max_length=16)),
                        ('name', models.TextField()),
                        ('signer', models.CharField(max_length=80)),
                        ('der', models.BinaryField()),
                        ('maker', models.TextField()),
                        ('custodian', models.TextField(default='')),
                        ('state', models.CharField(default='in_use', max_length=12)),
                        ('development', models.BooleanField()),
                        ('made_at', models.DateTimeField()),
                        ('starts_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField()),
                    ],
                    options={
                        'db_table': 'licences_seal',
                        'indexes': [models.Index(fields=['owner_kind', 'owner'], name='seal_of_owner')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['in_use', 'suspended'])), fields=('owner_kind', 'owner', 'kind'), name='seal_one_living'), models.CheckConstraint(condition=models.Q(('state__in', ['in_use', 'suspended', 'lost', 'destroyed'])), name='seal_state'), models.CheckConstraint(condition=models.Q(('kind__in', ['unit', 'representative', 'person'])), name='seal_kind'), models.CheckConstraint(condition=models.Q(('owner_kind__in', ['department', 'organisation', 'person'])), name='seal_owner_kind'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='seal_period')],
                    },
                ),
                migrations.CreateModel(
                    name='SealGrant',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('person_id', models.UUIDField()),
                        ('person_name', models.TextField()),
                        ('granted_by', models.UUIDField(null=True)),
                        ('granted_at', models.DateTimeField()),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='seals.seal')),
                    ],
                    options={
                        'db_table': 'licences_sealgrant',
                    },
                ),
                migrations.CreateModel(
                    name='SealUse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('actor_kind', models.CharField(max_length=12)),
                        ('actor_id', models.UUIDField(null=True)),
                        ('actor_name', models.TextField(default='')),
                        ('subject', models.CharField(max_length=128)),
                        ('digest', models.CharField(max_length=64)),
                        ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='seals.sealgrant')),
                        ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='seals.seal')),
                    ],
                    options={
                        'db_table': 'licences_sealuse',
                    },
                ),
                migrations.CreateModel(
                    name='SealEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('change', models.CharField(max_length=12)),
                        ('actor_kind', models.CharField(max_length=12)),
                        ('actor_id', models.UUIDField(null=True)),
                        ('actor_name', models.TextField(default='')),
                        ('reason', models.TextField(default='')),
                        ('custodian', models.TextField(default='')),
                        ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='seals.seal')),
                    ],
                    options={
                        'db_table': 'licences_sealevent',
                        'constraints': [models.CheckConstraint(condition=models.Q(('change__in', ['make', 'hand_over', 'suspend', 'resume', 'report_lost', 'destroy'])), name='seal_event_change')],
                    },
                ),
                migrations.AddIndex(
                    model_name='sealgrant',
                    index=models.Index(condition=models.Q(('revoked_at__isnull', True)), fields=['person_id'], name='seal_grant_of_person'),
                ),
                migrations.AddConstraint(
                    model_name='sealgrant',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='seal_grant_period'),
                ),
                migrations.AddIndex(
                    model_name='sealuse',
                    index=models.Index(fields=['seal', '-at', '-id'], name='seal_use_newest'),
                ),
            ],
        ),
        migrations.RunSQL(WAITING, AGAIN),
    ]
