//! Every check of InitiateAuthentication, AuthenticateClient and GetBoundProfilePackage that a kiosk's orders and cards don't reach too.

use crate::{
    counter::{ANSWERED, many},
    depot::{Depot, MOST},
    desk::{body, json},
};
use landfall_flows::{buyer::Buyer, now};
use model::Random;
use rsp::{
    Message, Raw, TransactionId, VersionType,
    cert::Assurance,
    es9::{AuthenticateClientOk, Function},
    es10::{
        AuthenticateErrorCode, AuthenticateResponseError, AuthenticateServerResponse, CtxParamsForCommonAuthentication,
        DeviceInfo, DownloadErrorCode, EuiccInfo1, EuiccInfo2, EuiccRspCapability, EuiccSigned1, LpaRspCapability,
        OperationType, PrepareDownloadResponse, PrepareDownloadResponseError,
    },
    message::HashCc,
    metadata::{PprIds, StoreMetadataRequest},
};
use smdp::{
    Order,
    order::{ConfirmationCode, Rebinding, State},
};

// R: E5 E7 E8
#[test]
fn every_check_of_a_cards_proof() {
    let mut depot = Depot::open(7);
    for _ in 0..many() {
        let (phone, wrong) = match depot.dice.below(5) {
            0 | 1 => {
                let at = depot.dice.below(depot.distrusted.len() as u64) as usize;
                let phone = depot.distrusted[at].0.clone();
                (Buyer { matching_id: depot.order(|_| {}).matching_id, ..phone }, Wrong::nothing())
            }
            _ => wrong(&mut depot),
        };
        let beginning = Buyer { root: depot.buyer.root.clone(), ..phone.clone() };
        let ok = depot.counter.begun(&beginning);
        let mut request = phone.authenticate_with(&ok, wrong.signed);
        if let Some(at) = wrong.signature {
            // The signature's bytes are the 64 before the two certificates.
            let behind = phone.certificate.len() + phone.eum.len();
            let end = request.len() - behind;
            request[end - 1 - at] ^= 1 << depot.dice.below(8);
        }
        let body = match wrong.error {
            true => {
                let error = AuthenticateResponseError {
                    transaction_id: ok.transaction_id.clone(),
                    authenticate_error_code: AuthenticateErrorCode::CiPkUnknown,
                };
                let der = AuthenticateServerResponse::Error(error).encode();
                body(&ok.transaction_id.to_string(), "authenticateServerResponse", &der)
            }
            false if wrong.session => {
                let mut id = [0; 16];
                depot.dice.fill(&mut id);
                let text = String::from_utf8(json(&request)).expect("JSON");
                text.replace(&ok.transaction_id.to_string(), &hex::encode_upper(id)).into_bytes()
            }
            false => json(&request),
        };
        depot.counter.ask_spoiled(Function::AuthenticateClient, body);
    }
    let of_certificates: Vec<&str> = depot.distrusted.iter().map(|(_, check)| *check).collect();
    depot.counter.held(&of_certificates);
    depot.counter.held(&[
        "OtherRoot",
        "Session",
        "Euicc",
        "Signature",
        "OtherTransaction",
        "SignedOther",
        "Downgraded(Downgraded",
        "EuiccCapability",
        "LpaCapability",
        "Operation",
        "MatchingId",
        "NoOrderForCard",
        "Eid",
        "NotReleased",
        "OrderOver",
        "OrderExpired",
        "Attempts",
        "Assurance",
        "PolicyRules",
        "Memory",
        ANSWERED,
    ]);
}

/// What is wrong with a proof.
struct Wrong {
    signed: Box<dyn FnOnce(&mut EuiccSigned1)>,
    /// A byte of the signature, from its end.
    signature: Option<usize>,
    session: bool,
    error: bool,
}

impl Wrong {
    fn nothing() -> Self {
        Self::signed(|_| {})
    }

    fn signed(change: impl FnOnce(&mut EuiccSigned1) + 'static) -> Self {
        Self { signed: Box::new(change), signature: None, session: false, error: false }
    }

    fn info(change: impl FnOnce(&mut EuiccInfo2) + 'static) -> Self {
        Self::signed(|signed| {
            let mut info = EuiccInfo2::clone(&signed.euicc_info2);
            change(&mut info);
            signed.euicc_info2 = Raw::new(info);
        })
    }

    fn context(change: impl FnOnce(&mut CtxParamsForCommonAuthentication) + 'static) -> Self {
        Self::signed(|signed| {
            let mut context = signed.ctx_params1.common().expect("a download's").clone();
            change(&mut context);
            signed.ctx_params1 = context.into_ctx_params1();
        })
    }
}

/// A phone with an order, and what is wrong with either.
fn wrong(depot: &mut Depot) -> (Buyer, Wrong) {
    let roll = depot.dice.roll();
    let mut id = [0; 16];
    depot.dice.fill(&mut id);
    let as_it_is = |order: Buyer| (order, Wrong::nothing());
    let good = |depot: &mut Depot, wrong: Wrong| (depot.order(|_| {}), wrong);
    match depot.dice.below(22) {
        0 => {
            let order = depot.order(|_| {});
            (Buyer { matching_id: order.matching_id, ..depot.other_root.clone() }, Wrong::nothing())
        }
        1 => good(depot, Wrong { session: true, ..Wrong::nothing() }),
        2 => good(depot, Wrong { error: true, ..Wrong::nothing() }),
        3 => good(depot, Wrong { signature: Some(roll as usize % 64), ..Wrong::nothing() }),
        4 => {
            let other = TransactionId::new(&id).expect("16 bytes");
            good(depot, Wrong::signed(move |signed| signed.transaction_id = other))
        }
        5 => good(
            depot,
            Wrong::signed(move |signed| match roll & 1 {
                0 => signed.server_challenge = id,
                _ => signed.server_address.insert(0, 'x'),
            }),
        ),
        6 => good(depot, Wrong::info(move |info| info.highest_svn = Some(VersionType::new(2, 4, roll as u8)))),
        7 => good(
            depot,
            Wrong::info(|info| {
                info.euicc_rsp_capability = info.euicc_rsp_capability | EuiccRspCapability::EUICC_RSP_CAP_IN_INFO1
            }),
        ),
        8 => good(
            depot,
            Wrong::context(|context| {
                let lpa_rsp_capability = Some(LpaRspCapability::PUSH_SERVICE_SUPPORT);
                context.device_info = DeviceInfo { lpa_rsp_capability, ..DeviceInfo::default() };
            }),
        ),
        9 => good(depot, Wrong::context(|context| context.operation_type = Some(OperationType::RPM))),
        10 => {
            let order = depot.order(|_| {});
            as_it_is(Buyer { matching_id: format!("M{roll}"), ..order })
        }
        11 => {
            let order = depot.order(|_| {});
            as_it_is(Buyer { matching_id: String::new(), ..order })
        }
        12 => {
            let other = model::Eid::with_check_digits(&format!("89049032{:022}", roll % 1_000 + 2)).expect("digits");
            as_it_is(depot.order(|order| order.eid = Some(other)))
        }
        13 => as_it_is(depot.order(|order| order.state = State::Confirmed)),
        14 => {
            let over = [State::Installed, State::Error, State::Unavailable][roll as usize % 3];
            as_it_is(depot.order(|order| order.state = over))
        }
        15 => {
            let then = model::UnixTime(now().0 - 1 - roll % 1_000);
            as_it_is(depot.order(|order| order.terms.expires = Some(then)))
        }
        16 => as_it_is(depot.order(|order| order.downloads = order.terms.most_downloads)),
        17 => as_it_is(depot.order(|order| order.terms.least_assurance = Assurance::SecureElement)),
        18 => {
            let order = depot.order(|order| {
                let metadata = StoreMetadataRequest::clone(&order.metadata);
                let rules = Some(PprIds::PPR1 | PprIds::PPR2);
                order.metadata = Raw::new(StoreMetadataRequest { profile_policy_rules: rules, ..metadata });
            });
            let forbidden = if roll & 1 == 0 { PprIds::PPR1 } else { PprIds::PPR2 };
            (order, Wrong::info(move |info| info.forbidden_profile_policy_rules = Some(forbidden)))
        }
        19 => {
            let order = depot.order(|order| order.terms.memory = Some(0x1_0000 + roll % 9));
            let free = (roll as u16).to_be_bytes();
            (order, Wrong::info(move |info| info.ext_card_resource = [&[0x82, 2][..], &free].concat()))
        }
        _ => as_it_is(depot.order(|_| {})),
    }
}

// R: E5 E7 A7
#[test]
fn every_check_of_a_package() {
    let mut depot = Depot::open(8);
    let function = Function::GetBoundProfilePackage;
    for _ in 0..many() {
        let kind = depot.dice.below(20);
        let roll = depot.dice.roll();
        let phone = depot.order(|order| match kind {
            10..=12 => {
                order.code = Some(ConfirmationCode::of(b"4711"));
                order.wrong_codes = if kind == 12 { order.terms.most_wrong_codes - 1 } else { 0 };
            }
            13 => {
                order.terms.rebinding = Rebinding::SameKey;
                order.state = State::Downloaded;
            }
            _ => {}
        });
        let offer = depot.counter.offered(&phone);
        let books = depot.books.clone();
        let meanwhile = |change: &dyn Fn(&mut Order)| {
            change(books.open().order.as_mut().expect("offered just now"));
        };
        let request = match kind {
            0 => {
                let mut id = [0; 16];
                depot.dice.fill(&mut id);
                let transaction_id = TransactionId::new(&id).expect("16 bytes");
                phone.prepare(&AuthenticateClientOk { transaction_id, ..offer.clone() })
            }
            1 => {
                let error = PrepareDownloadResponseError {
                    transaction_id: offer.transaction_id.clone(),
                    download_error_code: DownloadErrorCode::InvalidSignature,
                };
                let der = PrepareDownloadResponse::Error(error).encode();
                let body = body(&offer.transaction_id.to_string(), "prepareDownloadResponse", &der);
                depot.counter.ask_spoiled(function, body);
                continue;
            }
            2 => {
                let mut smdp_signature2 = offer.smdp_signature2;
                smdp_signature2[roll as usize % 64] ^= 1;
                phone.prepare(&AuthenticateClientOk { smdp_signature2, ..offer.clone() })
            }
            3 => {
                let other = TransactionId::new(&[roll as u8; 16]).expect("16 bytes");
                phone.prepare_with(&offer, |signed| signed.transaction_id = other)
            }
            4 => {
                meanwhile(&|order| order.matching_id.push('x'));
                phone.prepare(&offer)
            }
            5 => {
                let other = model::Eid::with_check_digits(&format!("89049032{:022}", 7)).expect("digits");
                meanwhile(&|order| order.eid = Some(other));
                phone.prepare(&offer)
            }
            6 => {
                meanwhile(&|order| order.state = State::Linked);
                phone.prepare(&offer)
            }
            7 => {
                let over = [State::Installed, State::Error, State::Unavailable][roll as usize % 3];
                meanwhile(&|order| order.state = over);
                phone.prepare(&offer)
            }
            8 => {
                meanwhile(&|order| order.terms.expires = Some(model::UnixTime(now().0 - 1)));
                phone.prepare(&offer)
            }
            9 => {
                meanwhile(&|order| order.downloads = order.terms.most_downloads);
                phone.prepare(&offer)
            }
            11 | 12 => phone.prepare_with(&offer, |signed| signed.hash_cc = Some(HashCc([roll as u8; 32]))),
            13 => {
                meanwhile(&|order| {
                    let (transaction_id, key) = (offer.transaction_id.clone(), [4; 65]);
                    let bound = smdp::order::Bound { transaction_id, euicc_key: key, euicc_otpk: key, otsk_dp: None };
                    order.bound = Some(bound);
                });
                phone.prepare(&offer)
            }
            14 => {
                depot.books.open().profile.clear();
                phone.prepare(&offer)
            }
            _ => phone.prepare(&offer),
        };
        depot.counter.ask_spoiled(function, json(&request));
        depot.books.open().profile = vec![0x5A; 1 + roll as usize % 90];
    }
    depot.counter.held(&[
        "Session",
        "Euicc",
        "Signature",
        "OtherTransaction",
        "MatchingId",
        "Eid",
        "NotReleased",
        "OrderOver",
        "OrderExpired",
        "Attempts",
        "CodeMissing",
        "CodeWrong",
        "CodeAttempts",
        "Rebinding",
        "Binding",
        ANSWERED,
    ]);
}

// R: E1 E3 E7 F8
#[test]
fn every_check_of_a_beginning() {
    let mut depot = Depot::open(9);
    let function = Function::InitiateAuthentication;
    for _ in 0..many() {
        let roll = depot.dice.roll();
        let buyer = depot.buyer.clone();
        let other = vec![vec![roll as u8; 20]];
        let request = match depot.dice.below(12) {
            0 => Buyer { address: format!("other{roll}.example"), ..buyer }.initiate(),
            1 => {
                let lowest_svn = VersionType::new(4 + roll as u8 % 200, 0, 0);
                buyer.initiate_with(EuiccInfo1 { lowest_svn, highest_svn: None, ..buyer.info1() })
            }
            2 => buyer.initiate_with(EuiccInfo1 { euicc_ci_pk_id_list_for_signing: other, ..buyer.info1() }),
            3 => buyer.initiate_with(EuiccInfo1 { euicc_ci_pk_id_list_for_verification: other, ..buyer.info1() }),
            4 => {
                depot.books.open().ahead = 40 + roll % 400;
                buyer.initiate()
            }
            _ => buyer.initiate(),
        };
        depot.counter.ask_spoiled(function, json(&request));
        depot.books.open().ahead = 0;
    }
    fill(&mut depot);
    for _ in 0..many() / 20 {
        let buyer = depot.buyer.clone();
        depot.counter.ask_spoiled(function, json(&buyer.initiate()));
    }
    depot.counter.held(&[
        "Address",
        "Version",
        "NoSharedRoot",
        "NoCertificate",
        "OwnCertificate(Expired",
        "Busy",
        ANSWERED,
    ]);
}

/// Two cards that have proven themselves take every place: four sessions each.
fn fill(depot: &mut Depot) {
    let second = depot.second.clone();
    for at in 0..MOST {
        let order = depot.order(|_| {});
        let card = if at % 2 == 0 { order } else { Buyer { matching_id: order.matching_id, ..second.clone() } };
        depot.counter.offered(&card);
    }
}
