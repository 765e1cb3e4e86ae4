from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0015_payee_notice"),
    ]

    operations = [
        migrations.AddField(
            model_name="bankfile",
            name="fingerprint",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
