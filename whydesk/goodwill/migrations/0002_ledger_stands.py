"""The ledger never changes, and nothing beyond the bounds comes into it, whoever writes.

Each row that comes in moves what it uses up and what it adds to the counts, in
the same transaction. What is used of a ticket's limit and of a month's budget is
one row each: of two who give at the same moment, one waits there for the other,
and the constraints on that row have the last word. Rows are always locked in the
same order: gesture, ticket, claim, month, counts.
"""

from django.db import migrations

# Only the erasing of a person may change the words that name them, as with decisions.
STAND = """
CREATE FUNCTION goodwill_row_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('whydesk.erasing', true) = 'on' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'The ledger never changes; add a row that says what is different.'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER gesture_stands BEFORE UPDATE OR DELETE ON goodwill_gesture
    FOR EACH ROW EXECUTE FUNCTION goodwill_row_stands();
CREATE TRIGGER verdict_stands BEFORE UPDATE OR DELETE ON goodwill_verdict
    FOR EACH ROW EXECUTE FUNCTION goodwill_row_stands();
CREATE TRIGGER reversal_stands BEFORE UPDATE OR DELETE ON goodwill_reversal
    FOR EACH ROW EXECUTE FUNCTION goodwill_row_stands();
CREATE TRIGGER outcome_stands BEFORE UPDATE OR DELETE ON goodwill_outcome
    FOR EACH ROW EXECUTE FUNCTION goodwill_row_stands();
"""

# Who changes budgets holds the lock alone, so that no month begins with an old one.
BOUNDS = """
CREATE FUNCTION goodwill_take(of text, in_month date, worth numeric) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('goodwill budgets'));
    INSERT INTO goodwill_monthuse AS m (currency, month, taken, budget)
    VALUES (of, in_month, worth, (
        SELECT b.amount FROM goodwill_budget b
        WHERE b.currency = of AND b.month <= in_month ORDER BY b.month DESC LIMIT 1
    ))
    ON CONFLICT (currency, month) DO UPDATE SET taken = m.taken + EXCLUDED.taken;
END $$;

CREATE FUNCTION goodwill_release(g goodwill_gesture) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF g.share > 0 THEN
        UPDATE goodwill_caseuse SET used = used - g.share WHERE ticket_id = g.ticket_id;
    END IF;
    DELETE FROM goodwill_claim WHERE gesture_id = g.id;
    UPDATE goodwill_monthuse SET taken = taken - g.amount
    WHERE currency = g.currency AND month = g.month;
END $$;

CREATE FUNCTION goodwill_count_given(g goodwill_gesture) RETURNS void LANGUAGE sql AS $$
    INSERT INTO goodwill_tally AS t
        (month, currency, kind, agent_id, gestures, given, reversals, reversed)
    VALUES (g.month, g.currency, g.kind, g.by_id, 1, g.amount, 0, 0)
    ON CONFLICT (month, currency, kind, agent_id)
    DO UPDATE SET gestures = t.gestures + 1, given = t.given + EXCLUDED.given;
$$;

CREATE FUNCTION goodwill_count_outcome(g goodwill_gesture, what text, change int) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO goodwill_outcometally AS t (month, kind, became, gestures)
    SELECT g.month, g.kind, what, change WHERE what IS NOT NULL
    ON CONFLICT (month, kind, became) DO UPDATE SET gestures = t.gestures + EXCLUDED.gestures;
$$;

CREATE FUNCTION goodwill_outcome_of(the_gesture bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT became FROM goodwill_outcome WHERE gesture_id = the_gesture ORDER BY id DESC LIMIT 1;
$$;

CREATE FUNCTION goodwill_locked(the_gesture bigint) RETURNS goodwill_gesture
LANGUAGE sql AS $$
    SELECT * FROM goodwill_gesture WHERE id = the_gesture FOR NO KEY UPDATE;
$$;

CREATE FUNCTION goodwill_refuse(which text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger refuses this: %', which
        USING ERRCODE = 'check_violation', CONSTRAINT = which;
END $$;
"""

ROWS = """
CREATE FUNCTION goodwill_weigh_gesture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.share := 0;
    IF NEW.waits_because = '' THEN
        SELECT LEAST(trunc(NEW.amount / per_case, 10), 2) INTO NEW.share
        FROM goodwill_limit WHERE currency = NEW.currency;
        IF NEW.share IS NULL THEN
            PERFORM goodwill_refuse('within_case_limit');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION goodwill_gesture_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.share > 0 THEN
        INSERT INTO goodwill_caseuse AS c (ticket_id, used) VALUES (NEW.ticket_id, NEW.share)
        ON CONFLICT (ticket_id) DO UPDATE SET used = c.used + EXCLUDED.used;
    END IF;
    IF NEW.once_for <> '' THEN
        INSERT INTO goodwill_claim (once_for, gesture_id) VALUES (NEW.once_for, NEW.id);
    END IF;
    PERFORM goodwill_take(NEW.currency, NEW.month, NEW.amount);
    IF NEW.waits_because = '' THEN
        PERFORM goodwill_count_given(NEW);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION goodwill_verdict_comes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE g goodwill_gesture := goodwill_locked(NEW.gesture_id);
BEGIN
    IF g.waits_because = ''
        OR EXISTS (SELECT FROM goodwill_verdict WHERE gesture_id = g.id)
        OR EXISTS (SELECT FROM goodwill_reversal WHERE gesture_id = g.id)
    THEN
        PERFORM goodwill_refuse('verdict_on_what_waits');
    END IF;
    IF NEW.is_yes THEN
        PERFORM goodwill_count_given(g);
    ELSE
        PERFORM goodwill_release(g);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION goodwill_reversal_comes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    g goodwill_gesture := goodwill_locked(NEW.gesture_id);
    said boolean := (SELECT is_yes FROM goodwill_verdict WHERE gesture_id = g.id);
BEGIN
    IF NOT said OR EXISTS (SELECT FROM goodwill_reversal WHERE gesture_id = g.id) THEN
        PERFORM goodwill_refuse('reversal_of_what_stands');
    END IF;
    PERFORM goodwill_release(g);
    IF g.waits_because = '' OR said THEN
        UPDATE goodwill_tally SET reversals = reversals + 1, reversed = reversed + g.amount
        WHERE month = g.month AND currency = g.currency AND kind = g.kind AND agent_id = g.by_id;
    END IF;
    PERFORM goodwill_count_outcome(g, goodwill_outcome_of(g.id), -1);
    RETURN NEW;
END $$;

CREATE FUNCTION goodwill_outcome_comes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE g goodwill_gesture := goodwill_locked(NEW.gesture_id);
BEGIN
    IF EXISTS (SELECT FROM goodwill_reversal WHERE gesture_id = g.id)
        OR (g.waits_because <> ''
            AND NOT EXISTS (SELECT FROM goodwill_verdict WHERE gesture_id = g.id AND is_yes))
    THEN
        PERFORM goodwill_refuse('outcome_of_what_was_given');
    END IF;
    PERFORM goodwill_count_outcome(g, goodwill_outcome_of(g.id), -1);
    PERFORM goodwill_count_outcome(g, NEW.became::text, 1);
    RETURN NEW;
END $$;

CREATE TRIGGER weigh BEFORE INSERT ON goodwill_gesture
    FOR EACH ROW EXECUTE FUNCTION goodwill_weigh_gesture();
CREATE TRIGGER comes AFTER INSERT ON goodwill_gesture
    FOR EACH ROW EXECUTE FUNCTION goodwill_gesture_comes();
CREATE TRIGGER comes BEFORE INSERT ON goodwill_verdict
    FOR EACH ROW EXECUTE FUNCTION goodwill_verdict_comes();
CREATE TRIGGER comes BEFORE INSERT ON goodwill_reversal
    FOR EACH ROW EXECUTE FUNCTION goodwill_reversal_comes();
CREATE TRIGGER comes BEFORE INSERT ON goodwill_outcome
    FOR EACH ROW EXECUTE FUNCTION goodwill_outcome_comes();
"""

UNDO = """
DROP TRIGGER weigh ON goodwill_gesture;
DROP TRIGGER comes ON goodwill_gesture;
DROP TRIGGER comes ON goodwill_verdict;
DROP TRIGGER comes ON goodwill_reversal;
DROP TRIGGER comes ON goodwill_outcome;
DROP TRIGGER gesture_stands ON goodwill_gesture;
DROP TRIGGER verdict_stands ON goodwill_verdict;
DROP TRIGGER reversal_stands ON goodwill_reversal;
DROP TRIGGER outcome_stands ON goodwill_outcome;
DROP FUNCTION goodwill_weigh_gesture, goodwill_gesture_comes, goodwill_verdict_comes,
    goodwill_reversal_comes, goodwill_outcome_comes, goodwill_row_stands, goodwill_refuse,
    goodwill_locked, goodwill_outcome_of, goodwill_count_outcome, goodwill_count_given,
    goodwill_release, goodwill_take;
"""


class Migration(migrations.Migration):
    dependencies = [("goodwill", "0001_initial")]
    operations = [migrations.RunSQL(STAND + BOUNDS + ROWS, UNDO)]
