//! A new certificate for the kiosk's EUM, from its cloud: before the last one ends, so that it goes on to certify phones that were never online.

use super::{Carrier, ContactError, contact::post_now, id, signature};
use crate::{Kiosk, identity::Identity, keys::KeyName};
use ::report::{Renew, Renewal, Renewed};
use account::wire::Bytes;
use model::UnixTime;
use rsp::cert::{Certificate, chain::verify_eum, csr::Csr};

/// Whether half of its time is over.
fn is_due(eum: &Certificate, now: UnixTime) -> bool {
    let half = eum.not_after().0.saturating_sub(eum.not_before().0) / 2;
    now.0.saturating_add(half) >= eum.not_after().0
}

/// Renews it if it is time; answers whether. A cloud that issues none is no error.
pub(super) async fn if_due(kiosk: &Kiosk, carrier: &mut dyn Carrier, now: UnixTime) -> Result<bool, ContactError> {
    let last = kiosk.eum();
    if !is_due(&last, now) {
        return Ok(false);
    }
    let kiosk_id = id(kiosk)?;
    let body = |challenge: Bytes| {
        let binding: [u8; 32] = challenge.0.as_slice().try_into().map_err(|_| ContactError::Unreadable)?;
        let unsigned = Csr::make(&kiosk.keys.public(KeyName::Eum)?, &binding, &kiosk.settings.name, None);
        let signed = kiosk.keys.sign(KeyName::Eum, &unsigned.message)?;
        let renewal = Renewal {
            kiosk: kiosk_id.clone(),
            challenge,
            certificate: Bytes::from(last.as_der().to_vec()),
            request: Bytes::from(unsigned.signed(signed).as_der().to_vec()),
        };
        let renewal = renewal.sign(|message| signature(kiosk, message))?;
        serde_json::to_vec(&Renew { renewal }).map_err(|_| ContactError::Unreadable)
    };
    let renewed: Renewed = match post_now(carrier, &format!("/v1/kiosks/{kiosk_id}/eum"), body).await {
        Err(ContactError::Refused { status: 404, .. }) => return Ok(false),
        answered => answered?,
    };
    let cloud = of_the_operator(kiosk, &renewed.issuer.0, now)?;
    let renewed = checked(kiosk, &last, &renewed.certificate.0, now)?;
    let (kept, store) = ((renewed.clone(), cloud.clone()), kiosk.store.clone());
    tokio::task::spawn_blocking(move || store.write_now(move |tx| Identity::write_eum(tx, &kept.0, &kept.1)))
        .await
        .unwrap_or(Err(store::Error::Panicked))?;
    store::crash::point("kiosk.eum.renewed");
    tracing::info!(until = %renewed.not_after(), "the kiosk's EUM certificate was renewed");
    kiosk.set_eum(renewed, &cloud);
    Ok(true)
}

/// The certificate, if it is the last one's in everything but its time: the cloud makes nothing else of this kiosk.
fn checked(kiosk: &Kiosk, last: &Certificate, der: &[u8], now: UnixTime) -> Result<Certificate, ContactError> {
    let renewed = of_the_operator(kiosk, der, now)?;
    if renewed.public_key() != last.public_key() || renewed.permitted() != last.permitted() {
        return Err(ContactError::Certificate("it is for another key, or another range of EIDs".to_owned()));
    }
    if renewed.not_after() <= last.not_after() {
        return Err(ContactError::Certificate("it ends no later than the last one".to_owned()));
    }
    Ok(renewed)
}

/// An EUM's certificate under the operator's own root.
fn of_the_operator(kiosk: &Kiosk, der: &[u8], now: UnixTime) -> Result<Certificate, ContactError> {
    let bad = |why: String| ContactError::Certificate(why);
    let eum = Certificate::parse(der).map_err(|error| bad(error.to_string()))?;
    let server = kiosk.server();
    let roots = &server.config().roots;
    verify_eum(&eum, roots, &server.config().crls, Some(now)).map_err(|error| bad(error.to_string()))?;
    if eum.authority_key_id() != kiosk.identity.root.subject_key_id() {
        return Err(bad("it stands under another root than the operator's".to_owned()));
    }
    Ok(eum)
}
