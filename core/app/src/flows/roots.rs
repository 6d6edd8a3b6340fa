//! Operator roots: whom this phone trusts. They are installed by the user or come with the program; nothing that a kiosk or a QR code
//! says ever adds one.

use crate::{Error, Landfall};
use model::Batch;
use rsp::cert::{Certificate, chain::Roots};
use vault::Records;

const TABLE: &str = "app.root";

/// An installed root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Subject key identifier, 20 bytes.
    pub key_id: Vec<u8>,
    /// The operator's name.
    pub name: String,
}

impl Landfall {
    /// Installs an operator's root certificate (DER).
    ///
    /// # Errors
    /// [`Error::BadRoot`] if it is no CI certificate that signed itself.
    pub fn add_root(&self, der: &[u8]) -> Result<Root, Error> {
        self.owner()?;
        let bad = |why: &dyn std::fmt::Display| Error::BadRoot(why.to_string());
        let certificate = Certificate::parse(der).map_err(|e| bad(&e))?;
        Roots::new().add(certificate.clone()).map_err(|e| bad(&e))?;
        let mut batch = Batch::new();
        batch.put(TABLE, certificate.subject_key_id(), der);
        self.vault.commit(batch)?;
        Ok(view(&certificate))
    }

    /// Removes a root: its kiosks are no longer trusted. Cards that are here already stay. Whether it was there.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn remove_root(&self, key_id: &[u8]) -> Result<bool, Error> {
        self.owner()?;
        let there = self.vault.get(TABLE, key_id)?.is_some();
        if there {
            let mut batch = Batch::new();
            batch.delete(TABLE, key_id);
            self.vault.commit(batch)?;
        }
        Ok(there)
    }

    /// Every installed root.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn roots(&self) -> Result<Vec<Root>, Error> {
        self.owner()?;
        Ok(self.root_certificates()?.iter().map(view).collect())
    }

    pub(crate) fn root_certificates(&self) -> Result<Vec<Certificate>, Error> {
        let records = self.vault.scan(TABLE, &[])?;
        Ok(records.iter().filter_map(|(_, der)| Certificate::parse(der.expose()).ok()).collect())
    }

    /// The installed roots, as chains are checked against.
    ///
    /// # Errors
    /// [`Error::NoRoots`]; [`Error::Vault`].
    pub fn trusted(&self) -> Result<Roots, Error> {
        let mut roots = Roots::new();
        for certificate in self.root_certificates()? {
            roots.add(certificate).map_err(|e| Error::BadRoot(e.to_string()))?;
        }
        if roots.is_empty() { Err(Error::NoRoots) } else { Ok(roots) }
    }
}

fn view(certificate: &Certificate) -> Root {
    Root { key_id: certificate.subject_key_id().to_vec(), name: operator(certificate) }
}

/// What a root is called to a user: its organisation, else its common name.
pub(crate) fn operator(certificate: &Certificate) -> String {
    certificate.organization().or(certificate.common_name()).unwrap_or("an operator without a name").to_owned()
}
