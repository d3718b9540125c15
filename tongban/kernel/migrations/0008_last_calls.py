"""When a system that asks the library did so last is looked up, not searched for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_frozen_rows")]

    operations = [
        migrations.AddIndex(
            model_name="read",
            index=models.Index(condition=models.Q(("actor_kind", "consumer")), fields=["actor_id", "-id"], name="read_consumer"),
        ),
    ]
