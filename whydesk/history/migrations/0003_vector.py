"""Have pgvector's type in every database from the first day, before anything needs it.

Making an extension may need rights that the desk's user has only while it is
set up.
"""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("history", "0002_notify")]
    operations = [CreateExtension("vector")]
