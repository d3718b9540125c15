"""The tables of seals belong to the module `seals` from here on: forgotten here, and not touched."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("licences", "0004_library_guards"), ("seals", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name) for name in ("SealUse", "SealEvent", "SealGrant", "Seal")],
        ),
    ]
