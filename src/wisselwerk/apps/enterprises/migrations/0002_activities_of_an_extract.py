"""What main activities an extract holds, also of those that were loaded before."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tell(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Look once through the rows that are here: they are of the newest extract that was loaded whole."""
    extracts = apps.get_model("enterprises", "Extract").objects
    newest = extracts.exclude(completed_at=None).order_by("number").last()
    if newest is not None:
        rows = apps.get_model("enterprises", "RegisteredEnterprise").objects.exclude(nace="")
        newest.activities = list(rows.order_by("nace").values_list("nace", flat=True).distinct())
        newest.save(update_fields=["activities"])


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="extract",
            name="activities",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
