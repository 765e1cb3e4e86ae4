import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was redeemed before its VAT was kept has none, and no rule asked proof of it."""

    dependencies = [
        ("vouchers", "0005_notice"),
    ]

    operations = [
        migrations.AddField(
            model_name="redemption",
            name="vat_cents",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="remark",
            name="subject",
            field=models.CharField(
                choices=[
                    ("DECISION", "Decision"),
                    ("REVERSAL", "Reversal"),
                    ("CONTEST", "Contest"),
                    ("REVOCATION", "Revocation"),
                    ("EXTENSION", "Extension"),
                    ("RELEASE", "Release"),
                    ("REVIEW_REQUEST", "Review Request"),
                    ("DISPUTE", "Dispute"),
                    ("DISPUTE_SETTLED", "Dispute Settled"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="OwnPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[("receipt", "receipt"), ("bank_proof", "bank_proof")], max_length=10
                    ),
                ),
                ("amount_cents", models.BigIntegerField()),
                ("paid_on", models.DateField()),
                ("actor", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "redemption",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_payment",
                        to="vouchers.redemption",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FulfilmentStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("ASK", "ASK"),
                            ("CONFIRM", "CONFIRM"),
                            ("DISPUTE", "DISPUTE"),
                            ("FIND", "FIND"),
                            ("WITHDRAW", "WITHDRAW"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("days_left", models.PositiveSmallIntegerField(null=True)),
                ("actor", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "redemption",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilment",
                        to="vouchers.redemption",
                    ),
                ),
                (
                    "remark",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilment_step",
                        to="vouchers.remark",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["redemption", "id"], name="vouchers_fulfilment_last")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verb", "ASK")),
                        fields=("redemption",),
                        name="vouchers_fulfilmentstep_asked_once",
                    )
                ],
            },
        ),
    ]
