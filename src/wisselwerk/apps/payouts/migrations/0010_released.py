from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def since_when_a_bank_may_have_it(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """When each batch was last signed, also where that lapsed: the trail tells."""
    signed = apps.get_model("audit", "Entry").objects.filter(command="sign_batch").order_by("pk")
    last = dict(signed.values_list("subject", "at"))
    batches = apps.get_model("payouts", "PaymentBatch").objects
    for batch in batches.all():
        batch.released_at = last.get(f"batch:{batch.pk}", batch.signed_at)
        batch.save(update_fields=["released_at"])


class Migration(migrations.Migration):
    """A bank may have the file of a batch that was held since: then what it paid by it is paid."""

    dependencies = [("audit", "0001_initial"), ("payouts", "0009_by_hand")]

    operations = [
        migrations.AddField("paymentbatch", "released_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            "paymentbatch",
            "state",
            models.CharField(
                choices=[
                    ("proposed", "proposed"),
                    ("ordered", "ordered"),
                    ("signed", "signed"),
                    ("held", "held"),
                    ("emptied", "emptied"),
                    ("overtaken", "overtaken"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(since_when_a_bank_may_have_it, migrations.RunPython.noop),
    ]
