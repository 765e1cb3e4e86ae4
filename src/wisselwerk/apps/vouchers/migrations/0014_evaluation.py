import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """No rule asked before how it went, so that nobody has been asked."""

    dependencies = [
        ("parties", "0003_contact"),
        ("vouchers", "0013_questions_to_the_applicant"),
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
                    ("QUESTION", "Question"),
                    ("ANSWER", "Answer"),
                    ("EVALUATION", "Evaluation"),
                    ("EVALUATION_WAIVED", "Evaluation Waived"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("business", "business"), ("provider", "provider")], max_length=10
                    ),
                ),
                ("went", models.PositiveSmallIntegerField(null=True)),
                ("again", models.PositiveSmallIntegerField(null=True)),
                ("actor", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "remark",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation",
                        to="vouchers.remark",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="vouchers.voucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("voucher", "side", "supplier"), name="vouchers_evaluation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("again__isnull", False),
                                ("again__range", (1, 5)),
                                ("went__isnull", False),
                                ("went__range", (1, 5)),
                            ),
                            models.Q(("again", None), ("remark__isnull", False), ("went", None)),
                            _connector="OR",
                        ),
                        name="vouchers_evaluation_on_scale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("business", "business"), ("provider", "provider")], max_length=10
                    ),
                ),
                ("asked_on", models.DateField()),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_reminders",
                        to="vouchers.voucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("voucher", "side", "supplier", "asked_on"),
                        name="vouchers_evaluationreminder_once_a_day",
                    ),
                ],
            },
        ),
    ]
