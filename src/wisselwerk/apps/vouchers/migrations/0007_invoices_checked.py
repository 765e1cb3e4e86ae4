from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

CHUNK = 2000


def accept_what_was_before(apps: Any, schema_editor: Any) -> None:
    """Of what was redeemed before there was a check only the hash is left, so it is accepted as it is, and on record."""
    redemption, check, entry = (
        apps.get_model(*name)
        for name in (("vouchers", "Redemption"), ("vouchers", "InvoiceCheck"), ("audit", "Entry"))
    )
    at = timezone.now()
    for pk in redemption.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        for command, authority in (("check_invoices", "check_passed"), ("accept_invoice", "")):
            entry.objects.create(
                at=at, actor="system", command=command, subject=f"redemption:{pk}", authority=authority
            )
        check.objects.create(redemption_id=pk, state="check_accepted", try_at=at, checked_at=at)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("vouchers", "0006_fulfilment"),
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
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="InvoiceCheck",
            fields=[
                (
                    "redemption",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="invoice_check",
                        serialize=False,
                        to="vouchers.redemption",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_check", "to_check"),
                            ("check_passed", "check_passed"),
                            ("check_failed", "check_failed"),
                            ("check_accepted", "check_accepted"),
                        ],
                        max_length=16,
                    ),
                ),
                ("data", models.BinaryField(null=True)),
                ("findings", models.JSONField(default=list)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "to_check")),
                        fields=["try_at"],
                        name="vouchers_check_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "check_failed")),
                        fields=["checked_at"],
                        name="vouchers_check_failed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at", None),
                                ("data__isnull", False),
                                ("state", "to_check"),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", "to_check"),
                                    _negated=True,
                                ),
                                ("checked_at__isnull", False),
                                ("data", None),
                            ),
                            _connector="OR",
                        ),
                        name="vouchers_check_keeps_what_waits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("credited_cents", models.BigIntegerField()),
                ("number", models.CharField(max_length=100)),
                ("issued_on", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=130, unique=True)),
                ("actor", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "replacement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remains_of",
                        to="vouchers.redemption",
                    ),
                ),
                (
                    "undone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_note",
                        to="vouchers.redemption",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("reasons", models.JSONField()),
                ("actor", models.CharField(max_length=40)),
                ("times", models.PositiveIntegerField(default=1)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="vouchers.voucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("voucher", "sha256"), name="vouchers_attempt_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_at__gte", models.F("first_at")), ("times__gte", 1)),
                        name="vouchers_attempt_counts",
                    ),
                ],
            },
        ),
        migrations.RunPython(accept_what_was_before, migrations.RunPython.noop),
    ]
