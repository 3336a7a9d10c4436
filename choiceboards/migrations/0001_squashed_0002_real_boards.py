import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import plc.keys


class Migration(migrations.Migration):
    replaces = [("choiceboards", "0001_initial"), ("choiceboards", "0002_real_boards")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("students", "0001_squashed_0004_what_boards_ask"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
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
                ("title", models.CharField(max_length=80, verbose_name="title")),
                (
                    "directions",
                    models.CharField(blank=True, max_length=200, verbose_name="directions"),
                ),
                ("subject", models.CharField(blank=True, max_length=40, verbose_name="subject")),
                ("grades", models.CharField(blank=True, max_length=10, verbose_name="grades")),
                ("standards", models.JSONField(blank=True, default=list, verbose_name="standards")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                (
                    "shape",
                    models.CharField(
                        choices=[
                            ("grid", "Grid"),
                            ("menu", "Learning menu"),
                            ("list", "List"),
                            ("playlist", "Playlist"),
                        ],
                        default="grid",
                        max_length=8,
                        verbose_name="shape",
                    ),
                ),
                (
                    "rows",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="rows",
                    ),
                ),
                (
                    "columns",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="columns",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("count", "Choose a number of tiles"),
                            ("line", "Three in a line"),
                            ("courses", "Some of each course"),
                            ("all", "Do every tile"),
                        ],
                        default="count",
                        max_length=7,
                        verbose_name="rule",
                    ),
                ),
                (
                    "may_pick",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(40),
                        ],
                        verbose_name="tiles to choose",
                    ),
                ),
                (
                    "courses",
                    models.JSONField(blank=True, default=dict, verbose_name="of each course"),
                ),
                (
                    "at_most",
                    models.JSONField(blank=True, default=dict, verbose_name="at most of a kind"),
                ),
                (
                    "most_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="minutes in all",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("open", "Open to students"),
                            ("closed", "Put away"),
                        ],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("template", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("before", models.JSONField(blank=True, editable=False, null=True)),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="choiceboards.board",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                    "course",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("starter", "Starter"),
                            ("main", "Main dish"),
                            ("dessert", "Dessert"),
                        ],
                        max_length=8,
                        verbose_name="course",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("read", "Read"),
                            ("listen", "Listen"),
                            ("watch", "Watch"),
                            ("make", "Make"),
                            ("draw", "Draw"),
                            ("record", "Record"),
                            ("move", "Move"),
                            ("solve", "Solve"),
                            ("show", "Show"),
                            ("talk", "Talk"),
                            ("idea", "My idea"),
                        ],
                        default="make",
                        max_length=6,
                        verbose_name="what students do",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("directions", models.TextField(max_length=1000, verbose_name="directions")),
                ("icon", models.CharField(default="star", max_length=24)),
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
                        default="butter",
                        max_length=6,
                        verbose_name="paper",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "usual_level",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="level shown first",
                    ),
                ),
                (
                    "is_must",
                    models.BooleanField(default=False, verbose_name="everyone does this one"),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="seats",
                    ),
                ),
                ("taken", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "formats",
                    models.JSONField(blank=True, default=list, verbose_name="ways to explore"),
                ),
                (
                    "products",
                    models.JSONField(blank=True, default=list, verbose_name="ways to show it"),
                ),
                ("standards", models.JSONField(blank=True, default=list, verbose_name="standards")),
                (
                    "materials",
                    models.CharField(blank=True, max_length=300, verbose_name="materials"),
                ),
                ("kit", models.JSONField(blank=True, default=list, verbose_name="kit to hand out")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("needs_device", models.BooleanField(default=False, verbose_name="needs a device")),
                (
                    "needs_internet",
                    models.BooleanField(default=False, verbose_name="needs the internet"),
                ),
                (
                    "company",
                    models.CharField(
                        choices=[
                            ("either", "Alone or with others"),
                            ("alone", "Alone"),
                            ("together", "With others"),
                        ],
                        default="either",
                        max_length=8,
                        verbose_name="alone or together",
                    ),
                ),
                (
                    "asks",
                    models.JSONField(
                        blank=True, default=list, verbose_name="cannot be done without"
                    ),
                ),
                (
                    "offers",
                    models.JSONField(blank=True, default=list, verbose_name="help that is ready"),
                ),
                ("rubric", models.JSONField(blank=True, default=list, verbose_name="rubric")),
                ("exemplar", models.CharField(blank=True, max_length=300, verbose_name="exemplar")),
                (
                    "exemplar_link",
                    models.URLField(blank=True, max_length=500, verbose_name="link to an exemplar"),
                ),
                (
                    "is_closed",
                    models.BooleanField(default=False, verbose_name="closed to new picks"),
                ),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                    ),
                ),
                (
                    "spark",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tiles",
                        to="students.spark",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="choiceboards.board",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("board"),
                        models.F("position"),
                        condition=models.Q(("removed_at", None)),
                        name="one_tile_a_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity", None),
                            ("taken__lte", models.F("capacity")),
                            _connector="OR",
                        ),
                        name="no_seat_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ]
                    ),
                ),
                ("directions", models.CharField(max_length=300, verbose_name="what is asked")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="choiceboards.activity",
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
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("activity"), models.F("number"), name="one_text_a_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 3)),
                        name="levels_are_one_to_three",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("read", "Read"),
                            ("listen", "Listen"),
                            ("watch", "Watch"),
                            ("make", "Make"),
                            ("draw", "Draw"),
                            ("record", "Record"),
                            ("move", "Move"),
                            ("solve", "Solve"),
                            ("show", "Show"),
                            ("talk", "Talk"),
                            ("idea", "My idea"),
                        ],
                        max_length=6,
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=40)),
                (
                    "idea",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "Your teacher will look"),
                            ("accepted", "Go for it"),
                            ("answered", "Your teacher answered"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=200, verbose_name="reply")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("picked", "Picked"),
                            ("started", "Started"),
                            ("paused", "Paused"),
                            ("finished", "Finished"),
                            ("swapped", "Swapped"),
                        ],
                        default="picked",
                        max_length=8,
                    ),
                ),
                ("picked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("worked", models.PositiveIntegerField(default=0, editable=False)),
                ("resumed_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("showed", models.JSONField(blank=True, editable=False, null=True)),
                ("ratings", models.JSONField(blank=True, default=list)),
                ("made", models.CharField(blank=True, max_length=500, verbose_name="what I made")),
                (
                    "made_link",
                    models.URLField(blank=True, max_length=500, verbose_name="link to it"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="picks",
                        to="choiceboards.activity",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="picks",
                        to="choiceboards.board",
                    ),
                ),
                (
                    "entered_by",
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
                    "spark",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="picks",
                        to="students.spark",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picks",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "ordering": ["picked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("student"), models.F("activity"), name="one_pick_a_tile"
                    ),
                    models.UniqueConstraint(
                        models.F("student"),
                        models.F("board"),
                        models.F("place"),
                        condition=models.Q(("place__isnull", False)),
                        name="one_pick_a_free_choice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "swapped"), _negated=True),
                            ("place", None),
                            _connector="OR",
                        ),
                        name="a_swapped_pick_frees_its_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Poll",
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
                ("question", models.CharField(max_length=200, verbose_name="question")),
                (
                    "link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="link to a video or a text"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="students.section",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PollOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=100, verbose_name="answer")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="choiceboards.poll",
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
                        models.F("poll"), models.F("position"), name="one_answer_a_position"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TileText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("directions", models.TextField(max_length=1000, verbose_name="directions")),
                ("levels", models.JSONField(blank=True, default=list)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="choiceboards.activity",
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
                "ordering": ["language"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("activity"), models.F("language"), name="one_text_a_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("voted_at", models.DateTimeField()),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="choiceboards.polloption",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="choiceboards.poll",
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
                        related_name="votes",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("poll"), models.F("student"), name="one_vote_each"
                    )
                ],
            },
        ),
    ]
