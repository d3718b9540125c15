"""Counts of the running minute are worth no wait for the disk: after a crash they begin anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_last_calls")]
    operations = [
        migrations.RunSQL("ALTER TABLE kernel_rate SET UNLOGGED", "ALTER TABLE kernel_rate SET LOGGED"),
    ]
