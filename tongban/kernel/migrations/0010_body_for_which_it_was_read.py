"""Whoever works for several departments looks for one of them: the log of reads says for which."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0009_unlogged_rates"),
    ]

    operations = [
        migrations.AddField(
            model_name="read",
            name="body",
            field=models.TextField(db_default=""),
        ),
    ]
