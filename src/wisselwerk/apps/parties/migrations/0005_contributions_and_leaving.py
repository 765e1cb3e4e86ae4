from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_department"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="contributions",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="agreement",
            name="leaving",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
