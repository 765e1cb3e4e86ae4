import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def the_supplier_was_paid(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now the supplier was the one who was paid."""
    apps.get_model("vouchers", "Redemption").objects.update(supplier=models.F("payee"))


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_directors"),
        ("vouchers", "0003_redemption_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="voucher",
            name="payee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="redemption",
            name="supplier",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="parties.organisation",
            ),
        ),
        migrations.RunPython(the_supplier_was_paid, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="redemption",
            name="supplier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="parties.organisation",
            ),
        ),
    ]
