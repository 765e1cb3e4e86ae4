from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Exists, OuterRef


def end_the_empty(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Batches that every payment was taken out of could be ordered and signed before, for nothing."""
    alias = schema_editor.connection.alias
    remain = (
        apps.get_model("payouts", "Payment").objects.filter(batch=OuterRef("pk")).exclude(state="taken_out")
    )
    batches = apps.get_model("payouts", "PaymentBatch").objects.using(alias)
    batches.filter(~Exists(remain)).update(state="emptied")


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0005_waiting_proven"),
    ]

    operations = [
        migrations.AlterField(
            model_name="paymentbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "proposed"),
                    ("ordered", "ordered"),
                    ("signed", "signed"),
                    ("held", "held"),
                    ("emptied", "emptied"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(end_the_empty, migrations.RunPython.noop),
    ]
