"""Whoever was known before subjects were becomes one, under the same id."""

import json

from django.db import migrations
from django.utils import timezone

from tongban.kernel import crypto

PURPOSE = "identity.subject"  # as the model has it


def enter(apps, schema_editor):
    Subject = apps.get_model("identity", "Subject")
    now = timezone.now()

    def subject(kind, code_type, row, code):
        index = crypto.blind_index(f"{code_type}\x00{code}", PURPOSE)
        sealed = crypto.encrypt(json.dumps([row.name, code], ensure_ascii=False), PURPOSE)
        return Subject(id=row.pk, kind=kind, code_type=code_type, index=index, sealed=sealed, recorded_at=now)

    persons = (subject("person", "111", row, row.number) for row in apps.get_model("identity", "Person").objects.iterator())
    Subject.objects.bulk_create(persons, batch_size=1000)
    companies = (subject("organisation", "001", row, row.uscc) for row in apps.get_model("identity", "Organisation").objects.iterator())
    Subject.objects.bulk_create(companies, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_library")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
