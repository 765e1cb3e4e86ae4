"""Figures on familiarity that renew by five: what is shown is kept apart from what was counted."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Sum

NOT_SAID, SHOWN_FROM = "NOT_SAID", 5


def take_over(apps: Any, schema_editor: Any) -> None:
    """What stood on a page until now stays there; what was hidden because few had answered stays hidden."""
    counts = apps.get_model("introductions", "FamiliarityCount").objects
    said = counts.exclude(answer=NOT_SAID).values("partnership", "moment")
    for one in said.annotate(said=Sum("number")).filter(said__gte=SHOWN_FROM):
        counts.filter(partnership=one["partnership"], moment=one["moment"]).update(shown=F("number"))


class Migration(migrations.Migration):
    dependencies = [("introductions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="familiaritycount",
            name="shown",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="familiaritycount",
            constraint=models.CheckConstraint(
                condition=models.Q(shown__lte=models.F("number")),
                name="introductions_familiarity_shown_was_counted",
            ),
        ),
    ]
