from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vouchers", "0011_holds_and_reasons"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="redemption",
            index=models.Index(
                condition=models.Q(("is_reversed", True)),
                fields=["fingerprint"],
                name="vouchers_redemption_undone",
            ),
        ),
    ]
