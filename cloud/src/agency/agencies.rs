use super::{AgencyError, AgencySettings, Es2, ProductSettings, ProfileServer};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Those that this cloud has.
#[derive(Debug, Clone, Default)]
pub struct Agencies(BTreeMap<String, Arc<Agency>>);

/// One.
pub struct Agency {
    /// Its id.
    pub id: String,
    /// What its operator has set.
    pub settings: AgencySettings,
    /// Its SM-DP+.
    pub server: Box<dyn ProfileServer>,
}

impl Agency {
    /// Its product of this id.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&ProductSettings> {
        self.settings.products.iter().find(|product| product.id == id)
    }
}

impl Agencies {
    /// As they are set, each over ES2+.
    ///
    /// # Errors
    /// [`AgencyError`]
    pub fn open(settings: &BTreeMap<String, AgencySettings>) -> Result<Self, AgencyError> {
        let mut all = Self::default();
        for (id, settings) in settings {
            let server = Es2::new(settings).map_err(|source| AgencyError::Files { agency: id.clone(), source })?;
            all.add(id, settings.clone(), Box::new(server))?;
        }
        Ok(all)
    }

    /// One more, over this SM-DP+.
    ///
    /// # Errors
    /// [`AgencyError::Id`], [`AgencyError::Product`]
    pub fn add(
        &mut self,
        id: &str,
        settings: AgencySettings,
        server: Box<dyn ProfileServer>,
    ) -> Result<(), AgencyError> {
        let is_id = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !(1..=64).contains(&id.len()) || !id.bytes().all(is_id) {
            return Err(AgencyError::Id(id.to_owned()));
        }
        let mut known = BTreeSet::new();
        let is_id = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        for product in &settings.products {
            let fits = (1..=64).contains(&product.id.len()) && product.id.bytes().all(is_id);
            if !fits || !known.insert(&product.id) {
                return Err(AgencyError::Product { agency: id.to_owned(), product: product.id.clone() });
            }
        }
        let agency = Agency { id: id.to_owned(), settings, server };
        self.0.insert(id.to_owned(), Arc::new(agency));
        Ok(())
    }

    /// The one of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Agency>> {
        self.0.get(id)
    }

    /// Each, by its id.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Agency>> {
        self.0.values()
    }
}

impl std::fmt::Debug for Agency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Agency({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use model::{ActivationCode, Iccid};
    use web::orderer::AskError;

    struct Nobody;

    #[async_trait]
    impl ProfileServer for Nobody {
        async fn order(&self, _: super::super::Named<'_>, _: &str) -> Result<Iccid, AskError> {
            Err(AskError::NotUnderstood(String::new()))
        }

        async fn confirm(&self, _: super::super::Named<'_>, _: &Iccid, _: &str) -> Result<ActivationCode, AskError> {
            Err(AskError::NotUnderstood(String::new()))
        }

        async fn release(&self, _: super::super::Named<'_>, _: &Iccid) -> Result<(), AskError> {
            Err(AskError::NotUnderstood(String::new()))
        }

        async fn cancel(&self, _: super::super::Named<'_>, _: &Iccid) -> Result<(), AskError> {
            Err(AskError::NotUnderstood(String::new()))
        }
    }

    fn settings(products: &str) -> AgencySettings {
        let text = format!("name = \"Nord\"\nserver = \"smdp.test\"\nfiles = \"nord\"\n{products}");
        toml::from_str(&text).expect("good settings")
    }

    fn product(id: &str) -> String {
        format!(
            "[[product]]\nid = \"{id}\"\nname = \"A month\"\nprice = \"10 EUR\"\nvalidity = \"30 days\"\nterms = \"None.\"\n"
        )
    }

    // R: B3 F3
    #[test]
    fn ids_stand_in_paths_and_are_each_their_own() {
        let mut all = Agencies::default();
        let two = settings(&(product("month") + &product("week")));
        all.add("nord-1", two.clone(), Box::new(Nobody)).expect("good");
        let agency = all.get("nord-1").expect("it is there");
        assert_eq!(agency.product("week").map(ProductSettings::profile_type), Some("week"));
        assert!(agency.product("year").is_none() && all.get("sued").is_none());
        for wrong in ["", "Nord", "a/b", "ä", &"a".repeat(65)] {
            let refused = all.add(wrong, two.clone(), Box::new(Nobody));
            assert!(matches!(refused, Err(AgencyError::Id(_))), "{wrong}");
        }
        for wrong in [product("month") + &product("month"), product(""), product("a b")] {
            let refused = all.add("nord", settings(&wrong), Box::new(Nobody));
            assert!(matches!(refused, Err(AgencyError::Product { .. })), "{wrong}");
        }
    }
}
