"""Each note written so far gets an address of its own."""

from django.db import migrations

from plc.keys import new_key


def give_keys(apps, _editor):
    notes = apps.get_model("checkins", "CheckInNote").objects.filter(key=None)
    while some := list(notes[:1000]):
        for note in some:
            note.key = new_key()
        notes.model.objects.bulk_update(some, ["key"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0003_kept")]
    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
