"""What is shown and shared is a module of its own: the tables that `licences` made are its, under the names they have. No row moves."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Facts that wait are delivered under the name by which whoever subscribes knows them now; what is settled keeps its name. A key that was
# used for a copy or a grant is still known when the request comes again.
WAITING = """
UPDATE kernel_factrow SET name = replace(name, 'licences.', 'sharing.')
WHERE settled_at IS NULL AND name IN (
    'licences.CopyMade', 'licences.CopyFetched', 'licences.CopyDeleted', 'licences.ShowingBegun',
    'licences.ShowingOpened', 'licences.UseGranted', 'licences.UseRevoked', 'licences.ConsumerChanged',
    'licences.VisitOpened', 'licences.VisitClosed', 'licences.CounterCodeShown', 'licences.CounterCodeTaken');
UPDATE kernel_usedkey SET verb = replace(verb, 'licences.', 'sharing.') WHERE verb IN ('licences.make_copy', 'licences.grant_use');
"""
AGAIN = """
UPDATE kernel_factrow SET name = replace(name, 'sharing.', 'licences.')
WHERE settled_at IS NULL AND name IN (
    'sharing.CopyMade', 'sharing.CopyFetched', 'sharing.CopyDeleted', 'sharing.ShowingBegun',
    'sharing.ShowingOpened', 'sharing.UseGranted', 'sharing.UseRevoked', 'sharing.ConsumerChanged',
    'sharing.VisitOpened', 'sharing.VisitClosed', 'sharing.CounterCodeShown', 'sharing.CounterCodeTaken');
UPDATE kernel_usedkey SET verb = replace(verb, 'sharing.', 'licences.') WHERE verb IN ('sharing.make_copy', 'sharing.grant_use');
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [("licences", "0009_two_people_and_counter_guards"), ("kernel", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Consumer',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=60, unique=True)),
                        ('name', models.CharField(max_length=100)),
                        ('department', models.CharField(blank=True, default='', max_length=60)),
                        ('calls_per_minute', models.PositiveIntegerField()),
                        ('token_digest', models.BinaryField(null=True, unique=True)),
                        ('token_until', models.DateTimeField(null=True)),
                        ('suspended_at', models.DateTimeField(null=True)),
                        ('public_key', models.BinaryField(null=True)),
                        ('registered_at', models.DateTimeField()),
                    ],
                    options={
                        'db_table': 'licences_consumer',
                    },
                ),
                migrations.CreateModel(
                    name='Copy',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('licence_id', models.UUIDField()),
                        ('identifier', models.CharField(max_length=128)),
                        ('licence_digest', models.CharField(max_length=64)),
                        ('holder_id', models.UUIDField()),
                        ('purpose', models.CharField(max_length=200)),
                        ('receiver', models.CharField(max_length=200)),
                        ('basis', models.CharField(max_length=200)),
                        ('case_number', models.CharField(default='', max_length=60)),
                        ('grant_id', models.UUIDField(null=True)),
                        ('maker_kind', models.CharField(max_length=12)),
                        ('maker_id', models.UUIDField(null=True)),
                        ('made_at', models.DateTimeField()),
                        ('valid_until', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('document_digest', models.CharField(max_length=64, null=True)),
                        ('downloaded_at', models.DateTimeField(null=True)),
                        ('deleted_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'db_table': 'licences_copy',
                        'indexes': [models.Index(condition=models.Q(('case_number', ''), _negated=True), fields=['licence_id', 'case_number'], name='licences_copy_of_case'), models.Index(condition=models.Q(('document_digest__isnull', False)), fields=['document_digest'], name='licences_copy_document'), models.Index(condition=models.Q(('deleted_at__isnull', True), ('document_digest__isnull', False)), fields=['valid_until'], name='licences_copy_to_delete')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('made_at'))), name='licences_copy_in_the_future'), models.CheckConstraint(condition=models.Q(('expires_at__lte', models.F('valid_until'))), name='licences_copy_link_within'), models.CheckConstraint(condition=models.Q(models.Q(('purpose', ''), _negated=True), models.Q(('receiver', ''), _negated=True), models.Q(('basis', ''), _negated=True)), name='licences_copy_says_for_what')],
                    },
                ),
                migrations.CreateModel(
                    name='CounterCode',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('code_digest', models.BinaryField(unique=True)),
                        ('holder_id', models.UUIDField()),
                        ('shown_by', models.UUIDField()),
                        ('shown_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('taken_at', models.DateTimeField(null=True)),
                        ('visit_id', models.UUIDField(null=True)),
                    ],
                    options={
                        'db_table': 'licences_countercode',
                        'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('shown_at'))), name='licences_countercode_period'), models.CheckConstraint(condition=models.Q(models.Q(('taken_at__isnull', True), ('visit_id__isnull', True)), models.Q(('taken_at__isnull', False), ('visit_id__isnull', False)), _connector='OR'), name='licences_countercode_taken')],
                    },
                ),
                migrations.CreateModel(
                    name='CounterVisit',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('number', models.CharField(max_length=60, unique=True)),
                        ('desk', models.CharField(max_length=120)),
                        ('purpose', models.CharField(max_length=200)),
                        ('code_index', models.BinaryField(null=True)),
                        ('holder_id', models.UUIDField(null=True)),
                        ('opened_by', models.UUIDField()),
                        ('opened_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'db_table': 'licences_countervisit',
                        'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['desk', 'opened_at'], name='licences_visit_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='licences_visit_purpose'), models.CheckConstraint(condition=models.Q(models.Q(('code_index__isnull', False), ('holder_id__isnull', True)), models.Q(('code_index__isnull', True), ('holder_id__isnull', False)), _connector='OR'), name='licences_visit_for_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Showing',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('token_digest', models.BinaryField(unique=True)),
                        ('licence_id', models.UUIDField()),
                        ('holder_id', models.UUIDField()),
                        ('purpose', models.CharField(max_length=200)),
                        ('claims', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
                        ('shown_by', models.UUIDField()),
                        ('shown_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('opened_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'db_table': 'licences_showing',
                        'indexes': [models.Index(fields=['licence_id', '-shown_at'], name='licences_showing_licence')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('shown_at'))), name='licences_showing_period'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='licences_showing_purpose')],
                    },
                ),
                migrations.CreateModel(
                    name='UseGrant',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('holder_id', models.UUIDField()),
                        ('receiver', models.CharField(max_length=80)),
                        ('receiver_name', models.JSONField()),
                        ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                        ('purpose', models.CharField(max_length=200)),
                        ('granted_by', models.UUIDField(null=True)),
                        ('granted_at', models.DateTimeField()),
                        ('valid_until', models.DateField()),
                        ('revoked_by', models.UUIDField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'db_table': 'licences_usegrant',
                        'indexes': [models.Index(fields=['holder_id', 'receiver'], name='licences_usegrant_holder')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='licences_usegrant_purpose'), models.CheckConstraint(condition=models.Q(('types__len__gt', 0)), name='licences_usegrant_types')],
                    },
                ),
                migrations.CreateModel(
                    name='ConsumerRight',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('type_code', models.CharField(max_length=20)),
                        ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                        ('basis', models.CharField(blank=True, default='', max_length=200)),
                        ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                        ('copies', models.BooleanField(default=False)),
                        ('encrypted', models.BooleanField(db_default=False, default=False)),
                        ('valid_until', models.DateField(null=True)),
                        ('granted_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rights', to='sharing.consumer')),
                    ],
                    options={
                        'db_table': 'licences_consumerright',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('consumer', 'type_code'), name='licences_consumer_right_once'), models.CheckConstraint(condition=models.Q(('purposes__len__gt', 0)), name='licences_consumer_right_purposes')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(WAITING, AGAIN),
    ]
