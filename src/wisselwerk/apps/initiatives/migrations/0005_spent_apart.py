from typing import Any

from django.db import migrations, models

from wisselwerk.apps.outbox.services import enqueue


def weigh_anew(apps: Any, _: object) -> None:
    """What was merged before is told by who does it first, and what was spent apart: background work sees to it."""
    if apps.get_model("initiatives", "Initiative").objects.exists():
        enqueue("renew_initiatives")


class Migration(migrations.Migration):
    dependencies = [
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("initiatives", "0004_sources_go_back"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="initiativestep",
            name="why",
        ),
        migrations.AddField(
            model_name="initiative",
            name="spent",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(weigh_anew, migrations.RunPython.noop),
    ]
