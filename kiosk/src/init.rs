//! `init` and `renew`: a kiosk's folder, keys and certificates. The kiosk's private keys never leave its folder, the
//! operator's never leave the operator's.

use crate::{
    certificates::{CertificateSet, CertificatesError},
    clock,
    identity::{Identity, IdentityError},
    keys::{KeyName, Keys, KeysError, Unlock},
    operator::{self, Days, DiscoveryRequest, KioskRequest, Operator, OperatorError},
    schema,
    settings::{self, Notify, Settings, SettingsError},
};
use model::UnixTime;
use std::{io, path::Path};
use store::{Folder, Store};

/// Why the kiosk was not made, or not renewed. What was done stays; running it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// SM-DP+ and SM-DS of one name.
    #[error("SM-DP+ and SM-DS can't both be {0}: phones tell them apart by their names")]
    SameName(String),
    /// There is a kiosk already.
    #[error("{0} holds a kiosk already; `renew` gives it new certificates")]
    Exists(String),
    /// The folder or its database can't be used.
    #[error(transparent)]
    Open(#[from] store::OpenError),
    /// The keys can't be made.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The operator refused.
    #[error(transparent)]
    Operator(#[from] OperatorError),
    /// The settings can't be read.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The certificates that are there can't be read.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// Certificates that were given can't be used.
    #[error(transparent)]
    Certificates(#[from] CertificatesError),
    /// The settings can't be written.
    #[error("the settings can't be written: {0}")]
    Write(#[from] io::Error),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// By which names phones come by HTTPS, each with a port if it has one; without, they can't.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'n> {
    /// Of the SM-DP+, in activation codes.
    pub smdp: Option<&'n str>,
    /// Of the SM-DS, which tells cards what waits for them.
    pub smds: Option<&'n str>,
}

/// Makes a kiosk in `data`, certified by `operator`.
///
/// # Errors
/// [`InitError`]
pub fn init(
    data: &Path,
    name: &str,
    names: Names<'_>,
    operator: &mut Operator,
    unlock: &Unlock,
    days: Days,
    now: UnixTime,
) -> Result<Identity, InitError> {
    let folder = Folder::claim(data)?;
    // Written last, so a folder that has it is whole.
    if folder.path().join(settings::FILE).exists() {
        return Err(InitError::Exists(data.display().to_string()));
    }
    let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, store::Options::default())?;
    let keys = Keys::make(&folder, &store, unlock)?;
    let settings = Settings {
        name: name.to_owned(),
        operator: operator.name().to_owned(),
        smds_address: names.smds.unwrap_or_default().to_owned(),
        // A card can tell nothing more to a kiosk that it can't reach.
        notify: names.smdp.map_or_else(|| vec![Notify::Install], |_| Notify::ALL.to_vec()),
        smdp_address: names.smdp.map_or_else(|| format!("{}.landfall.invalid", operator::slug(name)), str::to_owned),
        ..Settings::default()
    };
    let identity = certify(&store, &keys, &settings, operator, days, now)?;
    settings.write(folder.path())?;
    Ok(identity)
}

/// Gives the kiosk in `data` new certificates over its old keys; the EUM's live for days only.
///
/// # Errors
/// [`InitError`]
pub fn renew(
    data: &Path,
    operator: &mut Operator,
    unlock: &Unlock,
    days: Days,
    now: UnixTime,
) -> Result<Identity, InitError> {
    let settings = Settings::read(data)?;
    let folder = Folder::claim(data)?;
    let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, store::Options::default())?;
    let keys = Keys::open(&folder, &store, unlock)?;
    certify(&store, &keys, &settings, operator, days, now)
}

fn certify(
    store: &Store,
    keys: &Keys,
    settings: &Settings,
    operator: &mut Operator,
    days: Days,
    now: UnixTime,
) -> Result<Identity, InitError> {
    let given = operator.certify(&request(keys, settings)?, days, now)?;
    let identity = Identity {
        root: given.root.clone(),
        dp_auth: given.dp_auth.clone(),
        dp_pb: given.dp_pb.clone(),
        eum: given.eum.clone(),
        nearfield: given.nearfield.clone(),
        tls: given.tls.clone(),
        cloud_eum: None,
        sets: CertificateSet::read_all(store)?,
        discovery: given.discovery.clone(),
    };
    store.write_now::<_, store::Error, _>(move |tx| {
        clock::beat(tx, now)?;
        Identity::write(tx, &given)
    })?;
    Ok(identity)
}

/// What a kiosk asks an operator for.
pub(crate) fn request(keys: &Keys, settings: &Settings) -> Result<KioskRequest, InitError> {
    let public = |name| keys.public(name).map_err(KeysError::from);
    let ensure = |name| keys.ensure(name).map_err(KeysError::from);
    let discovery = match settings.smds_host() {
        Some(host) if host.eq_ignore_ascii_case(settings.smdp_host()) => {
            return Err(InitError::SameName(host.to_owned()));
        }
        Some(host) => Some(DiscoveryRequest {
            ds_auth: ensure(KeyName::DsAuth)?,
            ds_tls: ensure(KeyName::DsTls)?,
            host: host.to_owned(),
        }),
        None => None,
    };
    Ok(KioskRequest {
        name: settings.name.clone(),
        dp_auth: public(KeyName::DpAuth)?,
        dp_pb: public(KeyName::DpPb)?,
        eum: public(KeyName::Eum)?,
        nearfield: keys.nearfield_public(),
        tls: public(KeyName::Tls)?,
        host: settings.smdp_host().to_owned(),
        discovery,
    })
}
