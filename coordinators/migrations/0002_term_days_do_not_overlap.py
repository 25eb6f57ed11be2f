"""Hold "terms never overlap" in the database where it can: an exclusion constraint on PostgreSQL.

SQLite has none; there Term.clean holds it.
"""

from django.db import migrations

ADD = """ALTER TABLE coordinators_term ADD CONSTRAINT term_days_do_not_overlap
         EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)"""
DROP = "ALTER TABLE coordinators_term DROP CONSTRAINT term_days_do_not_overlap"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("coordinators", "0001_initial")]
    operations = [migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP))]
