//! GetEuiccConfiguredAddresses and SetDefaultDpAddress (SGP.22 §5.7.3, §5.7.4).

use super::answer;
use crate::{Euicc, act::Act};
use model::Batch;
use rsp::es10::{
    EuiccConfiguredAddressesResponse, SetDefaultDpAddressRequest, SetDefaultDpAddressResponse,
    SetDefaultDpAddressResult,
};

/// The GSMA's root SM-DS, as every eUICC is delivered with (SGP.22 §2.4.2).
const ROOT_DS: &str = "lpa.ds.gsma.com";

pub(super) fn get(euicc: &Euicc) -> Act {
    let address = &euicc.state.settings.default_dp_address;
    answer(&EuiccConfiguredAddressesResponse {
        default_dp_address: (!address.is_empty()).then(|| address.clone()),
        root_ds_address: ROOT_DS.to_owned(),
    })
}

/// The most bytes of a server's name (RFC 1035) with a port.
const LONGEST_ADDRESS: usize = 253 + 6;

pub(super) fn set(euicc: &Euicc, request: SetDefaultDpAddressRequest) -> Act {
    if request.default_dp_address.len() > LONGEST_ADDRESS {
        return answer(&SetDefaultDpAddressResponse { result: SetDefaultDpAddressResult::UndefinedError });
    }
    let mut next = euicc.state.clone();
    let mut batch = Batch::new();
    next.settings.default_dp_address = request.default_dp_address;
    next.put_settings(&mut batch);
    Act::commit(batch, move |euicc, done| {
        let result = if done {
            euicc.state = next;
            SetDefaultDpAddressResult::Ok
        } else {
            SetDefaultDpAddressResult::UndefinedError
        };
        answer(&SetDefaultDpAddressResponse { result })
    })
}
