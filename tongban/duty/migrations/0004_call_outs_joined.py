"""What tells of the same danger in the same place joins the call-out that is made."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duty', '0003_what_a_call_is_about'),
    ]

    operations = [
        migrations.CreateModel(
            name='Joined',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('callout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='duty.callout')),
            ],
            options={
                'indexes': [models.Index(fields=['subject_id'], name='joined_subject')],
            },
        ),
    ]
