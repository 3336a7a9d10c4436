"""What is searched in of students whose names have letters with strokes, as `folded` has it now."""

from django.db import migrations

from students.models.words import search_text


def fold_again(apps, _schema_editor):
    Student = apps.get_model("students", "Student")
    changed = []
    for student in Student.objects.only("name", "called", "search").iterator(chunk_size=2_000):
        text = search_text(student.name, student.called)
        if text != student.search:
            student.search = text
            changed.append(student)
    Student.objects.bulk_update(changed, ["search"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("students", "0001_squashed_0004_what_boards_ask")]

    operations = [migrations.RunPython(fold_again, migrations.RunPython.noop, elidable=True)]
