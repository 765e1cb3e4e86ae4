from django.db import migrations, models


class Migration(migrations.Migration):
    """What was paid before went in one part: it was all of it, and the first."""

    dependencies = [
        ("payouts", "0007_repaid_in_parts"),
        ("vouchers", "0014_evaluation"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="payment", name="payouts_payment_once"),
        migrations.AddField(
            model_name="payment",
            name="part",
            field=models.CharField(
                choices=[("first", "first"), ("last", "last")], default="first", max_length=5
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["paid", "planned"])),
                fields=("redemption", "part"),
                name="payouts_payment_once",
            ),
        ),
    ]
