from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tell_the_trail(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every visum has its entry: also that a scheme was kept open which ran before visa were recorded."""
    alias = schema_editor.connection.alias
    visa = apps.get_model("schemes", "Visum").objects.using(alias).filter(kind="BEFORE").order_by("pk")
    entries = apps.get_model("audit", "Entry").objects.using(alias)
    for scheme, on, actor, at in visa.values_list("scheme", "decided_on", "actor", "at"):
        # Once: whoever goes back to before this and on again tells nothing twice.
        entries.get_or_create(
            at=at,
            actor=actor,
            command="keep_scheme_open",
            subject=f"scheme:{scheme}",
            authority=f"visum:{on.isoformat()}",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("schemes", "0005_draft"),
    ]

    operations = [migrations.RunPython(tell_the_trail, migrations.RunPython.noop)]
