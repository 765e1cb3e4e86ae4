from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def doubt_what_nobody_mentions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of the words that are there already, those that nobody mentions are to be looked up by a search, as before."""
    alias = schema_editor.connection.alias
    word, mention = (apps.get_model("catalogue", model).objects.using(alias) for model in ("Word", "Mention"))
    told = models.Exists(mention.filter(word=models.OuterRef("pk")))
    word.filter(~told).update(may_be_untold=True)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_sorts_mentioned_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="word",
            name="may_be_untold",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(doubt_what_nobody_mentions, migrations.RunPython.noop),
    ]
