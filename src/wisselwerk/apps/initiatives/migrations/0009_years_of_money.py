from typing import Any

from django.db import migrations, models

from wisselwerk.apps.outbox.services import enqueue


def tell_the_years(apps: Any, _: object) -> None:
    """Of which years money is told, and what earlier reports told of years before: background work sees to it."""
    if apps.get_model("initiatives", "Initiative").objects.exists():
        enqueue("renew_initiatives")


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0008_counts_since"),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="years",
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.RunPython(tell_the_years, migrations.RunPython.noop),
    ]
