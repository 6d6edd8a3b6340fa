use crate::Function;
use rsp::VersionType;
use rsp::es9::{AuthenticateClientRequest, InitiateAuthenticationRequest, Request};
use rsp::es10::AuthenticateServerResponse;

/// What a client asked for, and which numbers for errors it knows: newer versions of SGP.22 have some that older ones lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The function.
    pub function: Function,
    version: VersionType,
}

/// What every client knows.
const OLDEST: VersionType = VersionType::new(2, 0, 0);

impl Asked {
    /// By a client of which nothing is known.
    #[must_use]
    pub const fn of(function: Function) -> Self {
        Self { function, version: OLDEST }
    }

    /// By this request. A client is of version 3 if its LPA is (it tells its capabilities, or the operation that it wants), and
    /// its eUICC too; else it is of its eUICC's lowest version.
    #[must_use]
    pub fn by(request: &Request) -> Self {
        let (function, version) = match request {
            Request::InitiateAuthentication(request) => (Function::InitiateAuthentication, at_beginning(request)),
            Request::AuthenticateClient(request) => (Function::AuthenticateClient, signed(request)),
            Request::GetBoundProfilePackage(_) => (Function::GetBoundProfilePackage, OLDEST),
            Request::CancelSession(_) => (Function::CancelSession, OLDEST),
            Request::HandleNotification(_) => (Function::HandleNotification, OLDEST),
        };
        Self { function, version }
    }

    /// Whether the client knows the numbers that came with version 3.
    pub(crate) const fn knows_v3(self) -> bool {
        self.version.major() >= 3
    }

    /// Whether the client knows a number for an expired order in AuthenticateClient: v2.6 and v2.7 have it, v3.0 does not, v3.1
    /// has it again.
    pub(crate) fn knows_expired_order(self) -> bool {
        let v3 = VersionType::new(3, 0, 0);
        (VersionType::new(2, 6, 0)..v3).contains(&self.version) || self.version >= VersionType::new(3, 1, 0)
    }
}

fn at_beginning(request: &InitiateAuthenticationRequest) -> VersionType {
    let info = &request.euicc_info1;
    let highest = info.highest_svn.filter(|_| request.lpa_rsp_capability.is_some());
    highest.unwrap_or(info.lowest_svn)
}

fn signed(request: &AuthenticateClientRequest) -> VersionType {
    let AuthenticateServerResponse::Ok(ok) = &*request.authenticate_server_response else { return OLDEST };
    let signed = &ok.euicc_signed1;
    let lpa_v3 = signed
        .ctx_params1
        .common()
        .is_some_and(|context| context.operation_type.is_some() || context.device_info.lpa_rsp_capability.is_some());
    let info = &signed.euicc_info2;
    info.highest_svn.filter(|_| lpa_v3).unwrap_or(info.lowest_svn)
}
