"""The table of registered programs belongs to the module `clients` from here on: forgotten here, and not touched; reports point to it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("board", "0016_names_in_the_row"), ("clients", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="reportedupdate",
                    name="client",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"),
                ),
                migrations.DeleteModel("Client"),
            ]
        )
    ]
