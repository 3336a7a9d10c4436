import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import plc.keys
import students.models.school


class Migration(migrations.Migration):
    replaces = [
        ("students", "0001_initial"),
        ("students", "0002_roster_upload"),
        ("students", "0003_half_days"),
        ("students", "0004_what_boards_ask"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="School",
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
                ("name", models.CharField(max_length=120, verbose_name="name of the school")),
                (
                    "district",
                    models.CharField(
                        blank=True, db_index=True, max_length=120, verbose_name="district"
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="America/New_York",
                        max_length=40,
                        validators=[students.models.school.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "day_starts_at",
                    models.TimeField(default=datetime.time(8, 0), verbose_name="school starts at"),
                ),
                (
                    "day_ends_at",
                    models.TimeField(default=datetime.time(15, 30), verbose_name="school ends at"),
                ),
                ("weekdays", models.CharField(default="01234", max_length=7)),
                ("clock_24h", models.BooleanField(default=False, verbose_name="24-hour clock")),
                (
                    "promise_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="everyone is met within this many school days",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("day_ends_at__gt", models.F("day_starts_at"))),
                        name="school_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("promise_days__gte", 1)),
                        name="school_promises_at_least_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("year", "School year"),
                            ("semester", "Semester"),
                            ("quarter", "Quarter"),
                            ("other", "Other"),
                        ],
                        default="year",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=80)),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="students.school",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="term_ends_after_it_starts",
                        violation_error_message="A term ends after it starts.",
                    ),
                    models.UniqueConstraint(
                        models.F("school"),
                        models.F("name"),
                        name="term_name_once",
                        violation_error_message="Name it anew.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
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
                ("name", models.CharField(max_length=80, verbose_name="name of the class")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PK", "Pre-K"),
                            ("K", "Kindergarten"),
                            ("1", "Grade 1"),
                            ("2", "Grade 2"),
                            ("3", "Grade 3"),
                            ("4", "Grade 4"),
                            ("5", "Grade 5"),
                            ("6", "Grade 6"),
                            ("7", "Grade 7"),
                            ("8", "Grade 8"),
                            ("9", "Grade 9"),
                            ("10", "Grade 10"),
                            ("11", "Grade 11"),
                            ("12", "Grade 12"),
                        ],
                        max_length=2,
                        verbose_name="grade",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="subject")),
                ("external_id", models.CharField(blank=True, max_length=80)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "code",
                    models.CharField(
                        blank=True, max_length=10, null=True, unique=True, verbose_name="class code"
                    ),
                ),
                (
                    "code_state",
                    models.CharField(
                        choices=[
                            ("hours", "Open in school hours"),
                            ("open", "Open now"),
                            ("closed", "Closed"),
                        ],
                        default="hours",
                        max_length=6,
                    ),
                ),
                ("code_open_until", models.DateTimeField(blank=True, null=True)),
                ("pulse", models.PositiveBigIntegerField(default=0)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="students.school",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="students.term",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("school"),
                        models.F("external_id"),
                        condition=models.Q(("external_id", ""), _negated=True),
                        name="section_external_id_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterUpload",
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
                ("made_at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("is_pasted", models.BooleanField(default=False)),
                ("content", models.BinaryField()),
                ("decisions", models.JSONField(blank=True, default=dict)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roster_uploads",
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
                        related_name="uploads",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Student",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("called", models.CharField(max_length=60, verbose_name="called")),
                ("search", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "external_id",
                    models.CharField(blank=True, max_length=80, verbose_name="student number"),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PK", "Pre-K"),
                            ("K", "Kindergarten"),
                            ("1", "Grade 1"),
                            ("2", "Grade 2"),
                            ("3", "Grade 3"),
                            ("4", "Grade 4"),
                            ("5", "Grade 5"),
                            ("6", "Grade 6"),
                            ("7", "Grade 7"),
                            ("8", "Grade 8"),
                            ("9", "Grade 9"),
                            ("10", "Grade 10"),
                            ("11", "Grade 11"),
                            ("12", "Grade 12"),
                        ],
                        max_length=2,
                        verbose_name="grade",
                    ),
                ),
                (
                    "home_language",
                    models.CharField(blank=True, max_length=40, verbose_name="home language"),
                ),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("has_device", models.BooleanField(default=True, verbose_name="has a device")),
                (
                    "has_internet",
                    models.BooleanField(default=True, verbose_name="has the internet"),
                ),
                ("picture", models.CharField(blank=True, max_length=24)),
                (
                    "tint",
                    models.CharField(
                        choices=[
                            ("butter", "Butter"),
                            ("sky", "Sky"),
                            ("mint", "Mint"),
                            ("rose", "Rose"),
                            ("lilac", "Lilac"),
                            ("peach", "Peach"),
                            ("lime", "Lime"),
                            ("aqua", "Aqua"),
                        ],
                        default="mint",
                        max_length=6,
                    ),
                ),
                ("hand_edited", models.JSONField(blank=True, default=list)),
                ("secret_digest", models.CharField(blank=True, max_length=64)),
                ("secret_length", models.PositiveSmallIntegerField(default=2)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="students",
                        to="students.school",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["called", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("school"),
                        models.F("external_id"),
                        condition=models.Q(("external_id", ""), _negated=True),
                        name="student_number_once",
                        violation_error_message="Another student has this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("teacher", "Teacher"),
                            ("co_teacher", "Co-teacher"),
                            ("specialist", "Specialist"),
                            ("school_admin", "School admin"),
                            ("district_admin", "District admin"),
                        ],
                        max_length=14,
                    ),
                ),
                ("district", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff_roles",
                        to="students.school",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_roles",
                        to="students.section",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="specialists",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["teacher", "co_teacher"]),
                                ("section__isnull", False),
                                ("student", None),
                                ("school__isnull", False),
                            ),
                            models.Q(
                                ("kind", "specialist"),
                                ("school__isnull", False),
                                ("section", None),
                                ("student__isnull", False),
                            ),
                            models.Q(
                                ("kind", "school_admin"),
                                ("school__isnull", False),
                                ("section", None),
                                ("student", None),
                            ),
                            models.Q(
                                ("kind", "district_admin"),
                                ("school", None),
                                ("section", None),
                                ("student", None),
                                models.Q(("district", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="staff_role_has_its_place",
                    ),
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("section"),
                        condition=models.Q(
                            ("ends_on", None), ("kind__in", ["teacher", "co_teacher"])
                        ),
                        name="teaches_a_class_once",
                    ),
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("student"),
                        condition=models.Q(("ends_on", None), ("kind__in", ["specialist"])),
                        name="cares_for_a_student_once",
                    ),
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("school"),
                        condition=models.Q(("ends_on", None), ("kind__in", ["school_admin"])),
                        name="runs_a_school_once",
                    ),
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("district"),
                        condition=models.Q(("ends_on", None), ("kind__in", ["district_admin"])),
                        name="runs_a_district_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spark",
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
                ("words", models.CharField(max_length=200, verbose_name="I wonder")),
                ("said_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("seen", "Seen"),
                            ("taken_up", "Taken up"),
                        ],
                        default="waiting",
                        max_length=8,
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
                        related_name="sparks",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["-said_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SignInTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("was_right", models.BooleanField()),
                ("forgiven", models.BooleanField(default=False)),
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
                        related_name="sign_in_tries",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_in_tries",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("section"),
                        models.F("at"),
                        condition=models.Q(("was_right", False)),
                        name="wrong_tries",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("printed_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="cards",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProfileAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "card",
                    models.CharField(
                        choices=[
                            ("interests", "I like"),
                            ("strengths", "I am good at"),
                            ("languages", "I speak"),
                            ("formats", "I learn best when I"),
                            ("needs", "It helps me when"),
                            ("together", "I like to work"),
                        ],
                        max_length=10,
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=list)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profile_answers",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("student"), models.F("card"), name="one_answer_a_card"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardian",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("relation", models.CharField(blank=True, max_length=40, verbose_name="relation")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(blank=True, max_length=40, verbose_name="language")),
                (
                    "may_receive",
                    models.BooleanField(default=True, verbose_name="may receive the goal card"),
                ),
                ("ends_on", models.DateField(blank=True, null=True)),
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
                        related_name="guardians",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Enrollment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                        related_name="enrollments",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrollments",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("section"),
                        models.F("student"),
                        condition=models.Q(("ends_on", None)),
                        name="enrolled_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="enrollment_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudentSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("started_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="student_sessions",
                        to="students.section",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Support",
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
                ("text", models.CharField(max_length=200, verbose_name="support")),
                (
                    "barrier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reading", "Reading"),
                            ("writing", "Writing"),
                            ("speaking", "Speaking"),
                            ("moving", "Moving"),
                            ("hearing", "Hearing"),
                            ("seeing", "Seeing"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="it is about",
                    ),
                ),
                (
                    "extra_time",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200)],
                        verbose_name="extra time",
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="supports",
                        to="students.student",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="first day")),
                ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "is_half",
                    models.BooleanField(default=False, verbose_name="school for half of the day"),
                ),
                ("reason", models.CharField(max_length=80, verbose_name="reason")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_days",
                        to="students.school",
                    ),
                ),
            ],
            options={
                "ordering": ["on"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("school"),
                        models.F("on"),
                        name="closed_day_once",
                        violation_error_message="This day is already closed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("on")), _connector="OR"
                        ),
                        name="closed_days_end_after_they_start",
                        violation_error_message="The last day comes before the first. Swap the two.",
                    ),
                ],
            },
        ),
    ]
