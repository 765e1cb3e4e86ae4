from typing import Any

from django.db import migrations, models


def since_they_were_read(apps: Any, _: object) -> None:
    """Until now what was read last counted, and nothing took its place back."""
    files = apps.get_model("initiatives", "PolicyFile").objects.exclude(completed_at=None)
    files.update(counts_since=models.F("completed_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0007_expost_questions"),
    ]

    operations = [
        migrations.AddField(
            model_name="policyfile",
            name="counts_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(since_they_were_read, migrations.RunPython.noop),
    ]
