"""Photos of a message not sent yet belong to the account or browser that uploaded them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0008_figures_added_up'),
    ]

    operations = [
        migrations.AddField(
            model_name='keptpicture',
            name='kept_by',
            field=models.UUIDField(null=True),
        ),
    ]
