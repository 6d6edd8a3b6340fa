-- What happened and stands in no signed report yet (report::Event as JSON). What was noted by releases before had no price and no form of its own.
DROP INDEX report_unsent;
ALTER TABLE report DROP COLUMN sent;
UPDATE report SET body = json_object(
    'at', at,
    'number', json_extract(body, '$.number'),
    'iccid', json_extract(body, '$.iccid'),
    'class_id', json_extract(body, '$.class_id'),
    'what', json_object('distributed', json_object(
        'eid', json_extract(body, '$.eid'),
        'hardware_id', json_extract(body, '$.hardware_id'),
        'user_id', json_extract(body, '$.user_id'),
        'price', (SELECT json_extract(p.body, '$.offer.price') FROM product p WHERE p.class_id = json_extract(report.body, '$.class_id')))));

-- Reports as they were signed. Those that the cloud has accepted stay for a while: one that was restored from a backup asks for them again.
CREATE TABLE signed_report (
    epoch    INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    signed   TEXT NOT NULL,            -- account::signed::Signed as JSON
    events   INTEGER NOT NULL,
    accepted INTEGER,
    PRIMARY KEY (epoch, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX signed_report_open ON signed_report (epoch, number) WHERE accepted IS NULL;
