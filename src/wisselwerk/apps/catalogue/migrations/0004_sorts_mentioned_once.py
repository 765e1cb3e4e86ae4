from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget_words(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each service mentioned all words of its sort, where it now mentions the sort: noted anew after the migrations."""
    alias = schema_editor.connection.alias
    for model in ("Mention", "Spelling", "Word"):
        apps.get_model("catalogue", model).objects.using(alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_words"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="mention", name="catalogue_mention_found"),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                fields=["word", "weight", "service", "provider"], name="catalogue_mention_found"
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", False)),
                fields=["ended_on"],
                name="catalogue_service_ended",
            ),
        ),
        migrations.RunPython(forget_words, migrations.RunPython.noop),
    ]
