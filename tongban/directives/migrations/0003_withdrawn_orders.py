"""An order may be withdrawn before it is answered; its paper is then drawn once more as void."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directives', '0002_guards'),
        ('supervision', '0002_guards'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='order',
            name='supervision_order_state',
        ),
        migrations.RemoveConstraint(
            model_name='paper',
            name='supervision_paper_kind',
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['closed', 'withdrawn'])), models.Q(('closed_at__isnull', True), ('state__in', ['issued', 'received', 'replied', 'sent_back'])), _connector='OR'), name='supervision_order_state'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['notice', 'record', 'void'])), name='supervision_paper_kind'),
        ),
    ]
