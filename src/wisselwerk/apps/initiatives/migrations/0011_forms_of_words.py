from typing import Any

from django.db import migrations

from wisselwerk.apps.outbox.services import enqueue


def tell_the_words(apps: Any, _: object) -> None:
    """By which words an initiative is found, forms and all: background work sees to it."""
    if apps.get_model("initiatives", "Initiative").objects.exists():
        enqueue("renew_initiatives")


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0010_newest_without_the_merged"),
    ]

    operations = [
        migrations.RunPython(tell_the_words, migrations.RunPython.noop),
    ]
