from django.db import migrations, models


class Migration(migrations.Migration):
    """Vouchers that were awarded before pay invoices whole, and have thirty days to hand one in."""

    dependencies = [("vouchers", "0009_draw")]

    operations = [
        migrations.AddField("voucher", "share_percent", models.PositiveSmallIntegerField(default=100)),
        migrations.AddField("voucher", "claim_days", models.PositiveSmallIntegerField(default=30)),
    ]
