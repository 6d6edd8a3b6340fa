//! The server's side: ours, with the SGP.26 test certificates; and one of v2.2 that knows nothing newer.

use crate::cells::{Has, ROOT, Said};
use crate::strict::{self, RequestV2};
use landfall_smdp::{Asked, CertificateSet, Config, KeyName, Server, Sessions};
use model::UnixTime;
use rsp::cert::{
    Certificate,
    chain::{Crls, Roots},
};
use rsp::es9::{InitiateAuthenticationResponse, Request, Response};

const CI: &[u8] = include_bytes!("../../../rsp/tests/vectors/sgp26/CERT_CI_ECDSA_NIST.der");
const DP_AUTH: &[u8] = include_bytes!("../../../rsp/tests/vectors/sgp26/CERT_S_SM_DPauth_ECDSA_NIST.der");
const DP_PB: &[u8] = include_bytes!("../../../rsp/tests/vectors/sgp26/CERT_S_SM_DPpb_ECDSA_NIST.der");
const IN_2026: UnixTime = UnixTime(1_767_225_600);

fn read(der: &[u8]) -> Certificate {
    Certificate::parse(der).expect("published certificate")
}

/// Our server's answer, with a signature of zeros: made anew each time, a true one would be another each time.
pub(crate) fn ours(has: &Has, request: &[u8]) -> Vec<u8> {
    let mut roots = Roots::new();
    roots.add(read(CI)).expect("the test root");
    let set = CertificateSet {
        dp_auth: read(DP_AUTH),
        dp_auth_key: KeyName("auth".into()),
        dp_pb: read(DP_PB),
        dp_pb_key: KeyName("pb".into()),
    };
    let config = Config {
        address: crate::phone::ADDRESS.into(),
        certificates: vec![set],
        roots,
        crls: Crls::default(),
        assurance: Default::default(),
        versions: has.supported(),
        host_id: b"dp".to_vec(),
    };
    let server = Server::new(config, Some(IN_2026)).expect("fits");
    let request = Request::decode(request).expect("an ES9+ function");
    let asked = Asked::by(&request);
    let Request::InitiateAuthentication(request) = request else { panic!("{request:?}") };
    let mut random = |out: &mut [u8]| out.fill(0xE2);
    match server.initiate_authentication(&mut Sessions::default(), &request, IN_2026, &mut random) {
        Ok(to_sign) => to_sign.signed([0; 64]).encode(),
        Err(refused) => {
            assert_eq!(refused.status().to_string(), "8.8.3/3.1");
            refused.response(asked).expect("has an answer").encode()
        }
    }
}

/// What an answer says of versions.
pub(crate) fn said(answer: &[u8]) -> Said {
    match Response::decode(answer).expect("an answer") {
        Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => {
            match &ok.server_signed1.session_context {
                Some(context) => Said::Version(context.server_svn),
                None => Said::NoVersion,
            }
        }
        Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused)) => {
            assert_eq!(refused.status.to_string(), "8.8.3/3.1");
            Said::Refused(refused.code.code() as u8)
        }
        other => panic!("another answer: {other:?}"),
    }
}

/// The answer of a server of v2.2: it reads by the letter of its version, and looks at `svn` alone.
pub(crate) fn of_version_2(request: &[u8]) -> Vec<u8> {
    let RequestV2 { euicc_challenge, smdp_address, svn, roots, .. } =
        strict::request(request).expect("readable to v2.2");
    assert_eq!(roots, [ROOT.to_vec()]);
    tlv::Writer::build(|w| {
        w.nest(0xA2u32, |w| {
            w.nest(0xBF39u32, |w| {
                if svn[0] != 2 {
                    return w.uint(0x81u32, 2);
                }
                w.nest(0xA0u32, |w| {
                    w.put(0x80u32, &[0xE2; 16]);
                    w.nest(0x30u32, |w| {
                        w.put(0x80u32, &[0xE2; 16]);
                        w.put(0x81u32, &euicc_challenge);
                        w.text(0x83u32, &smdp_address);
                        w.put(0x84u32, &[0xE2; 16]);
                    });
                    w.put(0x5F37u32, &[0; 64]);
                    w.put(0x04u32, &ROOT);
                    w.raw(DP_AUTH);
                });
            });
        });
    })
}
