"""That an answer was opened. What was answered before is not new: the mails of those weeks told it, and nothing says who opened it."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def read_what_was_answered_before(apps: Any, schema_editor: Any) -> None:
    """Have no page tell old answers as new ones."""
    answers = apps.get_model("network", "NetworkAnswer").objects.order_by("pk").values_list("pk", flat=True)
    read = apps.get_model("network", "AnswerRead")
    read.objects.bulk_create((read(answer_id=pk) for pk in answers), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0003_attendance_salt"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="read",
                        to="network.networkanswer",
                    ),
                ),
            ],
        ),
        migrations.RunPython(read_what_was_answered_before, migrations.RunPython.noop),
    ]
