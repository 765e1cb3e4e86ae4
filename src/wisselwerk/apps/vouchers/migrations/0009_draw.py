import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0004_visum"),
        ("vouchers", "0008_pdf_invoice"),
    ]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="state",
            field=models.CharField(
                choices=[
                    ("unconfirmed", "Unconfirmed"),
                    ("entered", "Entered"),
                    ("waiting_list", "Waiting List"),
                    ("not_drawn", "Not Drawn"),
                    ("review", "Review"),
                    ("awarded", "Awarded"),
                    ("refused", "Refused"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="evaluated",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="decision",
            name="result",
            field=models.CharField(
                choices=[
                    ("unconfirmed", "Unconfirmed"),
                    ("entered", "Entered"),
                    ("waiting_list", "Waiting List"),
                    ("not_drawn", "Not Drawn"),
                    ("review", "Review"),
                    ("awarded", "Awarded"),
                    ("refused", "Refused"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("method", models.CharField(default="wisselwerk-draw-1", max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draw_sealed", "draw_sealed"),
                            ("draw_seeded", "draw_seeded"),
                            ("draw_confirmed", "draw_confirmed"),
                            ("draw_done", "draw_done"),
                        ],
                        max_length=16,
                    ),
                ),
                ("list_sha256", models.CharField(max_length=64)),
                ("entries", models.PositiveIntegerField()),
                ("seed_source", models.TextField()),
                ("seed_on", models.DateField()),
                ("sealed_by", models.CharField(max_length=40)),
                ("sealed_at", models.DateTimeField()),
                ("seed", models.CharField(blank=True, max_length=200)),
                ("seed_by", models.CharField(blank=True, max_length=40)),
                ("seed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_by", models.CharField(blank=True, max_length=40)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("drawn_by", models.CharField(blank=True, max_length=40)),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="schemes.scheme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="lot",
                        serialize=False,
                        to="vouchers.application",
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("commitment", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("place", models.PositiveIntegerField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="vouchers.draw",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(fields=("scheme", "number"), name="vouchers_draw_number"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draw_done"), _negated=True),
                fields=("scheme",),
                name="vouchers_draw_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", ""),
                    models.Q(("confirmed_by", models.F("seed_by")), _negated=True),
                    _connector="OR",
                ),
                name="vouchers_draw_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.UniqueConstraint(fields=("draw", "place"), name="vouchers_lot_place"),
        ),
    ]
