-- Numbers that phones have although no row here says so: sold after a backup, of stock that was imported after it. They
-- are taken as sold when that stock is imported again.
CREATE TABLE gone (
    number TEXT PRIMARY KEY,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
