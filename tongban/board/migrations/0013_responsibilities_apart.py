"""The table of the city's data belongs to the module `responsibilities` from here on: forgotten here, and not touched."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("board", "0012_whom_nobody_has_reached"), ("responsibilities", "0001_initial")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("BoardReleaseRow")])]
