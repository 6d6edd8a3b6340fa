use super::{Answer, Failure, subscribers};
use crate::{
    data::Data,
    service::Service,
    storage::{Account, KeptOrder, Storage, StorageError, Woken},
};
use account::wire::{Order, OrderState};
use model::UnixTime;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{fmt::Write, path::PathBuf};

/// What the operator asks of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Copies it to a file.
    Backup {
        /// The file.
        file: PathBuf,
    },
    /// How an account stands.
    Account {
        /// Who.
        login: String,
    },
    /// The account's orders.
    Orders {
        /// Who.
        login: String,
    },
    /// Ends every token of an account.
    SignOut {
        /// Who.
        login: String,
    },
    /// Makes a token by which one kiosk registers.
    KioskToken,
    /// Every kiosk.
    Kiosks,
    /// Takes a kiosk's registration back.
    RevokeKiosk {
        /// Its id.
        kiosk: String,
    },
    /// Takes over a file of subscribers.
    ImportSubscribers {
        /// The file.
        file: PathBuf,
    },
    /// How a subscriber stands.
    Subscriber {
        /// Its card.
        iccid: String,
    },
    /// Bars a subscriber, or lifts its bar.
    BarSubscriber {
        /// Its card.
        iccid: String,
        /// Which of the two.
        barred: bool,
    },
    /// Takes a subscriber's number out of use.
    RetireSubscriber {
        /// Its card.
        iccid: String,
    },
    /// Sets a subscriber's balance.
    SetBalance {
        /// Its card.
        iccid: String,
        /// In minor units.
        balance: i64,
    },
    /// Deletes an account.
    Delete {
        /// Who.
        login: String,
    },
}

/// Carries one out.
///
/// # Errors
/// [`Failure`]
pub async fn run(data: &Data, service: &Service, command: Command) -> Result<Answer, Failure> {
    let storage = data.storage();
    match command {
        Command::Backup { file } => backup(data, file),
        Command::Account { login } => {
            let account = find(&*storage, &login).await?;
            let devices = storage.devices(&account.id).await?;
            let mut text =
                format!("{} ({}), device list {}", account.login, account.id.bytes().text(), account.manifest);
            for device in &devices {
                let revoked = if device.revoked { ", revoked" } else { "" };
                // A name is the user's: a terminal is not to obey it.
                let _ = write!(text, "\n  {:?}, enrolment {}{revoked}", device.name, device.epoch);
            }
            let json = json!({
                "login": account.login,
                "account": account.id.bytes(),
                "manifest": account.manifest,
                "devices": devices,
            });
            Ok(Answer::new(text, json))
        }
        Command::Orders { login } => {
            let account = find(&*storage, &login).await?;
            orders(&storage.orders(&account.id).await?)
        }
        Command::SignOut { login } => {
            let account = find(&*storage, &login).await?;
            let ended = storage.end_sessions(&account.id, None).await?;
            close(&*storage, &account).await?;
            Ok(Answer::new(format!("{ended} tokens ended."), json!({ "ended": ended })))
        }
        Command::KioskToken => {
            let token = service.kiosk_token().await.map_err(subscribers::failure)?;
            Ok(Answer::new(token.as_str(), json!({ "token": token.as_str() })))
        }
        Command::Kiosks => subscribers::kiosks(&*storage).await,
        Command::RevokeKiosk { kiosk } => subscribers::revoke_kiosk(service, &kiosk).await,
        Command::ImportSubscribers { file } => subscribers::import(service, &file).await,
        Command::Subscriber { iccid } => subscribers::show(&*storage, &iccid).await,
        Command::BarSubscriber { iccid, barred } => subscribers::bar(service, &iccid, barred).await,
        Command::RetireSubscriber { iccid } => subscribers::retire(service, &iccid).await,
        Command::SetBalance { iccid, balance } => subscribers::balance(service, &iccid, balance).await,
        Command::Delete { login } => {
            let account = find(&*storage, &login).await?;
            storage.delete(&account.id).await?;
            close(&*storage, &account).await?;
            let text =
                format!("{} is deleted. Orders that wait for its devices stay until their deadline.", account.login);
            Ok(Answer::new(text, json!({ "deleted": account.id.bytes() })))
        }
    }
}

fn backup(data: &Data, file: PathBuf) -> Result<Answer, Failure> {
    match data {
        Data::Folder(sqlite, _) => {
            sqlite.backup(&file)?;
            let text =
                format!("{} is written. Keep the server's key with it: without, no password opens.", file.display());
            Ok(Answer::new(text, json!({ "backup": file })))
        }
        #[cfg(feature = "postgres")]
        Data::Postgres(_) => Err(Failure::lasting(
            "PostgreSQL is backed up by its own means",
            "Use pg_dump, or your provider's backups.",
        )),
    }
}

async fn find(storage: &dyn Storage, login: &str) -> Result<Account, Failure> {
    let found = storage.by_login(&account::opaque::login(login)).await?;
    found.ok_or_else(|| Failure::lasting(format!("nobody signs in as {login:?}"), "Give the login as its owner does."))
}

async fn close(storage: &dyn Storage, account: &Account) -> Result<(), StorageError> {
    storage.wake(Woken { account: account.id, device: None, wake: None }).await
}

fn orders(kept: &[KeptOrder]) -> Result<Answer, Failure> {
    let (mut text, mut all) = (String::new(), Vec::new());
    for kept in kept {
        let order: Order =
            serde_json::from_slice(&kept.signed.payload.0).map_err(|_| StorageError::Damaged("orders"))?;
        let (state, at) = kept.states.last().copied().unwrap_or((OrderState::Stored, order.issued));
        let name = format!("{:?} {}", order.verb, order.order.text());
        let _ = writeln!(text, "{name}: {state:?} since {}, deadline {}", UnixTime(at), UnixTime(order.deadline));
        all.push(json!({
            "order": order.order,
            "verb": order.verb,
            "device": order.device,
            "epoch": order.epoch,
            "states": kept.states,
            "deadline": order.deadline,
        }));
    }
    let text = if text.is_empty() { "No orders.".to_owned() } else { text.trim_end().to_owned() };
    Ok(Answer::new(text, json!({ "orders": all })))
}
