"""Messages that nobody has accepted yet while the limit for it runs: in neither side of the rate of acceptance."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0019_settled_orders_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='figure',
            name='waiting',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='figuresum',
            name='waiting',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
