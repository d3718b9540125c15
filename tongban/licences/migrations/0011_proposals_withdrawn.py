"""Whoever proposed a change takes it back: the one outcome whose two people are one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licences", "0010_sharing_apart"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="lifeproposal",
            name="licences_proposal_settled",
        ),
        migrations.RemoveConstraint(
            model_name="lifeproposal",
            name="licences_proposal_two_people",
        ),
        migrations.AddConstraint(
            model_name="lifeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("outcome", "lapsed"), ("settled_at__isnull", False), ("settled_by__isnull", True)),
                    models.Q(
                        ("outcome__in", ["confirmed", "rejected", "withdrawn"]),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="licences_proposal_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_by__isnull", True),
                    models.Q(("outcome", "withdrawn"), ("settled_by", models.F("proposed_by"))),
                    models.Q(
                        models.Q(("outcome", "withdrawn"), _negated=True), models.Q(("settled_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="licences_proposal_two_people",
            ),
        ),
    ]
