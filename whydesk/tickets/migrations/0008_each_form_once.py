"""Each form of a word is asked for once, though several languages may have the same.

What is known to be common is found by reading back from the newest message, and every
form costs with each message that is looked at.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION tickets_any_of(forms tsquery[]) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(DISTINCT '(' || form::text || ')', ' | '), '')::tsquery
    FROM unnest(forms) AS form WHERE numnode(form) > 0
$$;

CREATE OR REPLACE FUNCTION tickets_word_query(word text, is_prefix boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    russian tsquery := plainto_tsquery('russian', translate(lower(word), 'ё', 'е'));
    portuguese tsquery := plainto_tsquery('portuguese', word);
    english tsquery := plainto_tsquery('english', word);
    exact tsquery := phraseto_tsquery('simple', word);
    folded tsquery := plainto_tsquery('portuguese', tickets_fold(word));
    forms tsquery[] := ARRAY[russian, portuguese, english, folded];
BEGIN
    IF is_prefix AND numnode(exact) > 0 THEN
        -- The text of a parsed query is quoted as it must be; its last word gets the star,
        -- and with it stands for itself as well.
        RETURN tickets_any_of(array_remove(forms, exact) || (exact::text || ':*')::tsquery);
    END IF;
    -- A word that one of the languages leaves out of its index cannot be asked for.
    IF numnode(russian) = 0 OR numnode(portuguese) = 0 OR numnode(english) = 0 THEN
        RETURN ''::tsquery;
    END IF;
    RETURN tickets_any_of(forms || exact);
END $$;
"""

UNDO = """
CREATE OR REPLACE FUNCTION tickets_word_query(word text, is_prefix boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    russian tsquery := plainto_tsquery('russian', translate(lower(word), 'ё', 'е'));
    portuguese tsquery := plainto_tsquery('portuguese', word);
    english tsquery := plainto_tsquery('english', word);
    exact tsquery := phraseto_tsquery('simple', word);
    folded tsquery := plainto_tsquery('portuguese', tickets_fold(word));
BEGIN
    IF is_prefix AND numnode(exact) > 0 THEN
        RETURN russian || portuguese || english || folded || (exact::text || ':*')::tsquery;
    END IF;
    IF numnode(russian) = 0 OR numnode(portuguese) = 0 OR numnode(english) = 0 THEN
        RETURN ''::tsquery;
    END IF;
    RETURN russian || portuguese || english || folded || exact;
END $$;
DROP FUNCTION tickets_any_of;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_urgency")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
