-- What eUICCs are told of by the SM-DS (SGP.22 §3.6): by this kiosk's own SM-DP+ (owner is empty), or by others over ES12.
CREATE TABLE event (
    owner    TEXT NOT NULL,
    event_id TEXT NOT NULL,
    eid      BLOB NOT NULL,
    server   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (owner, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_card ON event (eid, at);
