-- What the kiosk knows of itself: name, keys' public halves, epoch, latest durable time.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
    id       INTEGER PRIMARY KEY,
    class_id TEXT NOT NULL UNIQUE,
    body     TEXT NOT NULL            -- stock::Product as JSON
) STRICT;

-- One import: the one-time public key that its rows are sealed with.
CREATE TABLE import (
    id              INTEGER PRIMARY KEY,
    at              INTEGER NOT NULL,
    source          TEXT NOT NULL,
    one_time_public BLOB NOT NULL
) STRICT;

-- An operator's profile package to be personalised row by row.
CREATE TABLE template (
    id     INTEGER PRIMARY KEY,
    import INTEGER NOT NULL REFERENCES import,
    name   TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE segment (
    id        INTEGER PRIMARY KEY,
    product   INTEGER NOT NULL REFERENCES product,
    first     TEXT NOT NULL,
    last      TEXT NOT NULL,
    total     INTEGER NOT NULL,
    available INTEGER NOT NULL CHECK (available BETWEEN 0 AND total),
    -- Whether a number is available. A column of its own, so that counting down touches no index.
    open      INTEGER NOT NULL
) STRICT;
CREATE INDEX segment_open ON segment (product, id) WHERE open = 1;

-- The state table (A1, A12). A row outlives its subscription data as a tombstone.
CREATE TABLE number (
    id          INTEGER PRIMARY KEY,
    segment     INTEGER NOT NULL REFERENCES segment,
    import      INTEGER NOT NULL REFERENCES import,
    number      TEXT NOT NULL,
    iccid       BLOB NOT NULL,
    imsi        TEXT,
    state       INTEGER NOT NULL,
    balance     INTEGER,
    hardware_id TEXT,
    user_id     TEXT,
    -- The latest change of its state, state_log.seq.
    log         INTEGER
) STRICT;
CREATE UNIQUE INDEX number_number ON number (number);
CREATE UNIQUE INDEX number_iccid ON number (iccid);
CREATE UNIQUE INDEX number_imsi ON number (imsi) WHERE imsi IS NOT NULL;
CREATE INDEX number_available ON number (segment, id) WHERE state = 0;

-- Subscription data, sealed to a key that only `serve` opens. Apart, so that a change of state does not rewrite it.
CREATE TABLE subscription (
    number   INTEGER PRIMARY KEY REFERENCES number,
    template INTEGER REFERENCES template,
    sealed   BLOB NOT NULL
) STRICT;

CREATE TABLE reservation (
    id            INTEGER PRIMARY KEY,
    matching_id   TEXT NOT NULL UNIQUE,
    number        INTEGER NOT NULL REFERENCES number,
    product       INTEGER NOT NULL,
    stage         INTEGER NOT NULL,
    hardware_id   TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    at            INTEGER NOT NULL,
    lease         INTEGER NOT NULL,
    authorised_by TEXT,
    eid           BLOB,
    ended_why     TEXT
) STRICT;
-- The database itself refuses to give a number to two phones (A7).
CREATE UNIQUE INDEX reservation_live ON reservation (number) WHERE stage <= 3;
CREATE INDEX reservation_lease ON reservation (lease) WHERE stage <= 1;
CREATE INDEX reservation_waiting ON reservation (hardware_id) WHERE stage = 0;
-- The sales of a card, for one that names none.
CREATE INDEX reservation_card ON reservation (eid, stage, id) WHERE eid IS NOT NULL;

-- Each package made for a reservation: the eUICC signs its result with this transaction id.
CREATE TABLE binding (
    transaction_id BLOB PRIMARY KEY,
    reservation    INTEGER NOT NULL REFERENCES reservation,
    at             INTEGER NOT NULL,
    -- The eUICC's key, of its verified certificate: it signs the result.
    euicc_key      BLOB NOT NULL,
    -- The eUICC's one-time key.
    euicc_otpk     BLOB NOT NULL,
    -- otSK.DP, sealed to a key that only `serve` opens: a retry is made of the same keys (SGP.22 §5.6.2). NULL once the sale is over.
    otsk_dp        BLOB,
    -- NULL until the eUICC signed; 1 installed, 0 failed and may try again, -1 failed for good.
    result         INTEGER
) STRICT;
CREATE INDEX binding_reservation ON binding (reservation);

-- Every change of a number's state, and why.
CREATE TABLE state_log (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state  INTEGER NOT NULL,
    why    TEXT NOT NULL,
    -- The same number's change before this one. A chain, since an index would be written to all over, once a change.
    before INTEGER
) STRICT;

-- How often something happened in a window of time: free sales, voucher guesses.
CREATE TABLE tally (
    scope  TEXT NOT NULL,
    until  INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (scope, until)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_until ON tally (until);

CREATE TABLE voucher_issuer (
    key_id     BLOB PRIMARY KEY,
    name       TEXT NOT NULL,
    public_key BLOB NOT NULL
) STRICT;

-- Redeemed vouchers, by hash.
CREATE TABLE voucher (
    hash        BLOB PRIMARY KEY,
    at          INTEGER NOT NULL,
    reservation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX voucher_reservation ON voucher (reservation);

-- eUICC certificates given to phones that had none, by hash of their public key.
CREATE TABLE card (
    key_hash    BLOB PRIMARY KEY,
    eid         BLOB NOT NULL UNIQUE,
    certificate BLOB NOT NULL,
    at          INTEGER NOT NULL
) STRICT;

-- Management programs and drivers (A5).
CREATE TABLE package (
    id       INTEGER PRIMARY KEY,
    class_id TEXT NOT NULL,
    kind     TEXT NOT NULL,
    os       TEXT NOT NULL,
    cpu      TEXT NOT NULL,
    version  TEXT NOT NULL,
    manifest BLOB NOT NULL,
    body     BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX package_match ON package (class_id, kind, os, cpu);

-- What the cloud is to be told once there is a network (A8).
CREATE TABLE report (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    body TEXT NOT NULL,
    sent INTEGER
) STRICT;
CREATE INDEX report_unsent ON report (seq) WHERE sent IS NULL;

-- Numbers that phones have although no row here says so: sold after a backup, of stock that was imported after it. They
-- are taken as sold when that stock is imported again.
CREATE TABLE gone (
    number TEXT PRIMARY KEY,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
