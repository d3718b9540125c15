"""Figures of a day or a month by one thing at a time, beside those by all things together."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0006_joint_desk_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='FigureSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received', models.PositiveIntegerField()),
                ('accepted_in_time', models.PositiveIntegerField()),
                ('answered', models.PositiveIntegerField()),
                ('on_time', models.PositiveIntegerField()),
                ('overdue_open', models.PositiveIntegerField()),
                ('rated', models.PositiveIntegerField()),
                ('satisfied', models.PositiveIntegerField()),
                ('solved', models.PositiveIntegerField()),
                ('hours', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('level', models.CharField(max_length=8)),
                ('key', models.CharField(max_length=60)),
                ('span', models.CharField(max_length=5)),
                ('begins_on', models.DateField()),
            ],
            options={
                'db_table': 'board_figure_sum',
                'constraints': [models.UniqueConstraint(fields=('level', 'span', 'begins_on', 'key'), name='board_figure_sum_once')],
            },
        ),
    ]
