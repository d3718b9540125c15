"""The tables of watches belong to the module `watches` from here on: forgotten here, and not touched."""

from django.db import migrations

GONE = ("WatchAlert", "WatchNote", "Watch")


class Migration(migrations.Migration):
    dependencies = [("insight", "0005_no_table_is_emptied"), ("watches", "0001_watches_apart")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name) for name in GONE])]
