"""The sequence that numbers the places in the status lists."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("licences", "0001_initial")]

    operations = [migrations.RunSQL("CREATE SEQUENCE licences_status_place MINVALUE 0", "DROP SEQUENCE licences_status_place")]
