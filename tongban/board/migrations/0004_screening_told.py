"""When those who screen are told that the limit of a message is about to lapse, or has lapsed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0003_classifiers_apart'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='screening_next_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('screening_next_at__isnull', False)), fields=['screening_next_at'], name='board_screening_lapses'),
        ),
    ]
