"""A decision never changes: whoever would change one is refused by the database.

Only the erasing of a person may, for the words in it that name them; it says
so with `SET LOCAL whydesk.erasing = 'on'`.
"""

from django.db import migrations

STAND = """
CREATE FUNCTION wishes_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('whydesk.erasing', true) = 'on' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'A decision never changes; make one that follows it.'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER decision_stands BEFORE UPDATE OR DELETE ON wishes_decision
    FOR EACH ROW EXECUTE FUNCTION wishes_decision_stands();
"""

UNDO = """
DROP TRIGGER decision_stands ON wishes_decision;
DROP FUNCTION wishes_decision_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("wishes", "0001_initial")]
    operations = [migrations.RunSQL(STAND, UNDO)]
