import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0009_years_of_money"),
        ("parties", "0005_contributions_and_leaving"),
    ]

    operations = [
        migrations.AlterField(
            model_name="initiative",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="initiatives.initiative",
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("merged_into", None)),
                fields=["state", "starts_on", "held_on", "known_on", "years", "merged_into"],
                name="initiatives_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="initiatives_merged",
            ),
        ),
    ]
