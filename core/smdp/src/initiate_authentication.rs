use crate::{Refusal, Server, Sessions, ToSign};
use model::{Random, UnixTime};
use rsp::es9::{InitiateAuthenticationRequest, Response};

impl Server {
    /// ES9+.InitiateAuthentication (SGP.22 §5.6.1): a session begins, and DPauth's key is to sign this server's proof.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no. There is no session then.
    pub fn initiate_authentication(
        &self,
        sessions: &mut Sessions,
        request: &InitiateAuthenticationRequest,
        now: UnixTime,
        random: &mut dyn Random,
    ) -> Result<ToSign<Response>, Refusal> {
        self.authority().initiate(sessions, request, now, random)
    }
}
