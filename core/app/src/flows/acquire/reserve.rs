//! Reserve, packages, authorisation: what stands in front of the download.

use super::{Acquisition, Visit, Wish, identity::Holder};
use crate::{
    Cancel, Error, Event, checks,
    ports::{InstallError, Installed, check_fits},
    session::SessionError,
};
use nearfield::message::{Authorisation, Request, Reserve, Reserved, Response, WaitingFor, sale_code};
use rsp::cert::csr::{Attestation, Csr};
use vault::KeyId;

/// Reserves a number, and asks for an eUICC certificate where there is none.
pub(super) async fn reserve(
    visit: &mut Visit,
    acquisition: &Acquisition,
    wish: &Wish,
    holder: &Holder,
) -> Result<Reserved, Error> {
    let features = visit.landfall.ports.device.features();
    let csr = match holder {
        Holder::Own(_) => None,
        Holder::New => Some(request_certificate(visit, acquisition, &features.hardware_id)?),
    };
    let packages = !(features.program_installed && features.driver_installed);
    let request = Request::Reserve(Box::new(Reserve {
        class_id: wish.class_id.clone(),
        nonce: acquisition.nonce,
        user_id: wish.user_id.clone(),
        features,
        voucher: wish.voucher.clone(),
        csr,
        packages,
    }));
    let events = visit.events.clone();
    let mut progress = |received, total| events.tell(Event::Bytes { received, total });
    match visit.session.ask(&request, &mut progress).await? {
        Response::Reserved(reserved) => {
            visit.events.tell(Event::Reserved { lease_seconds: reserved.lease_seconds });
            Ok(*reserved)
        }
        _ => Err(SessionError::Unexpected.into()),
    }
}

/// A certificate request signed over this session (E8), with the platform's attestation of the key where there is one.
fn request_certificate(visit: &Visit, acquisition: &Acquisition, hardware_id: &str) -> Result<Vec<u8>, Error> {
    let keystore = &visit.landfall.ports.keystore;
    let binding = visit.session.binding()?;
    let id = KeyId(acquisition.key.clone());
    let mut key = keystore.generate_signing_key(&id, &binding)?;
    if !key.attestation.is_empty() && keystore.attest(&id)?.attestation != key.attestation {
        // A key of an earlier session is attested for that one: a new key, for this one.
        keystore.destroy(&id)?;
        key = keystore.generate_signing_key(&id, &binding)?;
    }
    let attestation = (!key.attestation.is_empty())
        .then(|| Attestation { kind: rsp::cert::attestation::ANDROID_KEY.to_owned(), chain: key.attestation.clone() });
    let unsigned = Csr::make(&key.public_key, &binding, hardware_id, attestation);
    let signature = keystore.sign(&id, &unsigned.message)?;
    Ok(unsigned.signed(signature).as_der().to_vec())
}

/// Verifies and installs the packages that came along (A6): what the operator signed, for this phone and this product.
pub(super) fn install_packages(visit: &Visit, reserved: &Reserved, class_id: &str) -> Result<(), Error> {
    if reserved.packages.is_empty() {
        return Ok(());
    }
    let ports = &visit.landfall.ports;
    let platform = ports.device.features().platform;
    let root = visit.landfall.root_certificates()?.into_iter().find(|r| r.subject_key_id() == visit.kiosk.root_key_id);
    let key = root.and_then(|root| root.public_key().copied()).ok_or(Error::NoRoots)?;
    for package in &reserved.packages {
        let manifest = package.verify(&key).map_err(InstallError::NotGenuine)?;
        let kind = manifest.kind;
        if checks::PACKAGE_FITS.on() {
            let installed = ports.installer.installed(kind);
            check_fits(&manifest, &platform, class_id, installed.as_deref()).map_err(InstallError::Unfit)?;
        }
        let installed = ports.installer.install(kind, package)? == Installed::Yes;
        visit.events.tell(Event::Package { what: kind.as_str(), installed });
    }
    Ok(())
}

/// Waits until somebody agrees to the sale.
pub(super) async fn await_authorisation(visit: &mut Visit, reserved: &Reserved) -> Result<(), Error> {
    let mut authorisation = reserved.authorisation.clone();
    let mut told = false;
    loop {
        match authorisation {
            Authorisation::Granted => {
                if told {
                    visit.events.tell(Event::Authorised);
                }
                return Ok(());
            }
            Authorisation::Denied { why } => return Err(Error::NotAuthorised { why }),
            // The card can't cancel what nobody has agreed to: its number is free again when its lease ends.
            Authorisation::Waiting(_) if visit.giving_up => return Err(Error::Cancelled(Cancel::Rejected)),
            Authorisation::Waiting(who) => {
                if !told {
                    let who = if who == WaitingFor::Till { "till" } else { "attendant" };
                    let code = sale_code(&reserved.matching_id);
                    visit.events.tell(Event::WaitingForAuthorisation { who, code });
                    told = true;
                }
            }
        }
        let request = Request::Await { matching_id: reserved.matching_id.clone() };
        let events = visit.events.clone();
        let answer = tokio::select! {
            answer = visit.ask(&request) => answer?,
            // The kiosk knows of no session yet that could be cancelled: the number is free again when its lease ends.
            cancel = events.until_cancelled() => return Err(Error::Cancelled(cancel)),
        };
        authorisation = match answer {
            Response::Authorisation(authorisation) => authorisation,
            _ => return Err(SessionError::Unexpected.into()),
        };
    }
}
