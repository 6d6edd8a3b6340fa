//! The server stands between an old device and a new one.

use crate::{
    attack::{Attack, Caught, Strike, attack},
    stage::{Handset, Stage, sign_in},
};
use account::{
    approve::{self, ApproveError, COMMITMENT},
    hand_over::{HandOverError, checks::AGREEMENT},
    keys::{AccountId, Root},
    scheme::Scheme,
    wire::{Approval, ApprovalAnswer, ApprovalGrant, ApprovalRequest, Approvals, Bytes, OpenApproval},
};
use app::{AccountError, Approving, Comparing};
use landfall_flows::{Key, here, random};
use model::Check;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    digest::{Context, SHA256},
    hkdf::{HKDF_SHA256, Salt},
    rand::SystemRandom,
};
use std::sync::{Arc, Mutex};

/// The user holds the two codes beside each other, and grants only what he asked for.
const USER: Check = Check::named("user: compares codes");

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("a man in the middle swaps the one-time keys", middle, [USER => Caught::User]),
    attack!("a man in the middle chooses his half of the code last", late, [
        COMMITMENT => Caught::Account(AccountError::Approve(ApproveError::Commitment)),
    ]),
    attack!("the key of a device that asks is swapped", other_key, [
        COMMITMENT => Caught::Account(AccountError::Approve(ApproveError::Commitment)),
        USER => Caught::User,
        AGREEMENT => Caught::Account(AccountError::HandOver(HandOverError::Agreement)),
    ]),
    attack!("a request of a device that was taken out is shown again", replayed, [USER => Caught::User]),
];

type Shared<T> = Arc<Mutex<Option<T>>>;

fn put<T>(shared: &Shared<T>, what: T) {
    *shared.lock().expect("no panic") = Some(what);
}

fn taken<T>(shared: &Shared<T>) -> T {
    shared.lock().expect("no panic").take().expect("it was heard")
}

/// A phone that asks, and home that answers: as far as that goes.
fn compare(stage: &Stage, new: &Handset) -> Result<(Approving, Comparing), AccountError> {
    here(async {
        let asking = new.landfall.ask_approval(new.port(), &sign_in(new.name)).await.expect("it may ask");
        let approval = asking.approval().clone();
        let (approving, comparing) =
            tokio::join!(stage.home.landfall.approve_device(stage.home.port(), &approval), asking.answered());
        Ok((approving?, comparing.expect("it is answered")))
    })
}

/// The user looks at both, and says yes or no.
fn judged(approving: Approving, comparing: &Comparing) -> Result<(), Caught> {
    if USER.on() && approving.code() != comparing.code() {
        here(approving.refuse()).expect("it is told");
        return Err(Caught::User);
    }
    here(approving.grant())?;
    Ok(())
}

/// To home the server is a new device; to the new one it is an old one.
fn middle(stage: &mut Stage) -> Strike {
    let new = stage.stranger("tablet");
    let account = stage.sheet.account;
    let (own, gone): (Shared<approve::Asking>, Shared<approve::Compared>) = Default::default();
    // Its own request in the place of the other's, under the same number, and its own half in the place of home's.
    let (asked, answered) = (own.clone(), gone.clone());
    new.way.asks::<ApprovalRequest>("POST /v1/approvals", move |request| {
        let device = request.device.clone();
        let mut number = Some(request.approval.clone());
        let mut random = |out: &mut [u8]| match number.take() {
            // The first that is drawn is the request's number.
            Some(number) => out.copy_from_slice(&number.0),
            None => random(out),
        };
        let (asking, made) = approve::Asking::begin(account, device, &mut random);
        put(&asked, asking);
        *request = made;
    });
    let opened: Shared<OpenApproval> = Shared::default();
    let half = Bytes::from(Half::make().public);
    let opens = opened.clone();
    new.way.answers::<Approval>("GET /v1/approvals/", move |approval| {
        let Some(answer) = &approval.answer else { return };
        if let Some(asking) = own.lock().expect("no panic").take() {
            let (compared, said) = asking.answered(answer).expect("it fits");
            put(&answered, compared);
            put(&opens, OpenApproval { opened: said.opened.expect("it is opened") });
        }
        approval.answer = Some(ApprovalAnswer { half: half.clone() });
    });
    new.way.asks::<OpenApproval>("PUT /v1/approvals/", move |said| {
        *said = opened.lock().expect("no panic").clone().expect("it was answered before");
    });
    let granted = heard_by(&stage.home);
    Box::new(move |stage| {
        let (approving, comparing) = compare(stage, &new)?;
        judged(approving, &comparing)?;
        let (keys, _) = taken(&gone).granted(&taken(&granted), Scheme::CHEAP).expect("it is sealed to the server");
        assert_eq!(keys, stage.home.account().keys, "the server has the account's keys");
        Ok(())
    })
}

/// What home seals for the device that it lets in.
fn heard_by(home: &Handset) -> Shared<ApprovalGrant> {
    let heard: Shared<ApprovalGrant> = Shared::default();
    let hears = heard.clone();
    home.way.asks::<serde_json::Value>("PUT /v1/approvals/", move |said| {
        // What it answers goes the same way.
        if let Ok(grant) = serde_json::from_value(said.clone()) {
            put(&hears, grant);
        }
    });
    heard
}

/// As in [`middle`], but the server opens its half to home only once it has seen all the others, and until the codes are the same.
fn late(stage: &mut Stage) -> Strike {
    let new = stage.stranger("tablet");
    let account = stage.sheet.account;
    let (own, theirs) = (Half::make(), Half::make().public);
    // What home is shown: a request with a commitment to nothing.
    let shown: Shared<(ApprovalRequest, ApprovalRequest)> = Shared::default();
    let shows = shown.clone();
    new.way.asks::<ApprovalRequest>("POST /v1/approvals", move |request| {
        let honest = request.clone();
        request.commitment = Bytes::from([7; 32]);
        put(&shows, (honest, request.clone()));
    });
    let answered: Shared<[u8; 81]> = Shared::default();
    let (answers, homes) = (answered.clone(), answered.clone());
    new.way.answers::<Approval>("GET /v1/approvals/", move |approval| {
        if let Some(answer) = &approval.answer {
            put(&answers, answer.half.0.as_slice().try_into().expect("81 bytes"));
            approval.answer = Some(ApprovalAnswer { half: Bytes::from(theirs) });
        }
    });
    let found: Shared<[u8; 32]> = Shared::default();
    let (finds, public) = (found.clone(), own.public);
    new.way.asks::<OpenApproval>("PUT /v1/approvals/", move |said| {
        let (honest, shown) = shown.lock().expect("no panic").clone().expect("it has asked");
        let home = answered.lock().expect("no panic").expect("home has answered");
        let opened: [u8; 81] = said.opened.0.as_slice().try_into().expect("81 bytes");
        let code = code(&transcript(account, &honest, &opened, &theirs));
        let (half, transcript) = same_code(account, &shown, public, &home, code);
        said.opened = Bytes::from(half);
        put(&finds, transcript);
    });
    let granted = heard_by(&stage.home);
    Box::new(move |stage| {
        let (approving, comparing) = compare(stage, &new)?;
        assert_eq!(approving.code(), comparing.code(), "nobody sees a difference");
        judged(approving, &comparing)?;
        let root = own.opens(&taken(&homes), &taken(&found), &taken(&granted).sealed);
        assert_eq!(root, stage.home.account().keys.root, "the server has the account's root");
        Ok(())
    })
}

/// The server changes the key of a device that asks, so that another one is let in.
fn other_key(stage: &mut Stage) -> Strike {
    let new = stage.stranger("tablet");
    let key = Bytes::from(Key::generate().public());
    let own = key.clone();
    new.way.asks::<ApprovalRequest>("POST /v1/approvals", move |request| request.device.key = key.clone());
    Box::new(move |stage| {
        let (approving, comparing) = compare(stage, &new)?;
        judged(approving, &comparing)?;
        let manifest = stage.home.account().manifest().expect("a list");
        assert!(manifest.devices.iter().any(|device| device.key == own), "it is one of the account's");
        Ok(())
    })
}

/// A device asked, was let in and was taken out again; the server shows home its request anew.
fn replayed(stage: &mut Stage) -> Strike {
    let thief = stage.stranger("tablet");
    let old: Shared<Approval> = Shared::default();
    let keeps = old.clone();
    stage.home.way.answers::<Approval>("GET /v1/approvals/", move |approval| {
        if approval.request.opened.is_some() {
            put(&keeps, approval.clone());
        }
    });
    let (approving, comparing) = compare(stage, &thief).expect("honest");
    here(async { tokio::join!(approving.grant(), comparing.granted()) }).0.expect("it is let in");
    here(stage.home.landfall.revoke_device(stage.home.port(), "tablet")).expect("it is taken out");
    stage.settle();
    stage.home.way.is_honest();
    let again = Approval { answer: None, grant: None, ..taken(&old) };
    let (number, waits) = (again.request.approval.clone(), again.clone());
    stage.home.way.answers::<Approvals>("GET /v1/approvals", move |told| told.approvals = vec![waits.clone()]);
    for route in ["GET /v1/approvals/", "PUT /v1/approvals/"] {
        stage.home.way.instead(route, &again);
    }
    Box::new(move |stage| {
        let home = &stage.home;
        assert_eq!(here(home.landfall.waiting_devices(home.port())).expect("a list").len(), 1, "it is asked for");
        // The user has no device at hand that asks.
        if USER.on() {
            return Err(Caught::User);
        }
        let approving = here(home.landfall.approve_device(home.port(), &number))?;
        here(approving.grant())?;
        let manifest = home.account().manifest().expect("a list");
        assert!(manifest.devices.iter().all(|device| !device.revoked), "the thief is one of the account's again");
        Ok(())
    })
}

/// A one-time key and half of a code, as `docs/account-keys.md` has it.
struct Half {
    key: EphemeralPrivateKey,
    public: [u8; 81],
}

impl Half {
    fn make() -> Self {
        let key = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).expect("random is there");
        let mut public = [0; 81];
        public[..65].copy_from_slice(key.compute_public_key().expect("a point").as_ref());
        random(&mut public[65..]);
        Self { key, public }
    }

    /// The root that was sealed to it.
    fn opens(self, other: &[u8; 81], transcript: &[u8; 32], sealed: &Bytes) -> Root {
        let point = UnparsedPublicKey::new(&ECDH_P256, &other[..65]);
        let key = agree_ephemeral(self.key, &point, |shared| {
            let mut key = [0; 32];
            let prk = Salt::new(HKDF_SHA256, transcript).extract(shared);
            prk.expand(&[b"landfall/1 approval keys"], HKDF_SHA256)
                .and_then(|okm| okm.fill(&mut key))
                .expect("32 bytes");
            key
        });
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key.expect("it agrees")).expect("32 bytes"));
        let (nonce, body) = sealed.0.split_at(12);
        let mut plain = body.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).expect("12 bytes");
        let plain = key.open_in_place(nonce, Aad::from(transcript), &mut plain).expect("it is sealed to this key");
        Root::read(&plain[..32]).expect("32 bytes")
    }
}

/// `H(…)` with some of its arguments.
fn with(context: &mut Context, parts: &[&[u8]]) {
    for part in parts {
        context.update(&(part.len() as u32).to_be_bytes());
        context.update(part);
    }
}

fn begun(account: AccountId, request: &ApprovalRequest) -> Context {
    let ApprovalRequest { approval, device, commitment, .. } = request;
    let mut context = Context::new(&SHA256);
    let label = b"landfall/1 approval transcript";
    let name = device.name.as_bytes();
    with(&mut context, &[label, &account.0, &approval.0, &device.id.0, name, &device.key.0, &commitment.0]);
    context
}

fn transcript(account: AccountId, request: &ApprovalRequest, new: &[u8; 81], old: &[u8; 81]) -> [u8; 32] {
    let mut context = begun(account, request);
    with(&mut context, &[new, old]);
    context.finish().as_ref().try_into().expect("32 bytes")
}

fn code(transcript: &[u8; 32]) -> u64 {
    let mut context = Context::new(&SHA256);
    with(&mut context, &[b"landfall/1 approval code", transcript]);
    let hash = context.finish();
    u64::from_be_bytes(hash.as_ref()[..8].try_into().expect("8 bytes")) % 1_000_000
}

/// A half with which the code is this one: a million tries or so.
fn same_code(
    account: AccountId,
    request: &ApprovalRequest,
    mut half: [u8; 81],
    old: &[u8; 81],
    wanted: u64,
) -> ([u8; 81], [u8; 32]) {
    let begun = begun(account, request);
    for number in 0_u64.. {
        half[65..73].copy_from_slice(&number.to_be_bytes());
        let mut context = begun.clone();
        with(&mut context, &[&half, old]);
        let transcript = context.finish().as_ref().try_into().expect("32 bytes");
        if code(&transcript) == wanted {
            return (half, transcript);
        }
    }
    unreachable!("there are enough numbers")
}
