from django.db import migrations

import plc.keys


class Migration(migrations.Migration):
    dependencies = [("checkins", "0004_note_keys")]
    operations = [
        migrations.AlterField(
            model_name="checkinnote",
            name="key",
            field=plc.keys.KeyField(),
        ),
    ]
