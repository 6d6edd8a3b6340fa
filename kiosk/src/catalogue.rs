//! From a service selection to offers (A3, A4): a filter that says which criterion failed.

use crate::stock::Product;
use model::{Criterion, DeviceFeatures, Offer, ServiceSelection};

/// A product with what the filter has to know beside its offer.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The product.
    pub product: &'a Product,
    /// Whether a number is left.
    pub in_stock: bool,
    /// Whether management program and driver are there for this phone, or installed on it already (A5).
    pub packages: bool,
}

/// One test of an offer against what the user and the phone say.
type Test<'a> = (Criterion, Box<dyn Fn(&Entry<'_>) -> bool + 'a>);

/// The offers that meet `selection` on this phone, cheapest first within a currency.
///
/// # Errors
/// The criteria that failed: each one that no product meets by itself; else [`Criterion::Combination`] if no product
/// meets all that the user asked; else what is missing for the products that do.
pub fn filter<'a>(
    entries: &[Entry<'a>],
    selection: &ServiceSelection,
    features: Option<&DeviceFeatures>,
) -> Result<Vec<&'a Offer>, Vec<Criterion>> {
    let asked = asked(selection);
    let alone: Vec<Criterion> =
        asked.iter().filter(|(_, test)| !entries.iter().any(test)).map(|(criterion, _)| *criterion).collect();
    if !alone.is_empty() {
        return Err(alone);
    }
    let mut left: Vec<&Entry<'a>> = entries.iter().filter(|e| asked.iter().all(|(_, test)| test(e))).collect();
    if left.is_empty() {
        // Without a wish only an empty catalogue has nothing to offer.
        return Err(vec![if asked.is_empty() { Criterion::Stock } else { Criterion::Combination }]);
    }
    for (criterion, test) in had(features) {
        left.retain(|e| test(e));
        if left.is_empty() {
            return Err(vec![criterion]);
        }
    }
    let mut offers: Vec<&Offer> = left.into_iter().map(|e| &e.product.offer).collect();
    offers.sort_by_key(|o| (o.price.currency, o.price.minor, o.class_id.clone()));
    Ok(offers)
}

/// What the user asked for; a criterion not given is not tested.
fn asked(selection: &ServiceSelection) -> Vec<Test<'_>> {
    let mut tests: Vec<Test<'_>> = Vec::new();
    if let Some(rate) = selection.network_rate {
        tests.push((Criterion::NetworkRate, Box::new(move |e| e.product.offer.network_rate >= rate)));
    }
    if let Some(name) = &selection.operator {
        let name = name.to_lowercase();
        tests.push((Criterion::Operator, Box::new(move |e| e.product.offer.operator.to_lowercase() == name)));
    }
    if let Some(limit) = selection.tariff_limit {
        tests.push((
            Criterion::TariffLimit,
            Box::new(move |e| {
                let price = e.product.offer.price;
                price.currency == limit.currency && price.minor <= limit.minor
            }),
        ));
    }
    if !selection.service_area.is_empty() {
        let area = &selection.service_area;
        tests.push((
            Criterion::ServiceArea,
            Box::new(move |e| area.iter().all(|c| e.product.offer.service_area.contains(c))),
        ));
    }
    if let Some(kind) = &selection.program_kind {
        tests.push((Criterion::ProgramKind, Box::new(move |e| e.product.offer.program_kinds.contains(kind))));
    }
    tests
}

/// What must be there for a sale, whatever the user asked.
fn had(features: Option<&DeviceFeatures>) -> Vec<Test<'_>> {
    let mut tests: Vec<Test<'_>> = vec![(Criterion::Stock, Box::new(|e| e.in_stock))];
    if let Some(features) = features {
        let storage = features.secure_storage;
        tests.push((Criterion::SecureStorage, Box::new(move |e| storage || !e.product.offer.needs.secure_storage)));
        tests.push((Criterion::Package, Box::new(|e| e.packages)));
    }
    tests
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::Manner;
    use model::{DataAllowance, PhoneNeeds, Platform};

    fn product(class: &str, operator: &str, price: &str, area: &[&str], rate: u32) -> Product {
        Product {
            offer: Offer {
                class_id: class.into(),
                name: class.into(),
                operator: operator.into(),
                price: price.parse().expect("a price"),
                service_area: area.iter().map(|c| c.parse().expect("a country")).collect(),
                network_rate: rate,
                data: DataAllowance::Unlimited,
                validity_days: 7,
                apn: String::new(),
                works: "at once".into(),
                needs: PhoneNeeds { secure_storage: class == "safe", ..PhoneNeeds::default() },
                program_kinds: vec!["wallet".into()],
                assurance: 0,
                authorisation: "free".into(),
            },
            manner: Manner::Mark,
            lease_seconds: 300,
            mnc_digits: 2,
            portable: false,
            remote: None,
        }
    }

    fn features() -> DeviceFeatures {
        DeviceFeatures {
            platform: Platform { os: "linux".into(), cpu: "x86_64".into() },
            secure_storage: false,
            hardware_id: "hw".into(),
            program_installed: true,
            driver_installed: true,
        }
    }

    fn run(selection: &ServiceSelection, phone: Option<&DeviceFeatures>) -> Result<Vec<String>, Vec<Criterion>> {
        let products = [
            product("fast", "Nord", "20.00 EUR", &["JP", "KR"], 100_000),
            product("cheap", "Sued", "5.00 EUR", &["JP"], 1_000),
            product("sold-out", "West", "1.00 EUR", &["US"], 1_000),
            product("safe", "Ost", "9.00 EUR", &["FR"], 1_000),
            product("other-cpu", "Mitte", "9.00 EUR", &["DE"], 1_000),
        ];
        let entries: Vec<Entry<'_>> = products
            .iter()
            .map(|p| Entry {
                product: p,
                in_stock: p.offer.class_id != "sold-out",
                packages: p.offer.class_id != "other-cpu",
            })
            .collect();
        filter(&entries, selection, phone).map(|o| o.into_iter().map(|o| o.class_id.clone()).collect())
    }

    // R: A3 A4
    #[test]
    fn each_criterion_filters_and_is_named_when_it_fails() {
        let none = ServiceSelection::default();
        let cases = [
            (ServiceSelection { network_rate: Some(50_000), ..none.clone() }, Ok(vec!["fast"])),
            (ServiceSelection { operator: Some("sued".into()), ..none.clone() }, Ok(vec!["cheap"])),
            (ServiceSelection { tariff_limit: "6 EUR".parse().ok(), ..none.clone() }, Ok(vec!["cheap"])),
            (
                ServiceSelection { service_area: vec!["JP".parse().expect("JP")], ..none.clone() },
                Ok(vec!["cheap", "fast"]),
            ),
            (
                ServiceSelection { program_kind: Some("wallet".into()), operator: Some("Nord".into()), ..none.clone() },
                Ok(vec!["fast"]),
            ),
            (ServiceSelection { network_rate: Some(100_001), ..none.clone() }, Err(vec![Criterion::NetworkRate])),
            (ServiceSelection { operator: Some("Nobody".into()), ..none.clone() }, Err(vec![Criterion::Operator])),
            (
                ServiceSelection { tariff_limit: "9 USD".parse().ok(), ..none.clone() },
                Err(vec![Criterion::TariffLimit]),
            ),
            (
                ServiceSelection { service_area: vec!["BR".parse().expect("BR")], ..none.clone() },
                Err(vec![Criterion::ServiceArea]),
            ),
            (ServiceSelection { program_kind: Some("x".into()), ..none.clone() }, Err(vec![Criterion::ProgramKind])),
            (
                ServiceSelection { network_rate: Some(50_000), tariff_limit: "6 EUR".parse().ok(), ..none.clone() },
                Err(vec![Criterion::Combination]),
            ),
            (ServiceSelection { operator: Some("West".into()), ..none.clone() }, Err(vec![Criterion::Stock])),
            (
                ServiceSelection { operator: Some("X".into()), program_kind: Some("x".into()), ..none },
                Err(vec![Criterion::Operator, Criterion::ProgramKind]),
            ),
        ];
        for (selection, expected) in cases {
            let expected = expected.map(|v| v.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(run(&selection, None), expected, "{selection:?}");
        }
    }

    // R: A5
    #[test]
    fn the_phone_must_have_what_the_product_needs() {
        let of = |operator: &str| ServiceSelection { operator: Some(operator.into()), ..ServiceSelection::default() };
        assert_eq!(run(&of("Ost"), Some(&features())), Err(vec![Criterion::SecureStorage]));
        assert_eq!(run(&of("Mitte"), Some(&features())), Err(vec![Criterion::Package]));
        assert_eq!(
            run(&of("Ost"), Some(&DeviceFeatures { secure_storage: true, ..features() })),
            Ok(vec!["safe".into()])
        );
    }

    #[test]
    fn an_empty_kiosk_is_out_of_stock() {
        assert_eq!(filter(&[], &ServiceSelection::default(), None), Err(vec![Criterion::Stock]));
    }
}
