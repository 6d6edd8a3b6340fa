//! A complete package of our own from a subscriber row.

mod access;
mod content;
mod secrets;
mod tree;
mod writer;

use crate::{
    Package, comp128,
    element::{Service, swapped},
};
use model::{Algorithm, Subscriber, SubscriberProblem};
use tlv::{Tag, Writer};
use writer::PackageWriter;

pub(crate) use content::msisdn;
pub(crate) use secrets::{padded_pin, tuak_options};

/// Version of the format that the package keeps to: the first with DF.5GS.
const VERSION: (u8, u8) = (2, 3);

/// A complete profile package for `subscriber`, by version 2.3 of the interoperable format, with no file of anybody
/// else's in it.
///
/// It holds the MF with its files, the codes, DF.TELECOM, ADF.USIM with the files of 3G, EPS and 5GS, a phone book, GSM
/// access, and DF.GSM for readers that speak class `A0`; the service tables name what is there. PIN1 and PUK1 are the
/// subscriber's; a row has no codes of their own for PIN2 and PUK2, which start equal to them. ADM1 is the row's.
///
/// MILENAGE and TUAK stand in a `PE-AKAParameter`. The standard has no COMP128: its parameters stand in a mandated
/// `PE-NonStandard` of ours (`issuerID 2.25.185202978553850452103044156307124262353`, content
/// `SEQUENCE { INTEGER version, OCTET STRING Ki }`), so that a card that doesn't know it refuses the package.
///
/// # Errors
/// [`SubscriberProblem`] if the row is not complete and in range.
pub fn build(subscriber: &Subscriber) -> Result<Package, SubscriberProblem> {
    subscriber.check()?;
    let mut package = PackageWriter::new();
    package.header(|w| header(w, subscriber));
    package.files(0xB0, &tree::mf(subscriber));
    secrets::puks(&mut package, subscriber);
    secrets::pins(&mut package, subscriber);
    package.files(0xB2, &tree::telecom());
    package.files(0xB3, &tree::usim(subscriber));
    package.files(0xB4, &tree::usim_optional(subscriber));
    package.files(0xB7, &tree::phonebook());
    package.files(0xB8, &tree::gsm_access());
    package.files(0xBC, &tree::five_g());
    secrets::local_pins(&mut package, subscriber);
    secrets::aka(&mut package, subscriber);
    package.element(0xA1, tree::gsm);
    package.element(0xAA, |_| {});
    let bytes = zeroize::Zeroizing::new(package.finish());
    Ok(Package::parse(&bytes).expect("an own package is well formed"))
}

fn header(w: &mut Writer, subscriber: &Subscriber) {
    w.uint(0x80, VERSION.0.into());
    w.uint(0x81, VERSION.1.into());
    w.text(0x82, "Landfall");
    w.put(0x83, &swapped(*subscriber.iccid.as_ef()));
    let algorithm = match subscriber.algorithm {
        Algorithm::Milenage { .. } => Some(Service::MILENAGE),
        Algorithm::Tuak { .. } if subscriber.ki.len() == 32 => Some(Service::TUAK256),
        Algorithm::Tuak { .. } => Some(Service::TUAK128),
        Algorithm::Comp128 { .. } => None,
    };
    w.nest(0xA5, |w| {
        for service in [Some(Service::USIM), algorithm].into_iter().flatten() {
            w.put(Tag::context(service.0.into()), &[]);
        }
    });
    w.nest(0xA6, |w| {
        for template in tree::TEMPLATES {
            w.put(Tag::OID, template);
        }
    });
}
