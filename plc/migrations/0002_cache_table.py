from django.core.management import call_command
from django.db import migrations


def make_table(_apps, schema_editor):
    """The shared cache that sign-in limits are counted in; nothing to do for other caches."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("plc", "0001_initial")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
