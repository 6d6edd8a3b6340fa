//! One of each type that is sent or answered, by its name in OpenAPI.

use crate::world::CARD;
use account::{
    rights::{Act as Right, Capability, Cards, Link, Role},
    signed::{Signed, Signer},
    wire::*,
};
use serde::Serialize;
use serde_json::{Value, json};

fn bytes() -> Bytes {
    Bytes::from([5; 16])
}

fn device() -> Device {
    let key = Bytes::from([&[4][..], &[7; 64]].concat());
    Device { id: bytes(), name: "phone".into(), key, epoch: 0, revoked: false, agreement: Some(agreement()) }
}

fn agreement() -> Agreement {
    Agreement { key: Bytes::from([&[4][..], &[8; 64]].concat()), signature: Bytes::from([1; 64]) }
}

fn hand_over() -> HandOver {
    HandOver { device: bytes(), key: agreement().key, sealed: Bytes::from([6; 76]) }
}

fn succession() -> Succession {
    Succession { by_owner: by_owner(), by_device: signed(Signer::Device(bytes())) }
}

fn successor() -> Successor {
    Successor { account: bytes(), version: 2, previous: bytes(), owner_key: bytes(), device: bytes(), epoch: 1 }
}

fn signed(signer: Signer) -> Signed {
    Signed { payload: Bytes::from("{}"), signer, signature: Bytes::from([1; 64]) }
}

fn by_owner() -> Signed {
    signed(Signer::Owner)
}

fn sealed() -> SealedKeys {
    SealedKeys { root: bytes(), root_by_sheet: bytes(), lock: bytes(), keyring: bytes() }
}

fn write() -> Write {
    Write { record: bytes(), kind: "card".into(), version: 1, key_epoch: 1, deleted: true, sealed: bytes() }
}

fn entry() -> Entry {
    Entry { seq: 1, device: bytes(), digest: bytes(), write: write() }
}

fn request(opened: Option<Bytes>) -> ApprovalRequest {
    ApprovalRequest { approval: bytes(), device: device(), commitment: Bytes::from([2; 32]), opened }
}

fn approval() -> Approval {
    let grant = ApprovalGrant { sealed: bytes(), manifest: by_owner() };
    let answer = ApprovalAnswer { half: Bytes::from([3; 81]) };
    Approval { request: request(Some(bytes())), answer: Some(answer), grant: Some(grant), expires: 9 }
}

fn view() -> OrderView {
    let states = vec![(OrderState::Stored, 1), (OrderState::TakenBack, 2)];
    OrderView { order: by_owner(), states, receipt: Some(signed(Signer::Device(bytes()))) }
}

fn kdf() -> Kdf {
    Kdf { memory: 65_536, passes: 3, lanes: 1 }
}

fn passkey() -> Passkey {
    Passkey { id: bytes(), key: bytes(), rp_id: "cloud.example".into(), name: "ring".into() }
}

fn manifest() -> Manifest {
    Manifest {
        account: bytes(),
        version: 1,
        previous: bytes(),
        owner_key: bytes(),
        lock_key: bytes(),
        sheet_key: bytes(),
        passkeys: vec![passkey()],
        devices: vec![device()],
        key_epoch: 1,
        keyring: bytes(),
        kdf: kdf(),
        revocation_epoch: 0,
        succession: Some(succession()),
    }
}

fn order() -> Order {
    Order {
        account: bytes(),
        order: bytes(),
        verb: Verb::TakeBack,
        device: bytes(),
        epoch: 1,
        counter: 1,
        issued: 1,
        deadline: 2,
        not_before: 1,
        cards: vec!["8999900000000000001".into()],
        parameters: json!({"order": "AA"}),
        manifest: 1,
    }
}

fn receipt(outcome: Outcome) -> Receipt {
    let cards = vec!["8999900000000000001".into()];
    let (account, device, order, previous) = (bytes(), bytes(), bytes(), bytes());
    Receipt { account, device, epoch: 1, order, number: 1, previous, outcome, cards, time: 1 }
}

fn proof() -> SessionProof {
    SessionProof { account: bytes(), device: bytes(), epoch: 1, challenge: bytes() }
}

fn head() -> Head {
    Head { account: bytes(), device: bytes(), seq: 1, chain: bytes(), restore_epoch: 0, time: 1 }
}

fn problem() -> Problem {
    let (kind, title) = ("urn:landfall:problem:refused".into(), "title".into());
    Problem { kind, title, status: 422, detail: "detail".into(), instance: "1".into() }
}

fn certify_card() -> CertifyCard {
    let (challenge, request, euicc_certificate, eum_certificate) = (bytes(), bytes(), bytes(), bytes());
    CertifyCard { challenge, request, euicc_certificate, eum_certificate, cards: vec![CARD.into()] }
}

fn kiosk() -> report::KioskId {
    report::KioskId::of(b"key")
}

fn news(balance: Option<i64>) -> report::News {
    let (iccid, state) = (CARD.parse().unwrap(), model::NumberState::Distributed);
    report::News { iccid, state, balance, at: 1, why: "sold".into() }
}

fn result() -> report::LateResult {
    report::LateResult { seq: 1, notification: bytes() }
}

fn told(refused: Option<String>) -> report::Answer {
    let (chain, news, results) = (report::Chain::new(1), vec![news(Some(5))], vec![result()]);
    report::Answer { chain, refused, news, after: 1, results, more: false }
}

fn member() -> Member {
    Member { account: bytes(), owner_key: bytes(), agreement_key: bytes(), name: "Ann".into() }
}

fn introduced() -> Introduced {
    Introduced { member: by_owner(), vouch: Bytes::from([3; 32]) }
}

fn sub(accepted: Option<Introduced>) -> SubView {
    SubView { sub: bytes(), main: introduced(), accepted, expires: 9 }
}

fn standing() -> Standing {
    let (from, to, rights) = (by_owner(), by_owner(), vec![by_owner()]);
    Standing { by: bytes(), from, to, link: Link::Linked, rights, number: 1, time: 1 }
}

fn capability() -> Capability {
    Capability {
        account: bytes(),
        parent: bytes(),
        holder: bytes(),
        role: Role::Member,
        acts: Right::ALL.to_vec(),
        cards: Cards::All,
        expires: 9,
        depth: 1,
        revocation_epoch: 0,
    }
}

fn shared() -> SharedCard {
    SharedCard {
        iccid: CARD.into(),
        operator: "Test".into(),
        name: "Holiday".into(),
        state: "enabled".into(),
        device: bytes(),
        device_name: "phone".into(),
        epoch: 1,
        acts: vec![Right::See],
    }
}

fn some(what: impl Serialize) -> Vec<Value> {
    vec![serde_json::to_value(what).unwrap()]
}

fn each<T: Serialize>(all: impl IntoIterator<Item = T>) -> Vec<Value> {
    all.into_iter().map(|one| serde_json::to_value(one).unwrap()).collect()
}

/// Examples by name; of a type with several forms, of each.
pub(crate) fn all() -> Vec<(&'static str, Vec<Value>)> {
    let login = || "ann@a.test".to_owned();
    let signers = [Signer::Owner, Signer::Lock, Signer::Sheet];
    let named = [Signer::Device(bytes()), Signer::Passkey(bytes()), Signer::Kiosk(bytes()), Signer::Sub(bytes())];
    let outcomes = [
        Outcome::Locked,
        Outcome::Unlocked,
        Outcome::Erased,
        Outcome::Barred,
        Outcome::Prepared(Box::new(by_owner())),
        Outcome::Sent(bytes()),
        Outcome::Copied,
        Outcome::Activated,
        Outcome::Deactivated(bytes()),
        Outcome::TakenBack,
        Outcome::Refused("cards".into()),
    ];
    let states = [
        OrderState::Stored,
        OrderState::Sent,
        OrderState::Received,
        OrderState::Locked,
        OrderState::Erased,
        OrderState::Done,
        OrderState::Refused,
        OrderState::Overdue,
        OrderState::TakenBack,
    ];
    let closed = Approval { request: request(None), answer: None, grant: None, expires: 9 };
    let waiting = |refused, manifests| Waiting { orders: vec![by_owner()], accepted: 1, refused, manifests, time: 1 };
    let register =
        Register { login: login(), account: bytes(), record: bytes(), sealed: sealed(), manifest: by_owner() };
    let account = AccountView { account: bytes(), sealed: sealed(), manifest: 1, restore_epoch: 0 };
    let export = Export {
        account: bytes(),
        login: login(),
        sealed: sealed(),
        manifests: vec![by_owner()],
        entries: vec![entry()],
        orders: vec![view()],
    };
    let pulled = Pulled { entries: vec![entry()], last_seq: 1, heads: vec![by_owner()], manifest: 1, restore_epoch: 0 };
    let keys = |record, hand_overs| ReplaceKeys { record, sealed: sealed(), manifest: by_owner(), hand_overs };
    vec![
        ("Bytes", some(bytes())),
        ("Number", some(7)),
        ("Any", each([json!({}), json!(1), json!(null)])),
        ("Page", some("# HELP")),
        ("Health", some(json!({"status": "ok"}))),
        ("Problem", some(problem())),
        ("Signer", each(signers.into_iter().chain(named))),
        ("Signed", some(by_owner())),
        ("SessionProof", some(proof())),
        ("SealedKeys", some(sealed())),
        ("RegisterStart", some(RegisterStart { login: login(), request: bytes() })),
        ("RegisterStarted", some(RegisterStarted { response: bytes() })),
        ("Register", some(register)),
        ("AccountView", some(account)),
        ("Export", some(export)),
        ("LoginStart", some(LoginStart { login: login(), request: bytes() })),
        ("LoginStarted", some(LoginStarted { attempt: bytes(), response: bytes() })),
        ("LoginFinish", some(LoginFinish { attempt: bytes(), finish: bytes() })),
        ("LoggedIn", some(LoggedIn { account: bytes(), token: "t".into(), sealed: sealed() })),
        ("PasskeySignIn", some(PasskeySignIn { account: bytes(), proof: by_owner() })),
        ("Challenge", some(Challenge { challenge: bytes() })),
        ("Session", some(Session { token: "t".into(), expires: 9 })),
        ("ReplaceKeys", each([keys(None, Vec::new()), keys(Some(bytes()), vec![hand_over()])])),
        ("HandOver", some(hand_over())),
        ("Agreement", some(agreement())),
        ("Succession", some(succession())),
        ("Successor", some(successor())),
        ("Kdf", some(kdf())),
        ("Passkey", some(passkey())),
        ("Device", some(device())),
        ("Manifest", some(manifest())),
        ("Manifests", some(Manifests { manifests: vec![by_owner()] })),
        ("NextManifest", some(NextManifest { manifest: by_owner() })),
        ("ApprovalRequest", each([request(None), request(Some(bytes()))])),
        ("ApprovalAnswer", some(ApprovalAnswer { half: Bytes::from([3; 81]) })),
        ("OpenApproval", some(OpenApproval { opened: Bytes::from([3; 81]) })),
        ("ApprovalGrant", some(ApprovalGrant { sealed: bytes(), manifest: by_owner() })),
        ("Approval", each([closed, approval()])),
        ("Approvals", some(Approvals { approvals: vec![approval()] })),
        ("Write", some(write())),
        ("Entry", some(entry())),
        ("Head", some(head())),
        ("Push", some(Push { batch: bytes(), writes: vec![write()], head: by_owner() })),
        ("Pushed", some(Pushed { first_seq: 1 })),
        ("Conflicts", some(Conflicts { entries: vec![entry()] })),
        ("Pulled", some(pulled)),
        ("PutHead", some(PutHead { head: by_owner() })),
        ("Verb", each(Verb::ALL)),
        ("OrderState", each(states)),
        ("Outcome", each(outcomes)),
        ("Wake", each([Wake::Orders, Wake::Log, Wake::Manifest, Wake::Approval])),
        ("Order", some(order())),
        ("Receipt", some(receipt(Outcome::Refused("grace".into())))),
        ("PutOrder", some(PutOrder { order: by_owner() })),
        ("OrderView", each([view(), OrderView { receipt: None, ..view() }])),
        ("Orders", some(Orders { orders: vec![view()] })),
        ("Receipts", some(Receipts { receipts: vec![by_owner()] })),
        ("Contact", some(Contact { proof: by_owner(), receipts: vec![by_owner()], manifest: 1 })),
        ("Iccid", some(CARD)),
        ("NumberState", each(model::NumberState::ALL)),
        ("RegisterKiosk", some(report::Register { token: "t".into(), registration: by_owner() })),
        ("Registered", some(report::Registered { kiosk: kiosk() })),
        ("KioskContact", some(report::Contact { call: by_owner(), reports: vec![by_owner()] })),
        ("KioskChain", some(report::Chain::new(1))),
        ("KioskNews", each([news(None), news(Some(-5))])),
        ("HandleNotification", some(json!({"pendingNotification": "vzc="}))),
        ("LateResult", some(result())),
        ("KioskAnswer", each([told(None), told(Some("why".into()))])),
        ("RenewEum", some(report::Renew { renewal: by_owner() })),
        ("EumRenewed", some(report::Renewed { certificate: bytes(), issuer: bytes() })),
        ("CertifyCard", some(certify_card())),
        ("CardCertified", some(CardCertified { euicc_certificate: bytes(), eum_certificate: bytes() })),
        ("ClaimStarted", some(ClaimStarted { rand: bytes() })),
        (
            "PushAddress",
            each([PushService::Fcm, PushService::Apns].map(|service| PushAddress { service, token: "00ff".into() })),
        ),
        ("Claim", some(Claim { rand: bytes(), proof: bytes() })),
        ("Member", some(member())),
        ("Introduced", some(introduced())),
        ("NewSub", some(NewSub { sub: bytes(), main: introduced() })),
        ("SubView", each([sub(None), sub(Some(introduced()))])),
        ("Subs", some(Subs { subs: vec![sub(None)], standings: vec![by_owner()] })),
        ("Link", each(Link::ALL)),
        ("Standing", some(standing())),
        ("PutStanding", some(PutStanding { standing: by_owner() })),
        ("Role", each(Role::ALL)),
        ("Right", each(Right::ALL)),
        ("Cards", each([Cards::All, Cards::Only(vec![CARD.into()])])),
        ("Capability", some(capability())),
        ("Share", some(Share { from: bytes(), to: bytes(), number: 1, key: Bytes::from([4; 65]), sealed: bytes() })),
        ("SharedCard", some(shared())),
        ("Shared", some(Shared { cards: vec![shared()], time: 1 })),
        ("PutShare", some(PutShare { share: by_owner() })),
        ("Shares", some(Shares { shares: vec![by_owner()] })),
        ("Waiting", each([waiting(None, Vec::new()), waiting(Some("why".into()), vec![by_owner()])])),
    ]
}

/// The first example of a type.
pub(crate) fn one(name: &str) -> Value {
    let found = all().into_iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no example of {name}")).1.remove(0)
}
