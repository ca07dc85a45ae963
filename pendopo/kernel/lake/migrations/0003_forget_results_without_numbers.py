"""Kept results hold the exact number from now on; older ones are counted again."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("lake", "KeptResult").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("lake", "0002_trouble_of_a_result")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
