//! The types of `account::wire`, as JSON Schema: written by hand, so that `core` needs to know nothing of OpenAPI; `cloud/tests` holds each
//! against what the types serialise to.

use utoipa::openapi::{
    Object, Ref, RefOr, Schema,
    schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type},
};

pub(super) type Shape = RefOr<Schema>;

/// Each by its name.
#[must_use]
pub fn all() -> Vec<(&'static str, Shape)> {
    let mut all = values();
    all.extend(signed());
    all.extend(accounts());
    all.extend(devices());
    all.extend(log());
    all.extend(orders());
    all.extend(network());
    all.extend(super::subs::all());
    all
}

/// A member that must be there.
pub(super) fn must(name: &'static str, shape: Shape) -> (&'static str, Shape, bool) {
    (name, shape, true)
}

/// A member that may be left out.
pub(super) fn may(name: &'static str, shape: Shape) -> (&'static str, Shape, bool) {
    (name, shape, false)
}

pub(super) fn object<const N: usize>(members: [(&'static str, Shape, bool); N]) -> Shape {
    let mut object = ObjectBuilder::new().schema_type(Type::Object);
    for (name, shape, required) in members {
        object = object.property(name, shape);
        if required {
            object = object.required(name);
        }
    }
    RefOr::T(Schema::Object(object.build()))
}

pub(super) fn of(name: &str) -> Shape {
    RefOr::Ref(Ref::from_schema_name(name))
}

pub(super) fn list(of: Shape) -> Shape {
    RefOr::T(Schema::Array(ArrayBuilder::new().items(of).build()))
}

/// Or null.
pub(super) fn or_null(shape: Shape) -> Shape {
    one_of([shape, plain(Type::Null)])
}

pub(super) fn one_of<const N: usize>(shapes: [Shape; N]) -> Shape {
    let one = shapes.into_iter().fold(OneOfBuilder::new(), OneOfBuilder::item);
    RefOr::T(Schema::OneOf(one.build()))
}

fn plain(kind: Type) -> Shape {
    RefOr::T(Schema::Object(Object::with_type(kind)))
}

pub(super) fn words<const N: usize>(words: [&'static str; N]) -> Shape {
    let words = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words));
    RefOr::T(Schema::Object(words.build()))
}

pub(super) fn bytes() -> Shape {
    of("Bytes")
}

pub(super) fn number() -> Shape {
    of("Number")
}

pub(super) fn text() -> Shape {
    plain(Type::String)
}

fn flag() -> Shape {
    plain(Type::Boolean)
}

fn values() -> Vec<(&'static str, Shape)> {
    let bytes = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^[A-Za-z0-9_-]*$"))
        .description(Some("base64url without padding (RFC 4648 §5)"));
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
    let any = ObjectBuilder::new().schema_type(SchemaType::AnyValue);
    vec![
        ("Bytes", RefOr::T(Schema::Object(bytes.build()))),
        ("Number", RefOr::T(Schema::Object(number.build()))),
        ("Any", RefOr::T(Schema::Object(any.build()))),
        ("Page", text()),
        ("Health", object([must("status", text())])),
        (
            "Problem",
            object([
                must("type", text()),
                must("title", text()),
                must("status", of("Number")),
                must("detail", text()),
                must("instance", text()),
            ]),
        ),
    ]
}

fn signed() -> Vec<(&'static str, Shape)> {
    let by = |name| object([must(name, bytes())]);
    vec![
        ("Signer", one_of([words(["owner", "lock", "sheet"]), by("device"), by("passkey"), by("kiosk"), by("sub")])),
        ("Signed", object([must("payload", bytes()), must("signer", of("Signer")), must("signature", bytes())])),
        (
            "SessionProof",
            object([
                must("account", bytes()),
                may("device", bytes()),
                may("epoch", number()),
                must("challenge", bytes()),
            ]),
        ),
    ]
}

fn accounts() -> Vec<(&'static str, Shape)> {
    let sealed = || of("SealedKeys");
    vec![
        (
            "SealedKeys",
            object([
                must("root", bytes()),
                must("root_by_sheet", bytes()),
                must("lock", bytes()),
                must("keyring", bytes()),
            ]),
        ),
        ("RegisterStart", object([must("login", text()), must("request", bytes())])),
        ("RegisterStarted", object([must("response", bytes())])),
        (
            "Register",
            object([
                must("login", text()),
                must("account", bytes()),
                must("record", bytes()),
                must("sealed", sealed()),
                must("manifest", of("Signed")),
            ]),
        ),
        (
            "AccountView",
            object([
                must("account", bytes()),
                must("sealed", sealed()),
                must("manifest", number()),
                must("restore_epoch", number()),
            ]),
        ),
        (
            "Export",
            object([
                must("account", bytes()),
                must("login", text()),
                must("sealed", sealed()),
                must("manifests", list(of("Signed"))),
                must("entries", list(of("Entry"))),
                must("orders", list(of("OrderView"))),
            ]),
        ),
        ("LoginStart", object([must("login", text()), must("request", bytes())])),
        ("LoginStarted", object([must("attempt", bytes()), must("response", bytes())])),
        ("LoginFinish", object([must("attempt", bytes()), must("finish", bytes())])),
        ("LoggedIn", object([must("account", bytes()), must("token", text()), must("sealed", sealed())])),
        ("PasskeySignIn", object([must("account", bytes()), must("proof", of("Signed"))])),
        ("Challenge", object([must("challenge", bytes())])),
        ("Session", object([must("token", text()), must("expires", number())])),
        (
            "ReplaceKeys",
            object([
                may("record", or_null(bytes())),
                must("sealed", sealed()),
                must("manifest", of("Signed")),
                may("hand_overs", list(of("HandOver"))),
            ]),
        ),
        ("HandOver", object([must("device", bytes()), must("key", bytes()), must("sealed", bytes())])),
        ("Agreement", object([must("key", bytes()), must("signature", bytes())])),
        ("Succession", object([must("by_owner", of("Signed")), must("by_device", of("Signed"))])),
        (
            "Successor",
            object([
                must("account", bytes()),
                must("version", number()),
                must("previous", bytes()),
                must("owner_key", bytes()),
                must("device", bytes()),
                must("epoch", number()),
            ]),
        ),
    ]
}

fn devices() -> Vec<(&'static str, Shape)> {
    vec![
        ("Kdf", object([must("memory", number()), must("passes", number()), must("lanes", number())])),
        ("Passkey", object([must("id", bytes()), must("key", bytes()), must("rp_id", text()), must("name", text())])),
        (
            "Device",
            object([
                must("id", bytes()),
                must("name", text()),
                must("key", bytes()),
                must("epoch", number()),
                must("revoked", flag()),
                may("agreement", of("Agreement")),
            ]),
        ),
        (
            "Manifest",
            object([
                must("account", bytes()),
                must("version", number()),
                must("previous", bytes()),
                must("owner_key", bytes()),
                must("lock_key", bytes()),
                must("sheet_key", bytes()),
                may("passkeys", list(of("Passkey"))),
                must("devices", list(of("Device"))),
                must("key_epoch", number()),
                may("keyring", bytes()),
                must("kdf", of("Kdf")),
                must("revocation_epoch", number()),
                may("succession", of("Succession")),
            ]),
        ),
        ("Manifests", object([must("manifests", list(of("Signed")))])),
        ("NextManifest", object([must("manifest", of("Signed"))])),
        (
            "ApprovalRequest",
            object([
                must("approval", bytes()),
                must("device", of("Device")),
                must("commitment", bytes()),
                may("opened", or_null(bytes())),
            ]),
        ),
        ("ApprovalAnswer", object([must("half", bytes())])),
        ("OpenApproval", object([must("opened", bytes())])),
        ("ApprovalGrant", object([must("sealed", bytes()), must("manifest", of("Signed"))])),
        (
            "Approval",
            object([
                must("request", of("ApprovalRequest")),
                may("answer", or_null(of("ApprovalAnswer"))),
                may("grant", or_null(of("ApprovalGrant"))),
                must("expires", number()),
            ]),
        ),
        ("Approvals", object([must("approvals", list(of("Approval")))])),
    ]
}

fn log() -> Vec<(&'static str, Shape)> {
    let write = || {
        [
            must("record", bytes()),
            must("kind", text()),
            must("version", number()),
            must("key_epoch", number()),
            may("deleted", flag()),
            may("sealed", bytes()),
        ]
    };
    let [record, kind, version, key_epoch, deleted, sealed] = write();
    let entry = [
        must("seq", number()),
        must("device", bytes()),
        may("digest", bytes()),
        record,
        kind,
        version,
        key_epoch,
        deleted,
        sealed,
    ];
    vec![
        ("Write", object(write())),
        ("Entry", object(entry)),
        (
            "Head",
            object([
                must("account", bytes()),
                must("device", bytes()),
                must("seq", number()),
                must("chain", bytes()),
                must("restore_epoch", number()),
                must("time", number()),
            ]),
        ),
        ("Push", object([must("batch", bytes()), must("writes", list(of("Write"))), must("head", of("Signed"))])),
        ("Pushed", object([must("first_seq", number())])),
        ("Conflicts", object([must("entries", list(of("Entry")))])),
        (
            "Pulled",
            object([
                must("entries", list(of("Entry"))),
                must("last_seq", number()),
                must("heads", list(of("Signed"))),
                must("manifest", number()),
                must("restore_epoch", number()),
            ]),
        ),
        ("PutHead", object([must("head", of("Signed"))])),
    ]
}

fn orders() -> Vec<(&'static str, Shape)> {
    let outcomes = words(["locked", "unlocked", "erased", "barred", "copied", "activated", "taken_back"]);
    let states = words(["stored", "sent", "received", "locked", "erased", "done", "refused", "overdue", "taken_back"]);
    let verbs = words([
        "lock",
        "unlock",
        "delete",
        "wipe",
        "prepare",
        "send",
        "copy",
        "overwrite",
        "activate",
        "deactivate",
        "take_back",
    ]);
    let [prepared, sent] = [object([must("prepared", of("Signed"))]), object([must("sent", bytes())])];
    let [deactivated, refused] = [object([must("deactivated", bytes())]), object([must("refused", text())])];
    // A state and its time: JSON has no pairs, and OpenAPI 3.1 says so by JSON Schema's prefixItems.
    let state = OneOfBuilder::new().item(of("OrderState")).build();
    let time = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).build();
    let at = ArrayBuilder::new()
        .prefix_items([Schema::OneOf(state), Schema::Object(time)])
        .items(utoipa::openapi::schema::ArrayItems::False);
    let at = RefOr::T(Schema::Array(at.build()));
    vec![
        ("Verb", verbs),
        ("OrderState", states),
        ("Outcome", one_of([outcomes, prepared, sent, deactivated, refused])),
        ("Wake", words(["orders", "log", "manifest", "approval"])),
        (
            "Order",
            object([
                must("account", bytes()),
                must("order", bytes()),
                must("verb", of("Verb")),
                must("device", bytes()),
                must("epoch", number()),
                must("counter", number()),
                must("issued", number()),
                must("deadline", number()),
                must("not_before", number()),
                may("cards", list(text())),
                may("parameters", of("Any")),
                must("manifest", number()),
            ]),
        ),
        (
            "Receipt",
            object([
                must("account", bytes()),
                must("device", bytes()),
                must("epoch", number()),
                must("order", bytes()),
                must("number", number()),
                must("previous", bytes()),
                must("outcome", of("Outcome")),
                may("cards", list(text())),
                must("time", number()),
            ]),
        ),
        ("PutOrder", object([must("order", of("Signed"))])),
        (
            "OrderView",
            object([must("order", of("Signed")), must("states", list(at)), may("receipt", or_null(of("Signed")))]),
        ),
        ("Orders", object([must("orders", list(of("OrderView")))])),
        ("Receipts", object([must("receipts", list(of("Signed")))])),
        (
            "Contact",
            object([must("proof", of("Signed")), may("receipts", list(of("Signed"))), may("manifest", number())]),
        ),
        (
            "Waiting",
            object([
                must("orders", list(of("Signed"))),
                must("accepted", number()),
                may("refused", text()),
                may("manifests", list(of("Signed"))),
                must("time", number()),
            ]),
        ),
    ]
}

fn network() -> Vec<(&'static str, Shape)> {
    let states =
        words(["available", "reserved", "distributed", "in-use", "insufficient-balance", "suspended", "retired"]);
    let balance = plain(Type::Integer);
    let iccid = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]{18,20}$"));
    vec![
        ("Iccid", RefOr::T(Schema::Object(iccid.build()))),
        ("NumberState", states),
        ("RegisterKiosk", object([must("token", text()), must("registration", of("Signed"))])),
        ("Registered", object([must("kiosk", bytes())])),
        ("KioskContact", object([must("call", of("Signed")), must("reports", list(of("Signed")))])),
        ("KioskChain", object([must("epoch", number()), must("number", number()), must("previous", bytes())])),
        (
            "KioskNews",
            object([
                must("iccid", of("Iccid")),
                must("state", of("NumberState")),
                may("balance", or_null(balance)),
                must("at", number()),
                must("why", text()),
            ]),
        ),
        ("HandleNotification", object([must("pendingNotification", text())])),
        ("LateResult", object([must("seq", number()), must("notification", bytes())])),
        (
            "KioskAnswer",
            object([
                must("chain", of("KioskChain")),
                may("refused", or_null(text())),
                must("news", list(of("KioskNews"))),
                must("after", number()),
                must("results", list(of("LateResult"))),
                must("more", flag()),
            ]),
        ),
        ("RenewEum", object([must("renewal", of("Signed"))])),
        ("EumRenewed", object([must("certificate", bytes()), must("issuer", bytes())])),
        (
            "CertifyCard",
            object([
                must("challenge", bytes()),
                must("request", bytes()),
                must("euicc_certificate", bytes()),
                must("eum_certificate", bytes()),
                must("cards", list(text())),
            ]),
        ),
        ("CardCertified", object([must("euicc_certificate", bytes()), must("eum_certificate", bytes())])),
        ("ClaimStarted", object([must("rand", bytes())])),
        ("PushAddress", object([must("service", words(["fcm", "apns"])), must("token", text())])),
        ("Claim", object([must("rand", bytes()), must("proof", bytes())])),
    ]
}
