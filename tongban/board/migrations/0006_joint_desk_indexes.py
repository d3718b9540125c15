"""What the joint desk lists: few among all messages, found without looking at the others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0005_waiting_is_told'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('cleared', True)), fields=['-received_at', '-id'], name='board_cleared'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('emergency', True)), fields=['-received_at', '-id'], name='board_emergency'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('reopened', True)), fields=['-received_at', '-id'], name='board_reopened'),
        ),
    ]
