"""The blind index of a person's number stands in the subject of the same id; nothing has read or written the old one since 0002."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_library_guards")]
    operations = [migrations.RemoveField("Person", "number_index")]
