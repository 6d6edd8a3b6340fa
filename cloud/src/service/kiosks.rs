use super::{Service, ServiceError, access};
use crate::storage::{KeptKiosk, Known, NewReport};
use report::{Answer, Call, Chain, Contact, KioskId, Register, Registered, ReportError, called, registered, verify};
use zeroize::Zeroizing;

/// So many news and late results go in one answer.
const AT_ONCE: u32 = 200;
/// For how many seconds a registration token is good, unless it was used: a kiosk may stand in a drawer until it is set up.
const TOKEN: u64 = 30 * 86_400;
/// So many reports are handed in at once at most.
const MOST: usize = 64;

impl Service {
    /// A token by which one kiosk may register. It is shown once.
    ///
    /// # Errors
    /// [`ServiceError::Storage`].
    pub async fn kiosk_token(&self) -> Result<Zeroizing<String>, ServiceError> {
        let (token, kept) = access::make();
        self.storage.put_kiosk_token(kept, self.now() + TOKEN).await?;
        Ok(token)
    }

    /// Registers a kiosk; answers whether it is new. The same again is fine.
    ///
    /// # Errors
    /// [`ServiceError::Report`] if its key has not signed it; [`ServiceError::Registration`].
    pub async fn register_kiosk(&self, request: Register) -> Result<(bool, Registered), ServiceError> {
        let (id, registration) = registered(&request.registration)?;
        let fits =
            registration.key.0.len() == 65 && registration.name.len() <= 256 && registration.address.len() <= 256;
        if !fits {
            return Err(ServiceError::Malformed(
                "a kiosk has a P-256 key, and a name and an address of at most 256 bytes",
            ));
        }
        let token = access::kept_as(&request.token).ok_or(ServiceError::Registration)?;
        let kiosk = KeptKiosk {
            id: *id.as_bytes(),
            key: registration.key.0,
            name: registration.name,
            address: registration.address,
            chain: Chain::new(0),
        };
        match self.storage.put_kiosk(token, kiosk, self.now()).await? {
            Known::No => Err(ServiceError::Registration),
            known => Ok((known == Known::New, Registered { kiosk: id })),
        }
    }

    /// Takes a kiosk's registration back, since it was stolen: it reports nothing any more, its certificate is not renewed, nor are cards certified on its
    /// word.
    ///
    /// # Errors
    /// [`ServiceError::Missing`].
    pub async fn revoke_kiosk(&self, id: &KioskId) -> Result<(), ServiceError> {
        let known = self.storage.revoke_kiosk(id.as_bytes()).await?;
        known.then_some(()).ok_or(ServiceError::Missing("kiosk"))
    }

    /// Whether a kiosk is registered.
    ///
    /// # Errors
    /// [`ServiceError::Missing`] if it is not.
    pub async fn knows_kiosk(&self, id: &KioskId) -> Result<(), ServiceError> {
        self.storage.kiosk(id.as_bytes()).await?.map(drop).ok_or(ServiceError::Missing("kiosk"))
    }

    /// A kiosk's contact: its reports are judged and kept one by one, and it is told what is new.
    ///
    /// # Errors
    /// [`ServiceError::Report`] if the call is not the kiosk's own, or not of now. What is wrong with a report stands in the answer.
    pub async fn kiosk_contact(&self, id: &KioskId, contact: Contact) -> Result<Answer, ServiceError> {
        let kiosk = self.storage.kiosk(id.as_bytes()).await?.ok_or(ServiceError::Missing("kiosk"))?;
        let call = self.kiosk_calls(id, &kiosk, &contact).await?;
        self.storage.results_taken(id.as_bytes(), &call.taken, self.now()).await?;
        if contact.reports.len() > MOST {
            return Err(ServiceError::Malformed("at most 64 reports are handed in at once"));
        }
        let (mut chain, mut refused) = (kiosk.chain, None);
        for signed in contact.reports {
            match verify(id, &kiosk.key, &chain, &signed) {
                // Handed in again, since an answer was lost.
                Ok((_, after)) if after == chain => {}
                Ok((report, after)) => {
                    let new = NewReport { signed, chain: after.clone(), events: report.events };
                    if !self.storage.put_report(id.as_bytes(), &chain, new, self.now()).await? {
                        // The kiosk hands in twice at once: it sees where the other one came to.
                        chain = self.storage.kiosk(id.as_bytes()).await?.map_or(chain, |kiosk| kiosk.chain);
                        break;
                    }
                    chain = after;
                }
                Err(ReportError::Doubled(number)) if number < chain.number => {}
                Err(error) => {
                    tracing::warn!(%error, kiosk = %id, hint = error.hint(), "a kiosk's report was not taken");
                    refused = Some(error.to_string());
                    break;
                }
            }
        }
        let (news, after) = self.storage.kiosk_news(id.as_bytes(), call.after, AT_ONCE).await?;
        let results = self.storage.results(id.as_bytes(), AT_ONCE).await?;
        let more = news.len() == AT_ONCE as usize || results.len() == AT_ONCE as usize;
        Ok(Answer { chain, refused, news, after, results, more })
    }

    /// Its challenge is taken only once its signature holds: who has no key does not make the database write.
    async fn kiosk_calls(&self, id: &KioskId, kiosk: &KeptKiosk, contact: &Contact) -> Result<Call, ServiceError> {
        let said: Call = serde_json::from_slice(&contact.call.payload.0).map_err(|_| ReportError::Unreadable)?;
        let call = called(id, &kiosk.key, &said.challenge, &contact.call)?;
        let used = self.use_challenge(&call.challenge.0).await?;
        if report::checks::CHALLENGE.on() && !used {
            return Err(ReportError::Stale.into());
        }
        Ok(call)
    }
}
