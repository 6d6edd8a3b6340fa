-- An operator's order (ES2+): what it has beside its reservation.
CREATE TABLE operator_order (
    reservation INTEGER PRIMARY KEY REFERENCES reservation,
    -- Who ordered: its functionRequesterIdentifier.
    requester   TEXT NOT NULL,
    -- How far it came before it was released: 1 allocated, 2 linked, 3 confirmed.
    step        INTEGER NOT NULL,
    -- Whether reservation.matching_id is the name that was given out; else it is a random one that nobody is told.
    named       INTEGER NOT NULL
) STRICT;

-- Calls that changed something, and their answers: the same call, sent again, gets the same answer.
CREATE TABLE operator_call (
    requester TEXT NOT NULL,
    -- SHA-256 of the functionCallIdentifier.
    name      BLOB NOT NULL,
    -- HMAC over all that was asked, by the kiosk's own key: a confirmation code can't be guessed from it.
    digest    BLOB NOT NULL,
    answer    BLOB NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (requester, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX operator_call_at ON operator_call (at);

-- What operators are to be told of downloads (HandleDownloadProgressInfo), until they have taken it.
CREATE TABLE operator_news (
    seq       INTEGER PRIMARY KEY,
    requester TEXT NOT NULL,
    at        INTEGER NOT NULL,
    -- The request, JSON.
    body      BLOB NOT NULL,
    tries     INTEGER NOT NULL DEFAULT 0,
    -- Not to be tried again before.
    due       INTEGER NOT NULL
) STRICT;
CREATE INDEX operator_news_due ON operator_news (requester, due);
