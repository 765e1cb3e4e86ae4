import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vouchers", "0007_invoices_checked"),
    ]

    operations = [
        migrations.AlterField(
            model_name="remark",
            name="subject",
            field=models.CharField(
                choices=[
                    ("DECISION", "Decision"),
                    ("REVERSAL", "Reversal"),
                    ("ACCEPTANCE", "Acceptance"),
                    ("CONTEST", "Contest"),
                    ("REVOCATION", "Revocation"),
                    ("EXTENSION", "Extension"),
                    ("RELEASE", "Release"),
                    ("REVIEW_REQUEST", "Review Request"),
                    ("DISPUTE", "Dispute"),
                    ("DISPUTE_SETTLED", "Dispute Settled"),
                    ("PDF_INVOICE", "Pdf Invoice"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="PdfInvoice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("before_duty", "before_duty"),
                            ("not_liable", "not_liable"),
                            ("exempt", "exempt"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.CharField(max_length=100)),
                ("issued_on", models.DateField()),
                ("supplier_number", models.CharField(max_length=10)),
                ("buyer_number", models.CharField(max_length=10)),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
                ("gross_cents", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=130)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pdf_to_check", "pdf_to_check"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("pdf_failed", "pdf_failed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("handed_in_by", models.CharField(max_length=40)),
                ("handed_in_at", models.DateTimeField()),
                ("corrections", models.JSONField(default=dict)),
                ("ticked", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=list)),
                ("checked_by", models.CharField(blank=True, max_length=40)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "redemption",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pdf_invoice",
                        to="vouchers.redemption",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pdf_invoices",
                        to="vouchers.voucher",
                    ),
                ),
                (
                    "why",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="vouchers.remark",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PdfFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data", models.BinaryField()),
                ("pages", models.PositiveSmallIntegerField()),
                ("checked_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="vouchers.pdfinvoice",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="pdfinvoice",
            index=models.Index(fields=["voucher", "state"], name="vouchers_pdfinvoice_state"),
        ),
        migrations.AddIndex(
            model_name="pdfinvoice",
            index=models.Index(
                condition=models.Q(("state", "pdf_to_check")),
                fields=["handed_in_at"],
                name="vouchers_pdfinvoice_to_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="pdfinvoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pdf_to_check")),
                fields=("fingerprint",),
                name="vouchers_pdfinvoice_waits_once",
            ),
        ),
    ]
