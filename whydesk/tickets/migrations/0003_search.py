"""Full text in the language of each message, and queries in all of them at once.

A word is found by its stem (счет finds счета), without its accents (relatorio
finds relatório), as it stands (numbers, addresses, file names), and the last
one typed by its beginning.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION tickets_stemmer(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE left(language, 2)
        WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
        WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
        WHEN 'en' THEN 'pg_catalog.english'::regconfig
        ELSE 'pg_catalog.simple'::regconfig
    END
$$;

CREATE FUNCTION tickets_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(lower(words), 'áàâãäéèêëíìîïóòôõöúùûüçñё', 'aaaaaeeeeiiiiooooouuuucnе')
$$;

CREATE FUNCTION tickets_both(stemmer regconfig, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN tickets_fold(words) = lower(words) THEN to_tsvector(stemmer, words)
        ELSE to_tsvector(stemmer, words) || to_tsvector(stemmer, tickets_fold(words)) END
$$;

CREATE FUNCTION tickets_index_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stemmer regconfig := tickets_stemmer(NEW.language);
    words text := CASE WHEN NEW.text = '' THEN NEW.body_text ELSE NEW.text END;
BEGIN
    -- A tsvector holds at most 1 MB; what is further down is read, not searched.
    NEW.search := setweight(tickets_both(stemmer, left(NEW.subject, 1000)), 'A')
        || setweight(tickets_both(stemmer, left(words, 60000)), 'B')
        || setweight(to_tsvector('simple', left(NEW.search_words, 20000)), 'C');
    RETURN NEW;
END $$;

CREATE TRIGGER index_message
    BEFORE INSERT OR UPDATE OF subject, text, body_text, search_words, language
    ON tickets_message FOR EACH ROW EXECUTE FUNCTION tickets_index_message();

CREATE FUNCTION tickets_word_query(word text, is_prefix boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    russian tsquery := plainto_tsquery('russian', translate(lower(word), 'ё', 'е'));
    portuguese tsquery := plainto_tsquery('portuguese', word);
    english tsquery := plainto_tsquery('english', word);
    exact tsquery := phraseto_tsquery('simple', word);
    folded tsquery := plainto_tsquery('portuguese', tickets_fold(word));
    beginning tsquery;
BEGIN
    IF is_prefix AND numnode(exact) > 0 THEN
        -- The text of a parsed query is quoted as it must be; its last word gets the star.
        beginning := (exact::text || ':*')::tsquery;
        RETURN russian || portuguese || english || folded || beginning;
    END IF;
    -- A word that one of the languages leaves out of its index cannot be asked for.
    IF numnode(russian) = 0 OR numnode(portuguese) = 0 OR numnode(english) = 0 THEN
        RETURN ''::tsquery;
    END IF;
    RETURN russian || portuguese || english || folded || exact;
END $$;
"""

UNDO = """
DROP TRIGGER index_message ON tickets_message;
DROP FUNCTION tickets_index_message;
DROP FUNCTION tickets_word_query;
DROP FUNCTION tickets_both;
DROP FUNCTION tickets_fold;
DROP FUNCTION tickets_stemmer;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_queue_counts")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
