"""Messages that came from another channel: when they were accepted there nobody has told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0014_urged_and_screened'),
    ]

    operations = [
        migrations.AddField(
            model_name='figure',
            name='imported',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='figuresum',
            name='imported',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
