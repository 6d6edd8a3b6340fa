use super::{Act, Entropy, Service, ServiceError};
use crate::storage::Purpose;
use account::wire::{Bytes, Claim, ClaimStarted};
use model::{Random, SecretBytes};
use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq;
use uicc::aka::Aka;

/// For how many seconds a challenge is good: the user may have to give his PIN.
const GOOD_FOR: u64 = 120;

impl Service {
    /// Something for a card to authenticate by, so that it is known to be on this account's phone.
    ///
    /// # Errors
    /// [`ServiceError`]. A card that is not known is answered as any other.
    pub async fn claim_start(&self, token: Option<&str>, iccid: &str) -> Result<ClaimStarted, ServiceError> {
        let caller = self.caller(token, Act::ClaimCard).await?;
        let rand: [u8; 16] = Entropy.array();
        let name = name(&rand, &caller.account.0, iccid);
        self.storage.put_once(&name, Purpose::Claim, &[], self.now() + GOOD_FOR).await?;
        Ok(ClaimStarted { rand: Bytes::from(rand) })
    }

    /// The card has answered: from now on its subscription is this account's to bar.
    ///
    /// # Errors
    /// [`ServiceError::Claim`], whatever was wrong.
    pub async fn claim(&self, token: Option<&str>, iccid: &str, claim: Claim) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::ClaimCard).await?;
        let rand: [u8; 16] = claim.rand.0.as_slice().try_into().map_err(|_| ServiceError::Claim)?;
        let name = name(&rand, &caller.account.0, iccid);
        let taken = self.storage.take_once(&name, Purpose::Claim, self.now()).await?;
        if taken.is_none() {
            return Err(ServiceError::Claim);
        }
        let kept = self.storage.subscriber(iccid).await?.ok_or(ServiceError::Claim)?;
        let opened =
            kept.imsi.as_ref().zip(kept.sealed.as_ref()).and_then(|(imsi, sealed)| {
                self.sealer.open(&kept.iccid.parse().ok()?, &imsi.parse().ok()?, sealed).ok()
            });
        let keys = opened.ok_or(ServiceError::Claim)?;
        let aka = Aka::new(&keys.algorithm, &keys.ki).map_err(|_| ServiceError::Claim)?;
        let triplet = aka.gsm(&rand);
        let (sres, kc) = (SecretBytes::from(&triplet.sres[..]), SecretBytes::from(&triplet.kc[..]));
        let expected = account::claim::proof(&caller.account, iccid, &rand, &sres, &kc);
        if !bool::from(expected.0.ct_eq(&claim.proof.0)) {
            return Err(ServiceError::Claim);
        }
        self.storage.claim(iccid, &caller.account, self.now()).await?;
        Ok(())
    }
}

/// A card that is not the operator's own leaves no trace here.
fn name(rand: &[u8; 16], account: &[u8; 16], iccid: &str) -> Vec<u8> {
    let about = [b"claim ".as_slice(), rand, account, iccid.as_bytes()].concat();
    digest(&SHA256, &about).as_ref().to_vec()
}
