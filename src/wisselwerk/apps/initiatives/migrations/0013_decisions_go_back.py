from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0012_published_practices"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="signal",
            name="initiatives_signal_once",
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["kind", "key"], name="initiatives_signal_source"),
        ),
    ]
