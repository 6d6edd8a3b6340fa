//! A reservation as the order that the SM-DP+ knows: read from the database when it is asked for, never kept.

use crate::{
    Entropy, Settings, confirmation,
    identity::Identity,
    kept_key,
    remote::Remote,
    reserve::{self, Reservation},
    schema::Stage,
    seal::OpeningKey,
    stock::Product,
};
use model::{Eid, Iccid, Offer, Random, UnixTime};
use rsp::{
    Raw, TransactionId,
    cert::Assurance,
    metadata::{NotificationConfigurationInformation, Portable, StoreMetadataRequest},
};
use smdp::order::{Bound, ConfirmationCode, State, Terms};
use store::{Store, Transaction, params};

/// A phone's reservation and the order it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Sale {
    pub(crate) reservation: Reservation,
    pub(crate) order: smdp::Order,
    /// The one-time key of the order's package, sealed.
    kept_key: Option<Vec<u8>>,
    /// The hash of its confirmation code, sealed.
    code: Option<Vec<u8>>,
    /// What may be done to it from afar.
    remote: Option<Remote>,
    /// Who ordered it, if an operator did (ES2+).
    pub(crate) ordered: Option<Ordered>,
}

/// An operator's order, as its operator knows it.
#[derive(Debug, Clone)]
pub(crate) struct Ordered {
    /// Its functionRequesterIdentifier.
    pub(crate) requester: String,
    /// The product.
    pub(crate) profile_type: String,
    /// Whose product it is.
    pub(crate) owner: String,
}

impl Sale {
    /// The order with its confirmation code, if it has one. A code that can't be opened is one that nobody knows.
    pub(crate) fn with_code(mut self, key: &OpeningKey) -> Self {
        if let Some(kept) = &self.code {
            let hash = confirmation::open(key, &self.order.matching_id, kept).unwrap_or_else(|error| {
                tracing::error!(%error, sale = self.reservation.id, "the confirmation code of a sale");
                Entropy.array()
            });
            self.order.code = Some(ConfirmationCode::from_hash(hash));
        }
        self
    }

    /// The order with what its card is to tell this server of (SGP.22 §2.4.5.3).
    fn told_to(mut self, settings: &Settings) -> Self {
        let events = settings.told();
        if !events.is_empty() {
            let mut metadata = StoreMetadataRequest::clone(&self.order.metadata);
            metadata.notification_configuration_info.push(NotificationConfigurationInformation {
                profile_management_operation: events,
                notification_address: settings.smdp_address.clone(),
            });
            self.order.metadata = Raw::new(metadata);
        }
        self
    }

    /// The order with what its profile says of who may manage it from afar: this server, as far as the product lets it.
    pub(crate) fn managed_by(mut self, identity: &Identity, settings: &Settings) -> Self {
        self = self.told_to(settings);
        if let (Some(remote), Some(oid)) = (&self.remote, identity.dp_auth.server_oid()) {
            let mut metadata = StoreMetadataRequest::clone(&self.order.metadata);
            let root = identity.root.subject_key_id();
            metadata.rpm_configuration = Some(remote.rpm_configuration(&oid, root, &settings.smdp_address).into());
            metadata.lpr_configuration = remote.lpr_configuration().map(Box::new);
            self.order.metadata = Raw::new(metadata);
        }
        self
    }

    /// The order with the one-time key of its package, for a retry to be made of the same.
    pub(crate) fn with_kept_key(mut self, key: &OpeningKey) -> Self {
        if let (Some(bound), Some(kept)) = (&mut self.order.bound, &self.kept_key) {
            bound.otsk_dp = match kept_key::open(key, &bound.transaction_id, kept) {
                Ok(otsk_dp) => Some(otsk_dp),
                // Without it the retry is a package of new keys, which is as good for the card.
                Err(error) => {
                    tracing::error!(%error, sale = self.reservation.id, "the one-time key of a package");
                    None
                }
            };
        }
        self
    }
}

/// The sale that `matching_id` names, whatever its stage.
pub(crate) fn by_matching_id(store: &Store, matching_id: &str) -> Result<Option<Sale>, store::Error> {
    store.read(|tx| match reserve::by_matching_id(tx, matching_id)? {
        Some(reservation) => Ok(Some(read(tx, reservation, None)?)),
        None => Ok(None),
    })
}

/// The sale that a package was made for in this transaction, with the order as it was bound then: a card that has an
/// earlier package still may install that one.
pub(crate) fn by_transaction(store: &Store, id: &TransactionId) -> Result<Option<Sale>, store::Error> {
    store.read(|tx| {
        let found = tx.query_optional(
            "SELECT reservation FROM binding WHERE transaction_id = ?1",
            params![id.as_bytes()],
            |row| row.get::<_, i64>(0),
        )?;
        of_reservation(tx, found, Some(id))
    })
}

/// The sale that last gave out this profile.
pub(crate) fn by_iccid(store: &Store, iccid: &Iccid) -> Result<Option<Sale>, store::Error> {
    store.read(|tx| {
        let found = tx.query_optional(
            "SELECT r.id FROM number n JOIN reservation r ON r.number = n.id AND r.stage <= 3 WHERE n.iccid = ?1",
            params![iccid.as_ef().as_slice()],
            |row| row.get::<_, i64>(0),
        )?;
        of_reservation(tx, found, None)
    })
}

/// The sale that waits for this card where the phone names none (SGP.22 §3.1.3, default SM-DP+ address): authorised within its
/// lease, or bound, and for this EID. Of several, one that no package was made for goes first, then the oldest.
pub(crate) fn by_eid(store: &Store, eid: &Eid, now: UnixTime) -> Result<Option<Sale>, store::Error> {
    store.read(|tx| {
        let found = tx.query_optional(
            "SELECT id FROM reservation WHERE eid = ?1 AND stage IN (1, 2) AND (stage = 2 OR lease >= ?2)
             ORDER BY stage, id LIMIT 1",
            params![eid.as_bytes().as_slice(), now.0 as i64],
            |row| row.get::<_, i64>(0),
        )?;
        of_reservation(tx, found, None)
    })
}

fn of_reservation(
    tx: &Transaction<'_>,
    id: Option<i64>,
    bound_in: Option<&TransactionId>,
) -> Result<Option<Sale>, store::Error> {
    let Some(id) = id else { return Ok(None) };
    match reserve::by_id(tx, id)? {
        Some(reservation) => Ok(Some(read(tx, reservation, bound_in)?)),
        None => Ok(None),
    }
}

fn read(
    tx: &Transaction<'_>,
    reservation: Reservation,
    bound_in: Option<&TransactionId>,
) -> Result<Sale, store::Error> {
    let corrupt = |what: &str| store::Error::Corrupt(format!("{what} of sale {} is malformed", reservation.id));
    let (iccid, body, eid, code, wrong_codes, requester) = tx.query_row(
        "SELECT n.iccid, p.body, r.eid, r.code, r.wrong_codes, o.requester FROM reservation r
         JOIN number n ON n.id = r.number JOIN product p ON p.id = r.product
         LEFT JOIN operator_order o ON o.reservation = r.id WHERE r.id = ?1",
        params![reservation.id],
        |row| {
            let (iccid, body) = (row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?);
            let (eid, code) = (row.get::<_, Option<Vec<u8>>>(2)?, row.get::<_, Option<Vec<u8>>>(3)?);
            Ok((iccid, body, eid, code, row.get::<_, u32>(4)?, row.get::<_, Option<String>>(5)?))
        },
    )?;
    let iccid = Iccid::from_ef(&iccid).map_err(|_| corrupt("the ICCID"))?;
    let product: Product = serde_json::from_str(&body).map_err(|_| corrupt("the product"))?;
    let eid = eid.map(|e| Eid::from_bytes(&e)).transpose().map_err(|_| corrupt("the EID"))?;
    let bindings = tx.query_all(
        "SELECT transaction_id, euicc_key, euicc_otpk, otsk_dp FROM binding WHERE reservation = ?1 ORDER BY at, rowid",
        params![reservation.id],
        |row| {
            let (euicc_key, euicc_otpk) = (row.get::<_, [u8; 65]>(1)?, row.get::<_, [u8; 65]>(2)?);
            Ok((row.get::<_, Vec<u8>>(0)?, euicc_key, euicc_otpk, row.get::<_, Option<Vec<u8>>>(3)?))
        },
    )?;
    let downloads = u32::try_from(bindings.len()).unwrap_or(u32::MAX);
    let wanted = bindings.into_iter().rfind(|(id, ..)| bound_in.is_none_or(|b| b.as_bytes() == *id));
    let (bound, kept_key) = match wanted {
        Some((id, euicc_key, euicc_otpk, kept_key)) => {
            let transaction_id = TransactionId::new(&id).map_err(|_| corrupt("the transaction id"))?;
            (Some(Bound { transaction_id, euicc_key, euicc_otpk, otsk_dp: None }), kept_key)
        }
        None => (None, None),
    };
    let offer = &product.offer;
    let ordered = requester.map(|requester| Ordered {
        requester,
        profile_type: offer.class_id.clone(),
        owner: offer.operator.clone(),
    });
    let terms = Terms {
        least_assurance: least_assurance(offer),
        // The lease counts only until a package is made.
        expires: reservation.stage.is_before_package().then_some(reservation.lease),
        ..Terms::default()
    };
    let order = smdp::Order {
        matching_id: reservation.matching_id.clone(),
        eid,
        state: state(reservation.stage),
        wrong_codes,
        downloads,
        bound,
        ..smdp::Order::new(metadata(iccid, &product), terms)
    };
    let remote = product.remote;
    Ok(Sale { reservation, order, kept_key, code, remote, ordered })
}

/// What the user is shown of a profile, and whether it may be copied: to phones that keep keys as well as the product demands of its first.
pub(crate) fn metadata(iccid: Iccid, product: &Product) -> StoreMetadataRequest {
    let offer = &product.offer;
    let portable = product.portable.then(|| Portable { least_assurance: least_assurance(offer) }.item());
    StoreMetadataRequest {
        service_specific_data: portable.into_iter().collect(),
        ..StoreMetadataRequest::new(iccid, clip(&offer.operator, 32), clip(&offer.name, 64))
    }
}

fn least_assurance(offer: &Offer) -> Assurance {
    Assurance::from_level(offer.assurance).unwrap_or(Assurance::SecureElement)
}

const fn state(stage: Stage) -> State {
    match stage {
        Stage::Ordered | Stage::Reserved => State::Confirmed,
        Stage::Authorised => State::Released,
        Stage::Bound => State::Downloaded,
        Stage::Distributed => State::Installed,
        Stage::Failed | Stage::Faulted => State::Error,
        Stage::Lapsed | Stage::Released | Stage::Denied | Stage::Cancelled => State::Unavailable,
    }
}

/// At most `most` characters of `text`.
fn clip(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| text.split_at(end).0)
}
