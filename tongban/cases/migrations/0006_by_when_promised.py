"""Cases by when they were promised, open ones by department and by when they are due, and acts by when they were done."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_purge_unsubmitted_forms'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='historyentry',
            index=BrinIndex(autosummarize=True, fields=['at'], name='history_lately'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('end__isnull', True)), fields=['department', 'due_at'], name='case_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('promised_due_at__isnull', False)), fields=['promised_due_at'], name='case_promised'),
        ),
    ]
