"""勘误 of an effect: two people have it counted again or taken back; what was measured before stays."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

TABLE = "campaigns_correction"
SAID = "what two people have decided about an effect is never changed"
FORWARD = f"""
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW
    EXECUTE FUNCTION kernel_frozen('{SAID}', 'decided_at', 'state', 'decided_by', 'decided_at', 'recounted');
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""
BACK = f"DROP TRIGGER no_truncate ON {TABLE}; DROP TRIGGER frozen ON {TABLE};"


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_what_was_read_stays")]
    operations = [
        migrations.CreateModel(
            name="EffectCorrectionRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("withdraws", models.BooleanField()),
                ("shown", models.JSONField()),
                ("reason", models.TextField()),
                ("recounted", models.JSONField(null=True)),
                ("state", models.CharField(default="proposed", max_length=10)),
                ("proposed_by", models.UUIDField()),
                ("proposer", models.CharField(max_length=60)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "db_table": TABLE,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                        | (
                            models.Q(state__in=["confirmed", "dismissed"], decided_at__isnull=False)
                            & models.Q(decided_by__isnull=False)
                            & ~models.Q(decided_by=models.F("proposed_by"))
                        ),
                        name="campaign_correction_by_two",
                    ),
                    models.CheckConstraint(condition=~models.Q(reason=""), name="campaign_correction_for"),
                    models.UniqueConstraint(
                        condition=models.Q(state="proposed"), fields=("campaign",), name="campaign_correction_one_open"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
