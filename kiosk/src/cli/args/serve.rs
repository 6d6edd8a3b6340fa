use crate::serve::Ble;

/// Where to serve, and whom.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ServeArgs {
    /// Where to listen, instead of what kiosk.toml says.
    #[arg(long, value_name = "HOST:PORT")]
    pub(in crate::cli) listen: Option<String>,
    /// Serve any phone's own eSIM settings too: ES9+ over HTTPS, here. Activation codes come from `sales issue`.
    #[arg(long, value_name = "HOST:PORT")]
    pub(in crate::cli) https: Option<String>,
    /// Let operators order from the stock: ES2+ over HTTPS, here, to those that kiosk.toml names and whose certificates hold. See
    /// `operator client`.
    #[arg(long, value_name = "HOST:PORT")]
    pub(in crate::cli) es2: Option<String>,
    /// Serve a page for browsers on the kiosk's own Wi-Fi, without TLS: offers, and the activation code of the one that is chosen. See
    /// deploy/kiosk-wifi.
    #[arg(long, value_name = "HOST:PORT", requires = "https")]
    pub(in crate::cli) page: Option<String>,
    /// Tell phones on the local network (multicast DNS); on 127.0.0.1, those on this machine. `landfall discover` finds it.
    #[arg(long)]
    pub(in crate::cli) announce: bool,
    /// Serve phones over TCP. It is what a kiosk does by itself; beside --ble or --nfc it must be said.
    #[arg(long)]
    pub(in crate::cli) tcp: bool,
    /// Serve phones over Bluetooth LE, by this adapter or the system's default one; may be given for several. ADAPTER=N serves at
    /// most N phones at once, for adapters that take few connections.
    #[arg(long, value_name = "ADAPTER[=N]", num_args = 0..=1, default_missing_value = "")]
    pub(in crate::cli) ble: Vec<Ble>,
    /// Serve phones over NFC, by the readers whose name contains this, or all.
    #[arg(long, value_name = "READER", num_args = 0..=1, default_missing_value = "")]
    pub(in crate::cli) nfc: Option<String>,
    /// Draw the start code as a QR code.
    #[arg(long)]
    pub(in crate::cli) qr: bool,
}
