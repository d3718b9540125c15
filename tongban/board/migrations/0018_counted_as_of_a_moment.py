"""What the clock of an order said before it was given more time, and indexes by when orders fell due, messages changed and were rated."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0017_clients_apart'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='due_before',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='extended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('displayed', False)), fields=['changed_at'], name='board_changed_unseen'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('role', 'lead')), fields=['due_at'], name='board_order_due'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('due_before__isnull', False)), fields=['due_before'], name='board_order_was_due'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(fields=['at'], name='board_rated'),
        ),
    ]
