use super::Product;
use crate::catalogue::Entry;
use model::{DeviceFeatures, Platform};
use std::collections::{BTreeMap, BTreeSet};
use store::{Store, params};

/// The products and for which platforms each has packages, as read at start and after each import: they are few, numbers
/// are many. Whether a number is left is asked anew each time.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    products: BTreeMap<String, Listed>,
}

/// One product of the catalogue.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its row.
    pub id: i64,
    /// What it is.
    pub product: Product,
    programs: BTreeSet<Platform>,
    drivers: BTreeSet<Platform>,
}

impl Catalogue {
    /// Reads the products.
    ///
    /// # Errors
    /// If the database can't be read.
    pub fn read(store: &Store) -> Result<Self, store::Error> {
        store.read(|tx| {
            let rows = tx.query_all("SELECT id, class_id, body FROM product", [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            })?;
            let mut products = BTreeMap::new();
            for (id, class_id, body) in rows {
                let product = serde_json::from_str(&body).map_err(|e| store::Error::Corrupt(e.to_string()))?;
                products.insert(class_id, Listed { id, product, programs: BTreeSet::new(), drivers: BTreeSet::new() });
            }
            let packages = tx.query_all("SELECT class_id, kind, os, cpu FROM package", [], |row| {
                let platform = Platform { os: row.get(2)?, cpu: row.get(3)? };
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, platform))
            })?;
            for (class_id, kind, platform) in packages {
                let Some(listed) = products.get_mut(&class_id) else { continue };
                let of_kind = if kind == "driver" { &mut listed.drivers } else { &mut listed.programs };
                of_kind.insert(platform);
            }
            Ok(Self { products })
        })
    }

    /// The product of a class.
    #[must_use]
    pub fn get(&self, class_id: &str) -> Option<&Listed> {
        self.products.get(class_id)
    }

    /// Each product as the filter needs it.
    ///
    /// # Errors
    /// If the database can't be read.
    pub fn entries(&self, store: &Store, features: Option<&DeviceFeatures>) -> Result<Vec<Entry<'_>>, store::Error> {
        store.read(|tx| {
            let mut entries = Vec::with_capacity(self.products.len());
            for listed in self.products.values() {
                let open = tx.query_optional(
                    "SELECT 1 FROM segment WHERE product = ?1 AND open = 1 LIMIT 1",
                    params![listed.id],
                    |_| Ok(()),
                )?;
                let packages = features.is_none_or(|f| listed.has_packages(f));
                entries.push(Entry { product: &listed.product, in_stock: open.is_some(), packages });
            }
            Ok(entries)
        })
    }
}

impl Listed {
    /// Whether driver and management program are there for this phone, or installed on it already (A5).
    #[must_use]
    pub fn has_packages(&self, features: &DeviceFeatures) -> bool {
        (features.program_installed || self.programs.contains(&features.platform))
            && (features.driver_installed || self.drivers.contains(&features.platform))
    }
}
