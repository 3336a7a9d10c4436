import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import plc.keys


class Migration(migrations.Migration):
    replaces = [
        ("checkins", "0001_initial"),
        ("checkins", "0002_calendars"),
        ("checkins", "0003_kept"),
        ("checkins", "0004_note_keys"),
        ("checkins", "0005_note_keys_once"),
        ("checkins", "0006_bookings"),
        ("checkins", "0007_checks_and_surveys"),
        ("checkins", "0008_coverage_indexes"),
        ("checkins", "0009_plan_changes"),
        ("checkins", "0010_school_days"),
        ("checkins", "0011_stays"),
        ("checkins", "0012_coverage_reads_indexes_alone"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("students", "0001_squashed_0004_what_boards_ask"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckSeries",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("starts_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                        related_name="check_series",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("section"),
                        models.F("name"),
                        condition=models.Q(("ended_on", None)),
                        name="one_series_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
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
                ("title", models.CharField(max_length=80, verbose_name="name")),
                ("due_on", models.DateField(verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="students.section",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="checks",
                        to="checkins.checkseries",
                    ),
                ),
            ],
            options={
                "ordering": ["-due_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("series"),
                        models.F("due_on"),
                        condition=models.Q(("series__isnull", False)),
                        name="one_check_of_a_series_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                ("on", models.DateField()),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="minutes each",
                    ),
                ),
                (
                    "gap",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(10)],
                        verbose_name="minutes to switch",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("ready", "Ready")],
                        default="draft",
                        max_length=5,
                    ),
                ),
                ("round_from", models.DateField(blank=True, null=True)),
                ("lost", models.JSONField(blank=True, default=list)),
                ("undo", models.JSONField(blank=True, default=dict)),
                ("findings", models.JSONField(blank=True, default=dict)),
                ("made_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(auto_now_add=True)),
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
                        related_name="checkin_plans",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("school"),
                        models.F("on"),
                        models.F("state"),
                        models.F("id"),
                        name="plans_of_a_school",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("section"), models.F("on"), name="one_checkin_plan_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Window",
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
                ("on", models.DateField()),
                ("label", models.CharField(max_length=60, verbose_name="name")),
                ("starts_at", models.TimeField(verbose_name="starts at")),
                ("ends_at", models.TimeField(verbose_name="ends at")),
                (
                    "adult",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="window_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
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
                ("starts_at", models.TimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("later", "Later today"),
                            ("done", "Met"),
                            ("absent", "Absent"),
                        ],
                        default="planned",
                        max_length=7,
                    ),
                ),
                ("is_fixed", models.BooleanField(default=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("days_since", "Days since the last check-in"),
                            ("asked", "Asked for help"),
                            ("goal_due", "A goal is due"),
                            ("goal_stuck", "A goal is stuck"),
                            ("mood", "Said how it goes"),
                            ("own_idea", "Own idea to approve"),
                            ("new", "New in class"),
                            ("reteach", "Reteach after a short check"),
                            ("ready_for_more", "Ready for more"),
                            ("only_fits", "Only fits here"),
                            ("wish", "Teacher's wish"),
                        ],
                        default="days_since",
                        max_length=14,
                    ),
                ),
                ("detail", models.JSONField(blank=True, default=dict)),
                ("need", models.PositiveSmallIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="checkins.plan",
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
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="students.student",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="slots",
                        to="checkins.window",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(
                        models.F("plan"),
                        models.F("state"),
                        models.F("window"),
                        condition=models.Q(("state", "done"), _negated=True),
                        name="places_not_held",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("plan"), models.F("student"), name="one_slot_a_student_a_day"
                    ),
                    models.UniqueConstraint(
                        models.F("plan"),
                        models.F("window"),
                        models.F("starts_at"),
                        condition=models.Q(
                            ("starts_at__isnull", False), ("state__in", ["planned", "done"])
                        ),
                        name="one_student_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
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
                ("held_on", models.DateField()),
                ("held_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=3)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("project", "Project"),
                            ("goal", "Goal"),
                            ("challenge", "Challenge"),
                        ],
                        default="project",
                        max_length=9,
                    ),
                ),
                ("outcomes", models.JSONField(blank=True, default=list)),
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
                        related_name="checkins",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkins",
                        to="students.student",
                    ),
                ),
                (
                    "teacher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkins_held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "slot",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="checkin",
                        to="checkins.slot",
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-held_at", "-pk"],
                "indexes": [
                    models.Index(
                        models.F("school"),
                        models.F("held_on"),
                        models.F("student"),
                        name="held_in_school",
                    ),
                    models.Index(
                        models.F("student"), models.F("held_on"), name="held_with_student"
                    ),
                    models.Index(
                        models.F("school"),
                        models.F("held_on"),
                        condition=models.Q(("slot", None)),
                        name="held_without_a_plan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckItem",
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
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("choice", "Choose one"),
                            ("number", "A number"),
                            ("words", "A few words"),
                        ],
                        default="choice",
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="question")),
                ("choices", models.JSONField(blank=True, default=list)),
                ("answer", models.CharField(max_length=200, verbose_name="right answer")),
                ("reteach", models.BooleanField(blank=True, null=True)),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="checkins.check",
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
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("check_of"), models.F("position"), name="one_question_a_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 5)),
                        name="a_check_has_at_most_five_questions",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=200)),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("right", "Got it"),
                            ("not_yet", "Not yet"),
                            ("not_asked", "Not asked"),
                        ],
                        max_length=9,
                    ),
                ),
                ("by_hand", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_answers",
                        to="students.student",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="checkins.checkitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("item"), models.F("student"), name="one_answer_a_student"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["right", "not_yet", "not_asked"])),
                        name="an_answer_is_marked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("tries", models.PositiveSmallIntegerField(default=1)),
                ("tried_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"), models.F("on"), name="one_digest_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpRequest",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("stuck", "I am stuck"),
                            ("done", "I am done"),
                            ("talk", "I need to talk"),
                        ],
                        max_length=5,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=140)),
                ("asked_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="help_requests",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_requests",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("student"),
                        condition=models.Q(("seen_at", None)),
                        name="one_raised_hand_a_student",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("cover", "Cover: takes the class, the teacher meets students"),
                            ("specialist", "Specialist: meets students herself"),
                        ],
                        max_length=10,
                        verbose_name="kind of help",
                    ),
                ),
                ("on", models.DateField()),
                ("starts_at", models.TimeField(verbose_name="from")),
                ("ends_at", models.TimeField(verbose_name="to")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="students.section",
                    ),
                ),
                (
                    "window",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offer",
                        to="checkins.window",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="offer_ends_after_it_starts",
                    )
                ],
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
                "constraints": [
                    models.UniqueConstraint(
                        models.F("checkin"),
                        models.F("noted_by"),
                        name="one_promise_a_checkin_and_adult",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("noted_on"))),
                        name="promise_is_due_after_it_is_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="promise_closed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "feels",
                    models.CharField(
                        choices=[
                            ("ready", "Ready"),
                            ("okay", "Okay"),
                            ("tired", "Tired"),
                            ("worried", "Worried"),
                        ],
                        max_length=7,
                    ),
                ),
                ("said_at", models.DateTimeField()),
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
                        related_name="+",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("section"), models.F("on"), name="readiness_of_a_day")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("section"),
                        models.F("student"),
                        models.F("on"),
                        name="one_readiness_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("feels__in", ["ready", "okay", "tired", "worried"])),
                        name="readiness_is_one_of_the_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_asked",
                    models.BooleanField(
                        default=False, verbose_name="Ask at the start of each school day"
                    ),
                ),
                (
                    "keep_weeks",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="weeks to keep the answers",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readiness_setting",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("keep_weeks__gte", 1), ("keep_weeks__lte", 12)),
                        name="readiness_is_kept_some_weeks",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reteach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField()),
                ("by_hand", models.BooleanField(default=False)),
                ("since", models.DateField()),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reteaches",
                        to="checkins.check",
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
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reteaches",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("check_of"), models.F("student"), name="one_reteach_flag_a_student"
                    )
                ],
            },
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
                "constraints": [
                    models.UniqueConstraint(
                        models.F("student"),
                        models.F("kind"),
                        condition=models.Q(("closed_at", None)),
                        name="one_open_roadblock_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="roadblock_closed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckInNote",
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
                ("text", models.TextField(max_length=1000, verbose_name="note")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("team", "Only our team"),
                            ("student", "The student too"),
                            ("family", "Student and family"),
                        ],
                        default="team",
                        max_length=7,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checkin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
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
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="students.student",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notes",
                        to="checkins.promise",
                    ),
                ),
                (
                    "roadblock",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notes",
                        to="checkins.roadblock",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("roadblock", None), ("promise", None), _connector="OR"),
                        name="note_is_about_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("gap", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("published_at", models.DateTimeField()),
                ("token", models.CharField(max_length=32)),
                ("versions", models.JSONField(default=dict)),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="students.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("school"), models.F("on"), name="one_school_day_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("starts", models.PositiveSmallIntegerField()),
                ("ends", models.PositiveSmallIntegerField()),
                (
                    "adult",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
                    "student",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="students.student",
                    ),
                ),
                (
                    "offer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking",
                        to="checkins.offer",
                    ),
                ),
                (
                    "slot",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking",
                        to="checkins.slot",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "starts", "pk"],
                "indexes": [
                    models.Index(models.F("student"), models.F("on"), name="booked_student"),
                    models.Index(models.F("adult"), models.F("on"), name="booked_adult"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="booking_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("offer", None), ("slot__isnull", False), ("student__isnull", False)
                            ),
                            models.Q(("offer__isnull", False), ("slot", None), ("student", None)),
                            _connector="OR",
                        ),
                        name="booking_of_a_slot_or_an_offer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token_digest",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "names",
                    models.CharField(
                        choices=[("initials", "Initials, like P.R."), ("called", "First names")],
                        default="initials",
                        max_length=8,
                        verbose_name="How students are named",
                    ),
                ),
                (
                    "sends_digest",
                    models.BooleanField(default=False, verbose_name="Mail me the evening before"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("etag", models.CharField(blank=True, max_length=70)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_calendar",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("joined_on", models.DateField()),
                ("last_on", models.DateField(null=True)),
                ("grade", models.CharField(blank=True, max_length=2)),
                ("language", models.CharField(blank=True, max_length=40)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("student"), models.F("starts_on"), name="stays_are_apart"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
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
                ("title", models.CharField(max_length=80, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    models.Index(
                        models.F("school"), models.F("starts_on"), name="surveys_of_a_school"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="survey_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grades", models.CharField(max_length=4)),
                ("at", models.DateTimeField()),
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
                        related_name="+",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="students.student",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="checkins.survey",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("survey"), models.F("student"), name="answers_a_survey_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("belonging", "Belonging"),
                            ("relevance", "Relevance"),
                            ("self_efficacy", "Self-efficacy"),
                        ],
                        max_length=13,
                    ),
                ),
                ("said", models.JSONField(default=dict)),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="students.student",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="checkins.surveyresponse",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("response"), models.F("scale"), name="one_answer_a_scale"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score", None), ("score__lte", 100), _connector="OR"),
                        name="a_score_is_0_to_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("student"), models.F("on"), name="absent_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Away",
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
                ("weekday", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("on", models.DateField(blank=True, null=True)),
                ("starts_at", models.TimeField(verbose_name="from")),
                ("ends_at", models.TimeField(verbose_name="to")),
                ("where", models.CharField(max_length=60, verbose_name="where")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="away_times",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="away_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", None), ("weekday__isnull", False)),
                            models.Q(("on__isnull", False), ("weekday", None)),
                            _connector="OR",
                        ),
                        name="away_weekly_or_on_a_day",
                    ),
                ],
            },
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
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("student"),
                        condition=models.Q(("closed_at", None)),
                        name="one_open_ask_a_student",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None),
                            ("closed_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="ask_closed_after_it_was_asked",
                    ),
                ],
            },
        ),
    ]
