-- When a task for the directory is due, how often it was tried, what came of it.
ALTER TABLE directory_outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE directory_outbox ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE directory_outbox ADD COLUMN outcome TEXT;
CREATE INDEX directory_outbox_card ON directory_outbox (iccid, id) WHERE done IS NULL;

-- The operator's subscribers. Keys are sealed by a key that does not lie here. Who had one barred: an account, or nobody's name for the operator.
CREATE TABLE subscriber (
    iccid TEXT PRIMARY KEY,
    imsi TEXT UNIQUE,
    msisdn TEXT,
    sealed BLOB,
    state TEXT NOT NULL,
    balance INTEGER,
    account BLOB,
    kiosk BLOB,
    change INTEGER NOT NULL,
    barred_by BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriber_kiosk ON subscriber (kiosk, change) WHERE kiosk IS NOT NULL;
CREATE INDEX subscriber_state ON subscriber (state, iccid);

-- Every change of one, and why.
CREATE TABLE subscriber_change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    iccid TEXT NOT NULL,
    state TEXT NOT NULL,
    balance INTEGER,
    at INTEGER NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX subscriber_change_card ON subscriber_change (iccid, seq);

-- Tokens by which kiosks register, by their SHA-256; a used one is its kiosk's.
CREATE TABLE kiosk_token (
    token BLOB PRIMARY KEY,
    expires INTEGER NOT NULL,
    kiosk BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE kiosk (
    id BLOB PRIMARY KEY,
    key BLOB NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    chain TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kiosk_address ON kiosk (address);

CREATE TABLE kiosk_report (
    kiosk BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    signed TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (kiosk, epoch, number)
) STRICT, WITHOUT ROWID;

-- What happened at kiosks, each event once, however often a restored kiosk tells it.
CREATE TABLE kiosk_event (
    kiosk BLOB NOT NULL,
    digest BLOB NOT NULL,
    iccid TEXT NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (kiosk, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX kiosk_event_card ON kiosk_event (iccid, at);

-- Results of phones that left a kiosk early.
CREATE TABLE late_result (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kiosk BLOB NOT NULL,
    digest BLOB NOT NULL,
    notification BLOB NOT NULL,
    at INTEGER NOT NULL,
    taken INTEGER,
    refused TEXT,
    UNIQUE (kiosk, digest)
) STRICT;
CREATE INDEX late_result_open ON late_result (kiosk, seq) WHERE taken IS NULL;
