from django.db import migrations, models


class Migration(migrations.Migration):
    """What was redeemed before there were mails about it is not mailed about afterwards."""

    dependencies = [("vouchers", "0002_delivery")]

    operations = [
        migrations.AddField("redemption", "is_told", models.BooleanField(default=True)),
        migrations.AlterField("redemption", "is_told", models.BooleanField(default=False)),
        migrations.AddIndex(
            model_name="redemption",
            index=models.Index(
                condition=models.Q(("is_told", False)),
                fields=["redeemed_at"],
                name="vouchers_redemption_untold",
            ),
        ),
    ]
