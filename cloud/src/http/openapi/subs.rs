//! The types of accounts that are tied (`account::wire`), as JSON Schema.

use super::schemas::{Shape, bytes, list, may, must, number, object, of, one_of, or_null, text, words};

/// Each by its name.
pub(super) fn all() -> Vec<(&'static str, Shape)> {
    let signed = || of("Signed");
    vec![
        (
            "Member",
            object([
                must("account", bytes()),
                must("owner_key", bytes()),
                must("agreement_key", bytes()),
                must("name", text()),
            ]),
        ),
        ("Introduced", object([must("member", signed()), must("vouch", bytes())])),
        ("NewSub", object([must("sub", bytes()), must("main", of("Introduced"))])),
        (
            "SubView",
            object([
                must("sub", bytes()),
                must("main", of("Introduced")),
                may("accepted", or_null(of("Introduced"))),
                must("expires", number()),
            ]),
        ),
        ("Subs", object([must("subs", list(of("SubView"))), must("standings", list(signed()))])),
        ("Link", words(["invited", "linked", "unlinked"])),
        (
            "Standing",
            object([
                must("by", bytes()),
                must("from", signed()),
                must("to", signed()),
                must("link", of("Link")),
                must("rights", list(signed())),
                must("number", number()),
                must("time", number()),
            ]),
        ),
        ("PutStanding", object([must("standing", signed())])),
        ("Role", words(["manager", "member", "viewer"])),
        ("Right", words(["see", "use", "edit", "copy", "lock", "erase", "buy", "delegate"])),
        ("Cards", one_of([words(["all"]), object([must("only", list(text()))])])),
        (
            "Capability",
            object([
                must("account", bytes()),
                must("parent", bytes()),
                must("holder", bytes()),
                must("role", of("Role")),
                must("acts", list(of("Right"))),
                must("cards", of("Cards")),
                must("expires", number()),
                must("depth", number()),
                must("revocation_epoch", number()),
            ]),
        ),
        (
            "Share",
            object([
                must("from", bytes()),
                must("to", bytes()),
                must("number", number()),
                must("key", bytes()),
                must("sealed", bytes()),
            ]),
        ),
        (
            "SharedCard",
            object([
                must("iccid", text()),
                must("operator", text()),
                must("name", text()),
                must("state", text()),
                must("device", bytes()),
                must("device_name", text()),
                must("epoch", number()),
                must("acts", list(of("Right"))),
            ]),
        ),
        ("Shared", object([must("cards", list(of("SharedCard"))), must("time", number())])),
        ("PutShare", object([must("share", signed())])),
        ("Shares", object([must("shares", list(signed()))])),
    ]
}
