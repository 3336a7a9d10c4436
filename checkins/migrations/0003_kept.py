import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import plc.keys


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0002_calendars"),
        ("students", "0003_half_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="checkinnote",
            options={"ordering": ["pk"]},
        ),
        migrations.AddField(
            model_name="checkinnote",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="checkinnote",
            name="key",
            field=models.CharField(editable=False, max_length=12, null=True),
        ),
        migrations.AlterField(
            model_name="checkinnote",
            name="audience",
            field=models.CharField(
                choices=[
                    ("team", "Only our team"),
                    ("student", "The student too"),
                    ("family", "Student and family"),
                ],
                default="team",
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="checkinnote",
            name="checkin",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="checkins.checkin",
            ),
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    plc.keys.KeyField(
                        default=plc.keys.new_key, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("project", "Project"),
                            ("goal", "Goal"),
                            ("challenge", "Challenge"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=140)),
                ("asked_at", models.DateTimeField()),
                ("promised_on", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checkin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="asks",
                        to="checkins.checkin",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    plc.keys.KeyField(
                        default=plc.keys.new_key, editable=False, max_length=12, unique=True
                    ),
                ),
                ("noted_on", models.DateField()),
                ("is_shared", models.BooleanField(default=False)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("look", "Look at the work again"),
                            ("explain", "Explain it once more"),
                            ("bring", "Bring what is needed"),
                            ("partner", "Find a partner"),
                            ("ask", "Ask somebody"),
                            ("more_time", "Give more time"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                (
                    "checkin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="checkins.checkin",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="checkinnote",
            name="promise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notes",
                to="checkins.promise",
            ),
        ),
        migrations.CreateModel(
            name="Roadblock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    plc.keys.KeyField(
                        default=plc.keys.new_key, editable=False, max_length=12, unique=True
                    ),
                ),
                ("noted_on", models.DateField()),
                ("is_shared", models.BooleanField(default=False)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("materials", "Materials"),
                            ("time", "Time"),
                            ("directions", "Directions unclear"),
                            ("group", "Partner or group"),
                            ("confidence", "Confidence"),
                            ("skill", "A skill to learn first"),
                            ("help", "Help from outside class"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "checkin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="checkins.checkin",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["noted_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="checkinnote",
            name="roadblock",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notes",
                to="checkins.roadblock",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkinnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("roadblock", None), ("promise", None), _connector="OR"),
                name="note_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.UniqueConstraint(
                models.F("student"),
                condition=models.Q(("closed_at", None)),
                name="one_open_ask_a_student",
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at", None), ("closed_at__gte", models.F("asked_at")), _connector="OR"
                ),
                name="ask_closed_after_it_was_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                models.F("checkin"), models.F("noted_by"), name="one_promise_a_checkin_and_adult"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("noted_on"))),
                name="promise_is_due_after_it_is_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="promise_closed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="roadblock",
            constraint=models.UniqueConstraint(
                models.F("student"),
                models.F("kind"),
                condition=models.Q(("closed_at", None)),
                name="one_open_roadblock_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="roadblock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="roadblock_closed_by_somebody",
            ),
        ),
    ]
