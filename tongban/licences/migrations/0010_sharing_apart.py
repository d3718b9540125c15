"""The tables of what is shown and shared belong to the module `sharing` from here on: forgotten here, and not touched."""

from django.db import migrations

GONE = ("ConsumerRight", "Consumer", "Copy", "Showing", "UseGrant", "CounterCode", "CounterVisit")


class Migration(migrations.Migration):
    dependencies = [("licences", "0009_two_people_and_counter_guards"), ("sharing", "0001_initial")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name) for name in GONE])]
