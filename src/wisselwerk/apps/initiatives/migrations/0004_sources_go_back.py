from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0003_signal_action"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="signal",
            name="initiatives_signal_once",
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "DECISION")),
                fields=("kind", "key", "digest"),
                name="initiatives_signal_once",
            ),
        ),
    ]
