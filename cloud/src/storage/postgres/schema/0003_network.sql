-- When a task for the directory is due, how often it was tried, what came of it.
ALTER TABLE directory_outbox ADD COLUMN tries bigint NOT NULL DEFAULT 0;
ALTER TABLE directory_outbox ADD COLUMN due bigint NOT NULL DEFAULT 0;
ALTER TABLE directory_outbox ADD COLUMN outcome text;
CREATE INDEX directory_outbox_card ON directory_outbox (iccid, id) WHERE done IS NULL;

-- The operator's subscribers. Keys are sealed by a key that does not lie here. Who had one barred: an account, or nobody's name for the operator.
CREATE TABLE subscriber (
    iccid text PRIMARY KEY,
    imsi text UNIQUE,
    msisdn text,
    sealed bytea,
    state text NOT NULL,
    balance bigint,
    account bytea,
    kiosk bytea,
    change bigint NOT NULL,
    barred_by bytea
);
CREATE INDEX subscriber_kiosk ON subscriber (kiosk, change) WHERE kiosk IS NOT NULL;
CREATE INDEX subscriber_state ON subscriber (state, iccid);

-- Every change of one, and why.
CREATE TABLE subscriber_change (
    seq bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    iccid text NOT NULL,
    state text NOT NULL,
    balance bigint,
    at bigint NOT NULL,
    why text NOT NULL
);
CREATE INDEX subscriber_change_card ON subscriber_change (iccid, seq);

-- Tokens by which kiosks register, by their SHA-256; a used one is its kiosk's.
CREATE TABLE kiosk_token (
    token bytea PRIMARY KEY,
    expires bigint NOT NULL,
    kiosk bytea
);

CREATE TABLE kiosk (
    id bytea PRIMARY KEY,
    key bytea NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    chain text NOT NULL
);
CREATE INDEX kiosk_address ON kiosk (address);

CREATE TABLE kiosk_report (
    kiosk bytea NOT NULL,
    epoch bigint NOT NULL,
    number bigint NOT NULL,
    signed text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (kiosk, epoch, number)
);

-- What happened at kiosks, each event once, however often a restored kiosk tells it.
CREATE TABLE kiosk_event (
    kiosk bytea NOT NULL,
    digest bytea NOT NULL,
    iccid text NOT NULL,
    at bigint NOT NULL,
    event text NOT NULL,
    PRIMARY KEY (kiosk, digest)
);
CREATE INDEX kiosk_event_card ON kiosk_event (iccid, at);

-- Results of phones that left a kiosk early.
CREATE TABLE late_result (
    seq bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kiosk bytea NOT NULL,
    digest bytea NOT NULL,
    notification bytea NOT NULL,
    at bigint NOT NULL,
    taken bigint,
    refused text,
    UNIQUE (kiosk, digest)
);
CREATE INDEX late_result_open ON late_result (kiosk, seq) WHERE taken IS NULL;
