//! Certification again: a kiosk certifies an eUICC for days; at the first contact the account's server, if it is the operator's, gives it a certificate
//! that lives for years.

use super::{SyncError, note::Note};
use crate::{
    Error, Landfall,
    cloud::{CloudClient, CloudError, ProblemKind},
    landfall::EuiccDriver,
};
use account::wire::CertifyCard;
use euicc::SigningChain;
use model::{Batch, Eid, SecretBytes, UnixTime};
use rsp::cert::{Certificate, csr::Csr};
use vault::{KeyId, Records, VaultError};

/// What was asked for which eUICC. Id: its EID; value: [`Note`] as JSON.
const TABLE: &str = "sync.certify";
/// A certificate that ends within so many seconds is too short.
const SOON: u64 = 60 * 86_400;
/// So many cards are named at most.
const MOST_CARDS: usize = 16;

/// What forgets all of it.
pub(super) fn forget() -> Batch {
    let mut batch = Batch::new();
    batch.delete_prefix(TABLE, []);
    batch
}

impl Landfall {
    /// Asks for each eUICC whose certificates end soon; answers which got new ones. What is refused, or not answered, is asked for again later.
    pub(super) async fn certify_anew(&self, cloud: &CloudClient) -> Result<Vec<Eid>, SyncError> {
        let (mut done, now) = (Vec::new(), self.ports.clock.now());
        for mut driver in self.all_euiccs()? {
            let eid = *driver.card().state().eid();
            let note = self.certify_note(&eid)?;
            let Some(chain) = short(&driver, now).filter(|_| note.is_due(now.0)) else { continue };
            match self.certify_one(&mut driver, &chain, cloud).await {
                Ok(()) => {
                    self.put_certify_note(&eid, None)?;
                    done.push(eid);
                }
                Err(SyncError::Account(crate::AccountError::Cloud(error))) if is_final(&error) => {
                    tracing::info!(%error, %eid, "no new certificate for an eUICC");
                    self.put_certify_note(&eid, Some(note.refused(now.0)))?;
                }
                Err(error) if error.retrying_helps() => {
                    tracing::info!(%error, "an eUICC waits for its new certificate")
                }
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    async fn certify_one(
        &self,
        driver: &mut EuiccDriver,
        chain: &SigningChain,
        cloud: &CloudClient,
    ) -> Result<(), SyncError> {
        let challenge = cloud.challenge().await?.challenge;
        let binding = <[u8; 32]>::try_from(challenge.0.as_slice()).map_err(|_| CloudError::Unreadable)?;
        let key = KeyId(driver.card().state().identity.key.0.clone());
        let public = self.ports.keystore.attest(&key)?.public_key;
        let unsigned = Csr::make(&public, &binding, &self.ports.device.features().hardware_id, None);
        let signature = self.ports.keystore.sign(&key, &unsigned.message)?;
        let profiles = driver.card().state().profiles.values().filter(|entry| !entry.is_test());
        let wanted = CertifyCard {
            challenge,
            request: unsigned.signed(signature).as_der().to_vec().into(),
            euicc_certificate: chain.euicc_certificate.clone().into(),
            eum_certificate: chain.eum_certificate.clone().into(),
            cards: profiles.map(|entry| entry.iccid.to_string()).take(MOST_CARDS).collect(),
        };
        let given = cloud.certify_card(&wanted).await?;
        let new = SigningChain {
            ci_key_id: chain.ci_key_id.clone(),
            euicc_certificate: given.euicc_certificate.0,
            eum_certificate: given.eum_certificate.0,
        };
        let answer = driver.run(|euicc, random| euicc.put_chain(new, random)).map_err(Error::from)?;
        answer.ok("a new certificate").map(drop).map_err(|error| SyncError::from(Error::from(error)))
    }

    fn certify_note(&self, eid: &Eid) -> Result<Note, VaultError> {
        let damaged = |_| VaultError::Corrupt { what: TABLE.to_owned() };
        let found = self.vault.get(TABLE, eid.as_bytes())?;
        found
            .map(|note| serde_json::from_slice(note.expose()).map_err(damaged))
            .transpose()
            .map(Option::unwrap_or_default)
    }

    fn put_certify_note(&self, eid: &Eid, note: Option<Note>) -> Result<(), VaultError> {
        let mut batch = Batch::new();
        match note {
            Some(note) => {
                let note = serde_json::to_vec(&note).expect("it has string keys only");
                batch.put(TABLE, *eid.as_bytes(), SecretBytes::new(note));
            }
            None => batch.delete(TABLE, *eid.as_bytes()),
        }
        self.vault.commit(batch)
    }
}

/// The chain of an eUICC that it signs under, if that ends soon.
fn short(driver: &EuiccDriver, now: UnixTime) -> Option<SigningChain> {
    let identity = &driver.card().state().identity;
    let in_use = identity.chains.iter().filter(|chain| identity.chain(&chain.ci_key_id) == Some(chain));
    let ends = |der: &[u8]| Certificate::parse(der).map_or(UnixTime(0), |certificate| certificate.not_after());
    let short =
        |chain: &&SigningChain| ends(&chain.euicc_certificate).min(ends(&chain.eum_certificate)) < now.plus(SOON);
    in_use.into_iter().find(short).cloned()
}

fn is_final(error: &CloudError) -> bool {
    let words = [ProblemKind::Refused, ProblemKind::NotFound, ProblemKind::Malformed, ProblemKind::Forbidden];
    words.iter().any(|kind| error.is(*kind))
}
