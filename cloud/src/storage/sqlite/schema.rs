use store::Migrations;

/// The file's name without `.db`.
pub(super) const NAME: &str = "cloud";

pub(super) const MIGRATIONS: Migrations = Migrations {
    application_id: *b"LFcl",
    steps: &[
        include_str!("schema/0001_accounts.sql"),
        include_str!("schema/0002_log.sql"),
        include_str!("schema/0003_orders.sql"),
        include_str!("schema/0004_network.sql"),
        include_str!("schema/0005_push.sql"),
        include_str!("schema/0006_card_orders.sql"),
        include_str!("schema/0007_late_results.sql"),
    ],
};
