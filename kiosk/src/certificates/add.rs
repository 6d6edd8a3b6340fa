use super::{CertificateSet, CertificatesError, Given, SetView};
use crate::{
    identity::{Identity, IdentityError},
    init::{InitError, request},
    keys::{Keys, Unlock, certificate_key},
    operator::{Days, Operator},
    schema,
    settings::Settings,
};
use model::UnixTime;
use std::path::Path;
use store::{Folder, Store};

/// Keeps certificates and keys that somebody else issued, beside the operator's own; those under the same CI give way.
///
/// # Errors
/// [`CertificatesError`], within [`InitError`]: nothing of them is kept then.
pub fn add(data: &Path, given: &Given, unlock: &Unlock, now: UnixTime) -> Result<SetView, InitError> {
    let open = Open::at(data, unlock)?;
    let set = given.check(open.settings.smdp_host(), now)?;
    open.is_other(&set)?;
    for (certificate, part) in [(&set.dp_auth, &given.dp_auth), (&set.dp_pb, &given.dp_pb), (&set.tls, &given.tls)] {
        open.keys.import(&certificate_key(certificate), &part.key.pkcs8).map_err(CertificatesError::from)?;
    }
    open.keep(set)
}

/// Has another operator, whose root is another CI, certify the kiosk's SM-DP+ too. The near-field link stays with its own.
///
/// # Errors
/// [`InitError`]
pub fn certify(
    data: &Path,
    operator: &mut Operator,
    unlock: &Unlock,
    days: Days,
    now: UnixTime,
) -> Result<SetView, InitError> {
    let open = Open::at(data, unlock)?;
    let given = operator.certify(&request(&open.keys, &open.settings)?, days, now)?;
    let set = CertificateSet { root: given.root, dp_auth: given.dp_auth, dp_pb: given.dp_pb, tls: given.tls };
    open.is_other(&set)?;
    open.keep(set)
}

/// Forgets the certificates under a CI. Their keys stay in the keystore.
///
/// # Errors
/// [`CertificatesError::Unknown`], within [`InitError`].
pub fn remove(data: &Path, ci_key_id: &str) -> Result<(), InitError> {
    Settings::read(data)?;
    let folder = Folder::claim(data)?;
    let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, store::Options::default())?;
    let id = ci_key_id.to_ascii_lowercase();
    let wanted = id.clone();
    let gone = store.write_now::<_, store::Error, _>(move |tx| Ok(CertificateSet::delete(tx, &wanted)?))?;
    if gone { Ok(()) } else { Err(CertificatesError::Unknown(id).into()) }
}

/// The sets, the operator's own first.
///
/// # Errors
/// [`IdentityError`]
pub fn list(store: &Store) -> Result<Vec<SetView>, IdentityError> {
    let identity = Identity::read(store)?;
    let own = identity.own_set().view(true);
    Ok(std::iter::once(own).chain(identity.sets.iter().map(|set| set.view(false))).collect())
}

/// A kiosk that nobody serves.
struct Open {
    settings: Settings,
    store: Store,
    keys: Keys,
}

impl Open {
    fn at(data: &Path, unlock: &Unlock) -> Result<Self, InitError> {
        let settings = Settings::read(data)?;
        let folder = Folder::claim(data)?;
        let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, store::Options::default())?;
        let keys = Keys::open(&folder, &store, unlock)?;
        Ok(Self { settings, store, keys })
    }

    /// The operator's own certificates come another way.
    fn is_other(&self, set: &CertificateSet) -> Result<(), InitError> {
        let own = Identity::read(&self.store)?;
        let same = own.root.subject_key_id() == set.root.subject_key_id();
        if same { Err(CertificatesError::OwnRoot.into()) } else { Ok(()) }
    }

    fn keep(self, set: CertificateSet) -> Result<SetView, InitError> {
        let view = set.view(false);
        self.store.write_now::<_, store::Error, _>(move |tx| Ok(set.write(tx)?))?;
        Ok(view)
    }
}
