-- One round trip for what is done most. Each statement in a function sees what was committed before it: so also what whoever held the account's
-- row until then wrote.

-- Keeps a token, unless its account or device is gone, or all tokens ended since its holder was verified.
CREATE FUNCTION put_session(
    p_token bytea, p_account bytea, p_kind smallint, p_device bytea, p_expires bigint, p_generation bigint
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account
    WHERE id = p_account AND (p_generation IS NULL OR generation = p_generation)
    FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- Kind 4 is a passkey's.
    IF p_device IS NOT NULL AND p_kind <> 4 THEN
        PERFORM FROM device WHERE account = p_account AND id = p_device AND NOT revoked;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    END IF;
    INSERT INTO session VALUES (p_token, p_account, p_kind, p_device, p_expires)
    ON CONFLICT (token) DO UPDATE
    SET account = p_account, kind = p_kind, device = p_device, expires = p_expires;
    RETURN true;
END
$$;

-- Keeps a device's head, unless it signed a higher place before, or is none of the account's.
CREATE FUNCTION put_head(p_account bytea, p_device bytea, p_seq bigint, p_signed text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    known account%ROWTYPE;
BEGIN
    SELECT * INTO known FROM account WHERE id = p_account FOR SHARE;
    INSERT INTO head AS h
        SELECT known.no, p_device, p_seq, p_signed
        FROM device WHERE account = p_account AND id = p_device AND NOT revoked AND known.no IS NOT NULL
    ON CONFLICT (account, device) DO UPDATE
    SET seq = excluded.seq, signed = excluded.signed WHERE excluded.seq >= h.seq;
END
$$;

-- Of an entry's kept members. A kind can't pretend to be one: its quotation marks are escaped.
CREATE FUNCTION key_epoch_of(fields text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT substring(fields from '"key_epoch":([0-9]+)')::bigint
$$;

-- Adds a batch to an account's log. Outcomes: 0 missing; 1 it begins at `place`; 2 another batch has its id; 3 conflicts, a row for each record, with
-- its last entry if there is one. `p_key_epoch`: the lowest of the batch. `p_first`: the write is the batch's first of its record; `p_last`: the last; `p_follows`: of the first, whether
-- those behind it follow. Each record and entry is looked up by its whole key, however the planner takes the sizes of accounts: one may be a
-- thousand times the others; and planned once: a plan for each array's own length would take longer than it saves.
CREATE FUNCTION append(
    p_account bytea, p_device bytea, p_batch bytea, p_digest bytea, p_head text, p_head_seq bigint, p_key_epoch bigint,
    p_ids bytea[], p_versions bigint[], p_deleted boolean[], p_first boolean[], p_last boolean[], p_follows boolean[],
    p_fields text[], p_sealed text[], p_digests text[]
) RETURNS TABLE (outcome integer, place bigint, entry_fields text, entry_sealed text, entry_digest text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    known account%ROWTYPE;
    there record;
BEGIN
    SELECT * INTO known FROM account WHERE id = p_account FOR NO KEY UPDATE;
    IF FOUND THEN
        SELECT b.digest, b.first, key_epoch_of(e.fields) AS key_epoch INTO there
        FROM device d
        LEFT JOIN batch b ON b.account = known.no AND b.id = p_batch
        LEFT JOIN entry e ON e.account = known.no AND e.seq = known.last
        WHERE d.account = p_account AND d.id = p_device AND NOT d.revoked;
    END IF;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 0, 0::bigint, NULL::text, NULL::text, NULL::text;
        RETURN;
    END IF;
    IF there.digest IS NOT NULL THEN
        RETURN QUERY SELECT CASE WHEN there.digest = p_digest THEN 1 ELSE 2 END, there.first,
            NULL::text, NULL::text, NULL::text;
        RETURN;
    END IF;
    -- Along the log the key epoch never sinks, so that old keys alone write nothing after a rotation.
    IF there.key_epoch > p_key_epoch THEN
        RETURN QUERY SELECT 3, NULL::bigint, NULL::text, NULL::text, NULL::text;
        RETURN;
    END IF;
    RETURN QUERY
        SELECT 3, e.seq, e.fields, e.sealed, e.digest
        FROM unnest(p_ids, p_versions, p_first, p_follows) AS w (id, version, first, follows)
        LEFT JOIN LATERAL (
            SELECT * FROM record WHERE account = known.no AND record.id = w.id LIMIT 1
        ) r ON true
        LEFT JOIN LATERAL (
            SELECT * FROM entry WHERE account = known.no AND entry.seq = r.seq LIMIT 1
        ) e ON true
        WHERE w.first
            AND (coalesce(r.deleted, false) OR w.version <> coalesce(r.version, 0) + 1 OR NOT w.follows);
    IF FOUND THEN
        RETURN;
    END IF;
    FOR i IN 1 .. cardinality(p_ids) LOOP
        IF p_first[i] AND p_versions[i] > 1 THEN
            UPDATE entry SET sealed = NULL
            WHERE account = known.no AND seq = (SELECT seq FROM record WHERE account = known.no AND id = p_ids[i]);
        END IF;
    END LOOP;
    WITH entries AS (
        INSERT INTO entry
            SELECT known.no, known.last + w.position, w.fields, CASE WHEN w.last THEN w.sealed END, w.digest
            FROM unnest(p_fields, p_sealed, p_digests, p_last)
                WITH ORDINALITY AS w (fields, sealed, digest, last, position)
    ), records AS (
        INSERT INTO record AS r
            SELECT known.no, w.id, w.version, known.last + w.position, w.deleted
            FROM unnest(p_ids, p_versions, p_deleted, p_last) WITH ORDINALITY AS w (id, version, deleted, last, position)
            WHERE w.last
        ON CONFLICT (account, id) DO UPDATE
        SET version = excluded.version, seq = excluded.seq, deleted = excluded.deleted
    ), places AS (
        UPDATE account SET last = known.last + cardinality(p_ids) WHERE id = p_account
    ), batches AS (
        INSERT INTO batch VALUES (known.no, p_batch, p_digest, known.last + 1)
    )
    INSERT INTO head AS h VALUES (known.no, p_device, p_head_seq, p_head)
    ON CONFLICT (account, device) DO UPDATE
    SET seq = excluded.seq, signed = excluded.signed WHERE excluded.seq >= h.seq;
    RETURN QUERY SELECT 1, known.last + 1, NULL::text, NULL::text, NULL::text;
END
$$;

-- Adds batches of several accounts in their order, each as `append` does; `batch` counts them from 1. `p_counts`: how many of the entries are each one's.
CREATE FUNCTION append_all(
    p_accounts bytea[], p_devices bytea[], p_batches bytea[], p_batch_digests bytea[], p_heads text[], p_head_seqs bigint[],
    p_key_epochs bigint[], p_counts integer[], p_ids bytea[], p_versions bigint[], p_deleted boolean[], p_first boolean[], p_last boolean[],
    p_follows boolean[], p_fields text[], p_sealed text[], p_digests text[]
) RETURNS TABLE (batch integer, outcome integer, place bigint, entry_fields text, entry_sealed text, entry_digest text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    a integer := 1;
    b integer;
BEGIN
    FOR i IN 1 .. cardinality(p_accounts) LOOP
        b := a + p_counts[i] - 1;
        RETURN QUERY SELECT i, r.* FROM append(
            p_accounts[i], p_devices[i], p_batches[i], p_batch_digests[i], p_heads[i], p_head_seqs[i],
            p_key_epochs[i], p_ids[a:b], p_versions[a:b], p_deleted[a:b], p_first[a:b], p_last[a:b], p_follows[a:b], p_fields[a:b], p_sealed[a:b],
            p_digests[a:b]
        ) r;
        a := b + 1;
    END LOOP;
END
$$;
