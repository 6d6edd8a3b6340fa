use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// Accounts whose cards the server can't read, the log that syncs them, orders to lost phones.
#[derive(Debug, Parser)]
#[command(name = "landfall-cloud", version, after_help = EXAMPLES)]
pub(super) struct Args {
    /// The data folder: database, settings, the server's key. Else LANDFALL_CLOUD_DATA says which.
    #[arg(long, global = true, default_value_os_t = folder(), value_name = "FOLDER")]
    pub(in crate::cli) data: PathBuf,
    /// The settings' file, instead of cloud.toml in the data folder.
    #[arg(long, global = true, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub(in crate::cli) json: bool,
    #[command(subcommand)]
    pub(in crate::cli) verb: Verb,
}

fn folder() -> PathBuf {
    std::env::var_os("LANDFALL_CLOUD_DATA")
        .filter(|folder| !folder.is_empty())
        .map_or_else(|| "cloud".into(), PathBuf::from)
}

const EXAMPLES: &str = "\
Examples:
  landfall-cloud serve --data cloud                            # http://127.0.0.1:7443, behind a proxy that speaks TLS
  landfall-cloud serve --data cloud --listen 0.0.0.0:443       # with [tls] in cloud/cloud.toml
  DATABASE_URL=postgres://landfall@/landfall landfall-cloud serve
  landfall-cloud backup --data cloud cloud-2026-11-29.db
  landfall-cloud admin account --data cloud ann@example.org";

const SETTINGS: &str = "\
Settings, in cloud.toml or by the environment, which stands over it:
  listen = \"127.0.0.1:7443\"       LANDFALL_CLOUD_LISTEN
  behind-proxy = false            LANDFALL_CLOUD_BEHIND_PROXY: only a proxy reaches it, and adds X-Forwarded-For
  database-url = \"postgres://…\"   DATABASE_URL: in place of SQLite in the data folder
  key-file = \"server.key\"         LANDFALL_CLOUD_KEY_FILE: what the server's own secrets are sealed under
  osmo-hlr = \"127.0.0.1:4258\"     LANDFALL_CLOUD_OSMO_HLR: the operator's HLR, by its VTY
  sockets = 50000                 LANDFALL_CLOUD_SOCKETS: devices that listen at once
  connections = 4096              LANDFALL_CLOUD_CONNECTIONS: others at once
  [tls]
  certificate = \"chain.pem\"       LANDFALL_CLOUD_TLS_CERTIFICATE
  key = \"key.pem\"                 LANDFALL_CLOUD_TLS_KEY
  [agency.nord]                   an operator that sells cards here, by its SM-DP+ (ES2+)
  name = \"Nord Mobile\"
  server = \"smdp.nord.example\"    its SM-DP+; via = \"HOST:PORT\" connects elsewhere
  files = \"/etc/landfall-cloud/nord\"   client.pem, client.key, ca.pem, as `landfall-kiosk operator client` writes them
  listen = \"0.0.0.0:8444\"         where the SM-DP+ tells of downloads; without, nowhere
  [[agency.nord.product]]
  id = \"month\"
  name = \"A month\"
  price = \"10.00 EUR, on the bill\"
  validity = \"30 days\"
  terms = \"…\"                     shown before anybody orders
  profile-type = \"month-v2\"       how the SM-DP+ calls it; without, the id
  [issuer]                        renews kiosks' EUM certificates, and certifies their cards for years
  certificate = \"ci.der\"          the operator's CI
  key = \"ci.key\"                  its key, mode 0600; also eid-prefix, eum-key, crl
  [push.fcm]                      wakes Android phones that listen to nobody
  service-account = \"firebase.json\"
  [push.apns]                     wakes iPhones
  key = \"AuthKey.p8\"              also key-id, team-id, topic
RUST_LOG says how much is logged (info).

Examples:
  landfall-cloud serve --data cloud
  LANDFALL_CLOUD_LISTEN=127.0.0.1:8080 landfall-cloud serve --data cloud --json";

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Verb {
    /// Serve until told to stop (SIGTERM, SIGINT).
    #[command(after_help = SETTINGS)]
    Serve {
        /// Where to listen, instead of what the settings say.
        #[arg(long, value_name = "HOST:PORT")]
        listen: Option<String>,
    },
    /// Bring the database up to date, which `serve` does too. A newer release's is left alone.
    #[command(after_help = "Example:\n  landfall-cloud migrate --data cloud")]
    Migrate,
    /// Write a backup of the data folder's database, also while serving.
    #[command(after_help = "Example:\n  landfall-cloud backup --data cloud cloud-2026-11-29.db")]
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Put a backup back, while nothing serves. Devices are told, so that they bring back what they know.
    #[command(after_help = "\
Examples:
  landfall-cloud restore --data cloud cloud-2026-11-29.db
  DATABASE_URL=postgres://… landfall-cloud restore    # once PostgreSQL was restored by its own means")]
    Restore {
        /// The backup; none with PostgreSQL.
        file: Option<PathBuf>,
    },
    /// Look at accounts and orders, also while serving.
    #[command(subcommand)]
    Admin(AdminVerb),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AdminVerb {
    /// How an account stands, and its devices.
    #[command(after_help = "Example:\n  landfall-cloud admin account --data cloud ann@example.org")]
    Account {
        /// What its owner signs in with.
        login: String,
    },
    /// An account's orders and how they stand.
    #[command(after_help = "Example:\n  landfall-cloud admin orders --data cloud ann@example.org")]
    Orders {
        /// What its owner signs in with.
        login: String,
    },
    /// End every token of an account.
    #[command(after_help = "Example:\n  landfall-cloud admin sign-out --data cloud ann@example.org")]
    SignOut {
        /// What its owner signs in with.
        login: String,
    },
    /// Make a token by which one kiosk registers; it is shown once.
    #[command(after_help = "Example:\n  landfall-cloud admin kiosk-token --data cloud")]
    KioskToken,
    /// The kiosks that are registered, and how far their reports came.
    #[command(after_help = "Example:\n  landfall-cloud admin kiosks --data cloud")]
    Kiosks,
    /// Take back the registration of a kiosk that was stolen or is out of use.
    #[command(after_help = "Example:\n  landfall-cloud admin kiosk-revoke --data cloud wBr3nJ7yqkWk5pVd0mYc7A")]
    KioskRevoke {
        /// Its id, as `admin kiosks` shows it.
        kiosk: String,
    },
    /// The operator's subscribers.
    #[command(subcommand)]
    Subscriber(SubscriberVerb),
    /// Card agencies: what operators sell here, and what was ordered.
    #[command(subcommand)]
    Agency(AgencyVerb),
    /// Delete an account. Nobody can bring it back.
    #[command(after_help = "Example:\n  landfall-cloud admin delete --data cloud ann@example.org --yes")]
    Delete {
        /// What its owner signs in with.
        login: String,
        /// It is meant.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AgencyVerb {
    /// The agencies of cloud.toml, and their products.
    #[command(after_help = "Example:\n  landfall-cloud admin agency list --data cloud")]
    List,
    /// An agency's orders and how they stand, the latest first.
    #[command(after_help = "Example:\n  landfall-cloud admin agency orders --data cloud nord")]
    Orders {
        /// Its id.
        agency: String,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SubscriberVerb {
    /// Take over subscribers with their keys, from a CSV file as kiosks' stock has it. The same again replaces what is known.
    #[command(after_help = "Example:\n  landfall-cloud admin subscriber import --data cloud rows.csv")]
    Import {
        /// The file.
        file: PathBuf,
    },
    /// How one stands, and how it came to that.
    #[command(after_help = "Example:\n  landfall-cloud admin subscriber show --data cloud 8999901000000000001")]
    Show {
        /// Its card's ICCID.
        iccid: String,
    },
    /// Let nobody authenticate as it.
    #[command(after_help = "Example:\n  landfall-cloud admin subscriber bar --data cloud 8999901000000000001")]
    Bar {
        /// Its card's ICCID.
        iccid: String,
    },
    /// Lift its bar.
    #[command(after_help = "Example:\n  landfall-cloud admin subscriber unbar --data cloud 8999901000000000001")]
    Unbar {
        /// Its card's ICCID.
        iccid: String,
    },
    /// Take its number out of use for good.
    #[command(after_help = "Example:\n  landfall-cloud admin subscriber retire --data cloud 8999901000000000001")]
    Retire {
        /// Its card's ICCID.
        iccid: String,
    },
    /// Say what is left of its balance, in minor units of its product's currency.
    #[command(after_help = "Example:\n  landfall-cloud admin subscriber balance --data cloud 8999901000000000001 500")]
    Balance {
        /// Its card's ICCID.
        iccid: String,
        /// The balance.
        #[arg(allow_negative_numbers = true)]
        balance: i64,
    },
}

pub(in crate::cli) fn completions(shell: Shell) {
    clap_complete::generate(shell, &mut Args::command(), "landfall-cloud", &mut std::io::stdout());
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F3
    #[test]
    fn every_command_is_well_formed() {
        Args::command().debug_assert();
    }
}
