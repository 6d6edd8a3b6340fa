//! What is sealed of a row: a subscriber, or a profile package that its operator made.

use model::{Algorithm, SecretBytes, Subscriber};
use tlv::{Reader, Tag, Writer};

/// The content of a sealed row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subscription {
    /// The profile is built from this.
    Subscriber(Box<Subscriber>),
    /// The profile package as its operator made it.
    Package(SecretBytes),
}

/// The bytes of an opened row are not one; a newer release may have written them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a row of the stock can't be read by this release")]
pub struct Unreadable;

impl From<tlv::Error> for Unreadable {
    fn from(_: tlv::Error) -> Self {
        Self
    }
}

const fn tag(number: u32) -> Tag {
    Tag::context(number)
}

impl Subscription {
    /// One data object: `A0` a subscriber with context tags for its fields, `81` a package.
    #[must_use]
    pub fn encode(&self) -> SecretBytes {
        SecretBytes::new(Writer::build(|w| match self {
            Self::Subscriber(subscriber) => w.nest(Tag::context_constructed(0), |w| write(w, subscriber)),
            Self::Package(package) => w.put(tag(1), package.expose()),
        }))
    }

    /// Reads what [`Subscription::encode`] wrote.
    ///
    /// # Errors
    /// [`Unreadable`]
    pub fn decode(bytes: &SecretBytes) -> Result<Self, Unreadable> {
        let mut reader = Reader::new(bytes.expose());
        let object = reader.next()?.ok_or(Unreadable)?;
        if object.tag == tag(1) {
            return Ok(Self::Package(object.value.into()));
        }
        let fields = object.expect_tag(Tag::context_constructed(0))?.children();
        read(&fields).map(|s| Self::Subscriber(Box::new(s)))
    }
}

fn write(w: &mut Writer, s: &Subscriber) {
    w.text(tag(0), &s.iccid.to_string());
    w.text(tag(1), s.imsi.as_str());
    w.put_some(tag(2), s.msisdn.as_ref().map(|m| m.as_str().as_bytes()));
    w.put(tag(3), s.ki.expose());
    match &s.algorithm {
        Algorithm::Milenage { opc } => w.put(tag(4), opc.expose()),
        Algorithm::Tuak { topc, iterations, res_size } => {
            w.put(tag(5), topc.expose());
            w.put(tag(6), &[*iterations, *res_size]);
        }
        Algorithm::Comp128 { version } => w.put(tag(7), &[*version]),
    }
    w.put(tag(8), s.pin.expose());
    w.put(tag(9), s.puk.expose());
    w.put(tag(10), s.adm.expose());
    w.put(tag(11), &[s.mnc_digits]);
    w.text(tag(12), &s.operator);
}

fn read(fields: &Reader<'_>) -> Result<Subscriber, Unreadable> {
    let secret = |n: u32| Ok::<_, Unreadable>(SecretBytes::from(fields.require(tag(n))?.value));
    let text = |n: u32| Ok::<_, Unreadable>(fields.require(tag(n))?.as_str()?.to_owned());
    let algorithm = if let Some(opc) = fields.find(tag(4))? {
        Algorithm::Milenage { opc: opc.value.into() }
    } else if let Some(topc) = fields.find(tag(5))? {
        let [iterations, res_size] = fields.require(tag(6))?.as_array()?;
        Algorithm::Tuak { topc: topc.value.into(), iterations, res_size }
    } else {
        let [version] = fields.require(tag(7))?.as_array()?;
        Algorithm::Comp128 { version }
    };
    let [mnc_digits] = fields.require(tag(11))?.as_array()?;
    let msisdn = fields.find(tag(2))?.map(|m| Ok::<_, Unreadable>(m.as_str()?.to_owned())).transpose()?;
    Ok(Subscriber {
        iccid: text(0)?.parse().map_err(|_| Unreadable)?,
        imsi: text(1)?.parse().map_err(|_| Unreadable)?,
        msisdn: msisdn.map(|m| m.parse()).transpose().map_err(|_| Unreadable)?,
        ki: secret(3)?,
        algorithm,
        pin: secret(8)?,
        puk: secret(9)?,
        adm: secret(10)?,
        mnc_digits,
        operator: text(12)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_algorithm_comes_back() {
        let secret = |n: usize| SecretBytes::new(vec![0x11; n]);
        let algorithms = [
            Algorithm::Milenage { opc: secret(16) },
            Algorithm::Tuak { topc: secret(32), iterations: 2, res_size: 16 },
            Algorithm::Comp128 { version: 3 },
        ];
        for algorithm in algorithms {
            let subscriber = Subscriber {
                iccid: "8999901000000000001".parse().expect("an ICCID"),
                imsi: "999010000000001".parse().expect("an IMSI"),
                msisdn: "99901".parse().ok(),
                ki: secret(16),
                algorithm,
                pin: b"1234".as_slice().into(),
                puk: b"12345678".as_slice().into(),
                adm: secret(8),
                mnc_digits: 2,
                operator: "Nord".to_owned(),
            };
            let row = Subscription::Subscriber(Box::new(subscriber));
            assert_eq!(Subscription::decode(&row.encode()), Ok(row));
        }
        let package = Subscription::Package(secret(300));
        assert_eq!(Subscription::decode(&package.encode()), Ok(package));
        assert_eq!(Subscription::decode(&secret(3)), Err(Unreadable));
    }
}
