"""The table of trained classifiers belongs to the module `classifiers` from here on: forgotten here, and not touched."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("board", "0002_guards"), ("classifiers", "0001_initial")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Classifier")])]
