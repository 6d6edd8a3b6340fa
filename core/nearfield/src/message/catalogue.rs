use super::{
    MessageError,
    wire::{clip, flag, group, list, number, optional, parsed, put_flag, tag, text},
};
use model::{Country, DataAllowance, DeviceFeatures, Offer, PhoneNeeds, Platform, ServiceSelection, UnixTime};
use tlv::{Reader, Writer};

/// The answer to a catalogue request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offers {
    /// The kiosk's clock, so that a wrong one on either side is named.
    pub clock: UnixTime,
    /// The operator who runs the kiosk.
    pub operator: String,
    /// The offers, cheapest or best first as the kiosk likes; not empty.
    pub offers: Vec<Offer>,
}

impl Offers {
    pub(super) fn write(&self, w: &mut Writer) {
        w.uint(tag(0), self.clock.0);
        w.text(tag(1), clip(&self.operator));
        for offer in &self.offers {
            w.nest(group(2), |w| write_offer(w, offer));
        }
    }

    pub(super) fn read(fields: &Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            clock: UnixTime(fields.require(tag(0))?.as_u64()?),
            operator: text(&fields.require(tag(1))?)?,
            offers: list(fields, group(2), |t| read_offer(&t.children()))?,
        })
    }
}

fn write_offer(w: &mut Writer, offer: &Offer) {
    w.text(tag(0), clip(&offer.class_id));
    w.text(tag(1), clip(&offer.name));
    w.text(tag(2), clip(&offer.operator));
    w.text(tag(3), &offer.price.to_string());
    w.text(tag(4), &countries(&offer.service_area));
    w.uint(tag(5), offer.network_rate.into());
    // Unlimited is said by leaving the field out.
    if let DataAllowance::Megabytes(megabytes) = offer.data {
        w.uint(tag(6), megabytes);
    }
    w.uint(tag(7), offer.validity_days.into());
    w.text(tag(8), clip(&offer.apn));
    w.text(tag(9), clip(&offer.works));
    for band in &offer.needs.bands {
        w.text(tag(10), clip(band));
    }
    put_flag(w, tag(11), offer.needs.no_carrier_lock);
    put_flag(w, tag(12), offer.needs.secure_storage);
    for kind in &offer.program_kinds {
        w.text(tag(13), clip(kind));
    }
    w.uint(tag(14), offer.assurance.into());
    w.text(tag(15), clip(&offer.authorisation));
}

fn read_offer(fields: &Reader<'_>) -> Result<Offer, MessageError> {
    let megabytes = optional(fields, tag(6), number)?;
    Ok(Offer {
        class_id: text(&fields.require(tag(0))?)?,
        name: text(&fields.require(tag(1))?)?,
        operator: text(&fields.require(tag(2))?)?,
        price: parsed(&fields.require(tag(3))?)?,
        service_area: optional(fields, tag(4), read_countries)?.unwrap_or_default(),
        network_rate: number(&fields.require(tag(5))?)?,
        data: megabytes.map_or(DataAllowance::Unlimited, DataAllowance::Megabytes),
        validity_days: number(&fields.require(tag(7))?)?,
        apn: text(&fields.require(tag(8))?)?,
        works: text(&fields.require(tag(9))?)?,
        needs: PhoneNeeds {
            bands: list(fields, tag(10), text)?,
            no_carrier_lock: flag(fields, tag(11))?,
            secure_storage: flag(fields, tag(12))?,
        },
        program_kinds: list(fields, tag(13), text)?,
        assurance: number(&fields.require(tag(14))?)?,
        authorisation: text(&fields.require(tag(15))?)?,
    })
}

pub(super) fn write_selection(w: &mut Writer, selection: &ServiceSelection) {
    if let Some(rate) = selection.network_rate {
        w.uint(tag(0), rate.into());
    }
    w.put_some(tag(1), selection.operator.as_deref().map(|t| clip(t).as_bytes()));
    w.put_some(tag(2), selection.tariff_limit.map(|m| m.to_string()).as_deref().map(str::as_bytes));
    if !selection.service_area.is_empty() {
        w.text(tag(3), &countries(&selection.service_area));
    }
    w.put_some(tag(4), selection.program_kind.as_deref().map(|t| clip(t).as_bytes()));
}

pub(super) fn read_selection(fields: &Reader<'_>) -> Result<ServiceSelection, MessageError> {
    Ok(ServiceSelection {
        network_rate: optional(fields, tag(0), number)?,
        operator: optional(fields, tag(1), text)?,
        tariff_limit: optional(fields, tag(2), parsed)?,
        service_area: optional(fields, tag(3), read_countries)?.unwrap_or_default(),
        program_kind: optional(fields, tag(4), text)?,
    })
}

pub(super) fn write_features(w: &mut Writer, features: &DeviceFeatures) {
    w.text(tag(0), clip(&features.platform.os));
    w.text(tag(1), clip(&features.platform.cpu));
    put_flag(w, tag(2), features.secure_storage);
    w.text(tag(3), clip(&features.hardware_id));
    put_flag(w, tag(4), features.program_installed);
    put_flag(w, tag(5), features.driver_installed);
}

pub(super) fn read_features(fields: &Reader<'_>) -> Result<DeviceFeatures, MessageError> {
    let hardware_id = fields.require(tag(3))?;
    if hardware_id.value.len() > 64 {
        return Err(MessageError::OutOfRange(hardware_id.tag));
    }
    Ok(DeviceFeatures {
        platform: Platform { os: text(&fields.require(tag(0))?)?, cpu: text(&fields.require(tag(1))?)? },
        secure_storage: flag(fields, tag(2))?,
        hardware_id: text(&hardware_id)?,
        program_installed: flag(fields, tag(4))?,
        driver_installed: flag(fields, tag(5))?,
    })
}

/// Two letters a country, nothing between them.
fn countries(list: &[Country]) -> String {
    list.iter().map(Country::as_str).collect()
}

fn read_countries(tlv: &tlv::Tlv<'_>) -> Result<Vec<Country>, MessageError> {
    let bad = MessageError::OutOfRange(tlv.tag);
    let letters = text(tlv)?;
    letters
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).map_err(|_| bad)?.parse().map_err(|_| bad))
        .collect()
}
