import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody was warned of the end of a recognition before."""

    dependencies = [
        ("catalogue", "0003_words"),
        ("vouchers", "0014_evaluation"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecognitionWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_until", models.DateField()),
                (
                    "recognition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to="catalogue.recognition",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognition_warnings",
                        to="vouchers.voucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("voucher", "recognition", "told_until"),
                        name="vouchers_recognitionwarning_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voucher", None)),
                        fields=("recognition", "told_until"),
                        name="vouchers_recognitionwarning_provider_once",
                    ),
                ],
            },
        ),
    ]
