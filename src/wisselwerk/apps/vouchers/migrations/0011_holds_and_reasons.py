import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from wisselwerk.clock import day_of, now
from wisselwerk.domain.working_day import working_days_left
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

CHUNK = 2000


def link_reasons(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Words go to the undoing that they came with, where that is sure: they were written just before it, by who undid it.

    Sure is: between this undoing on the application and the one before it, that person wrote one such remark, not more.
    """
    alias = schema_editor.connection.alias
    reversals = (
        apps.get_model("vouchers", "Reversal").objects.using(alias).filter(redemption__credit_note=None)
    )
    remarks = apps.get_model("vouchers", "Remark").objects.using(alias).filter(subject="REVERSAL")
    before: dict[object, object] = {}
    rows = reversals.order_by("redemption__voucher", "reversed_at", "pk").values_list(
        "pk", "actor", "reversed_at", "redemption__voucher__application"
    )
    for pk, actor, at, application in rows.iterator(CHUNK):
        written = remarks.filter(application=application, actor=actor, at__lte=at)
        if application in before:
            written = written.filter(at__gt=before[application])
        found = list(written.values_list("pk", flat=True)[:2])
        if len(found) == 1:
            remarks.filter(pk=found[0]).update(reversal=pk)
        before[application] = at


def stop_clocks(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Days to answer stand still from now on where a voucher is on hold already and they are not over."""
    alias = schema_editor.connection.alias
    steps = apps.get_model("vouchers", "FulfilmentStep").objects.using(alias)
    entries = apps.get_model("audit", "Entry").objects.using(alias)
    at = now()
    today = day_of(at)
    held = steps.filter(redemption__voucher__state="frozen", redemption__is_reversed=False).order_by("pk")
    last = {step.redemption_id: step for step in held.iterator(CHUNK)}
    for step in last.values():
        if step.until is None or step.until < today:
            continue
        left = working_days_left(today, step.until, BELGIAN_HOLIDAYS)
        entries.create(
            at=at,
            actor="system",
            command="hold_delivery",
            subject=f"redemption:{step.redemption_id}",
            authority=f"on:{today} until:None left:{left}",
        )
        steps.create(
            redemption_id=step.redemption_id, verb="HOLD", on=today, days_left=left, actor="system", at=at
        )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("vouchers", "0010_share_and_claim_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="remark",
            name="reversal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="why",
                to="vouchers.reversal",
            ),
        ),
        migrations.AlterField(
            model_name="fulfilmentstep",
            name="verb",
            field=models.CharField(
                choices=[
                    ("ASK", "ASK"),
                    ("CONFIRM", "CONFIRM"),
                    ("DISPUTE", "DISPUTE"),
                    ("FIND", "FIND"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("HOLD", "HOLD"),
                    ("GO_ON", "GO_ON"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(link_reasons, migrations.RunPython.noop),
        migrations.RunPython(stop_clocks, migrations.RunPython.noop),
    ]
