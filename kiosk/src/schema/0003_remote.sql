-- Commands for cards (RPM): one package each, sent in a session of its card, done when the card has signed what became of it.
CREATE TABLE remote_order (
    id          INTEGER PRIMARY KEY,
    matching_id TEXT NOT NULL UNIQUE,
    -- The first of the packages that were ordered together; one that stops at a failure ends those behind it.
    chain       INTEGER NOT NULL,
    eid         BLOB NOT NULL,
    at          INTEGER NOT NULL,
    made_by     TEXT NOT NULL,
    package     BLOB NOT NULL,            -- RpmPackage, DER
    state       INTEGER NOT NULL,         -- 0 waiting, 1 executed, 2 cancelled
    ended_at    INTEGER,
    ended_why   TEXT
) STRICT;
CREATE INDEX remote_order_waiting ON remote_order (eid, id) WHERE state = 0;
CREATE INDEX remote_order_card ON remote_order (eid, id);
CREATE INDEX remote_order_chain ON remote_order (chain, id) WHERE state = 0;

-- To which sessions a package went: enough to know the card's word when it comes, after a restart too.
CREATE TABLE remote_sent (
    transaction_id BLOB PRIMARY KEY,
    remote_order   INTEGER NOT NULL REFERENCES remote_order,
    at             INTEGER NOT NULL,
    -- The eUICC's key, of its verified certificate: it signs the result.
    euicc_key      BLOB NOT NULL,
    -- The version of SGP.22 that both sides accepted.
    version        TEXT NOT NULL
) STRICT;
CREATE INDEX remote_sent_order ON remote_sent (remote_order);

-- What became of each command, as the card signed it. One that was not looked at has no row.
CREATE TABLE remote_result (
    remote_order INTEGER NOT NULL REFERENCES remote_order,
    place        INTEGER NOT NULL,
    done         INTEGER NOT NULL,
    outcome      TEXT NOT NULL,
    -- The profiles of a list, or a platform's address, as JSON.
    found        TEXT,
    PRIMARY KEY (remote_order, place)
) STRICT, WITHOUT ROWID;
