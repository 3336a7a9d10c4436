import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# What was planned before bookings were kept. The rules hold from then on: an old double booking
# stays as it is until one of the two is moved.
BOOK_SLOTS = """
    INSERT INTO checkins_booking (school_id, slot_id, student_id, adult_id, "on", starts, ends)
    SELECT s.school_id, s.id, s.student_id,
        (SELECT r.user_id FROM students_staffrole r
         WHERE r.section_id = p.section_id AND r.kind = 'teacher' AND r.starts_on <= p."on"
         AND (r.ends_on IS NULL OR r.ends_on >= p."on") ORDER BY r.id LIMIT 1),
        p."on", {minute}, {minute} + p.minutes
    FROM checkins_slot s JOIN checkins_plan p ON p.id = s.plan_id
    WHERE s.window_id IS NOT NULL AND s.starts_at IS NOT NULL AND s.state IN ('planned', 'done')
"""
MINUTE = {
    "sqlite": "(substr(s.starts_at, 1, 2) * 60 + substr(s.starts_at, 4, 2))",
    "postgresql": "(EXTRACT(HOUR FROM s.starts_at) * 60 + EXTRACT(MINUTE FROM s.starts_at))::int",
}


def book_slots(_apps, schema_editor):
    minute = MINUTE[schema_editor.connection.vendor]
    schema_editor.execute(BOOK_SLOTS.format(minute=minute), params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0005_note_keys_once"),
        ("students", "0002_roster_upload"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "window",
            "adult",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint("slot", "one_student_at_a_time"),
        migrations.AddConstraint(
            "slot",
            models.UniqueConstraint(
                F("plan"),
                F("window"),
                F("starts_at"),
                condition=Q(state__in=["planned", "done"], starts_at__isnull=False),
                name="one_student_at_a_time",
            ),
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
                    "slot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking",
                        to="checkins.slot",
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
            options={"ordering": ["on", "starts", "pk"]},
        ),
        migrations.AddIndex("booking", models.Index(F("student"), F("on"), name="booked_student")),
        migrations.AddIndex("booking", models.Index(F("adult"), F("on"), name="booked_adult")),
        migrations.AddConstraint(
            "booking",
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="booking_ends_after_it_starts"
            ),
        ),
        migrations.RunPython(book_slots, migrations.RunPython.noop),
    ]
