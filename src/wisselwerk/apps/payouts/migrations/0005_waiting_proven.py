from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone


def begin_to_prove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tell the trail from where on a signature is held to what its payments had to wait for, where some were signed before."""
    alias = schema_editor.connection.alias
    entries = apps.get_model("audit", "Entry").objects.using(alias)
    if entries.filter(command="sign_batch").exists():
        entries.create(
            at=timezone.now(), actor="system", command="begin_to_prove_waiting", subject="payments"
        )


class Migration(migrations.Migration):
    """What was signed before is left in peace: not all that it may have waited for was kept, or asked, by then."""

    dependencies = [
        ("audit", "0001_initial"),
        ("payouts", "0004_pages_of_statements"),
    ]

    operations = [migrations.RunPython(begin_to_prove, migrations.RunPython.noop)]
