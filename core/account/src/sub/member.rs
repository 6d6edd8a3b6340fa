use super::{AgreementKey, Code, SubError, checks};
use crate::{
    keys::AccountKeys,
    record::Side,
    signed::{Kind, Signed},
    wire::{Bytes, Introduced, Member},
};

/// What the account says of itself.
#[must_use]
pub fn member(keys: &AccountKeys, name: &str) -> Signed {
    let owner = keys.owner();
    let member = Member {
        account: keys.account.bytes(),
        owner_key: Bytes::from(owner.public_key()),
        agreement_key: Bytes::from(AgreementKey::of(&keys.account, &keys.root).public_key()),
        name: name.to_owned(),
    };
    owner.sign(Kind::Member, &member)
}

/// The same, vouched for by the code.
#[must_use]
pub fn introduce(keys: &AccountKeys, name: &str, side: Side, code: &Code) -> Introduced {
    let member = member(keys, name);
    let vouch = code.vouch(side, &member.payload);
    Introduced { member, vouch }
}

/// The account that had the code, on that side.
///
/// # Errors
/// [`SubError::Vouch`], [`SubError::Member`].
pub fn introduced(code: &Code, side: Side, said: &Introduced) -> Result<Member, SubError> {
    if checks::VOUCH.on() && !code.vouches(side, &said.member.payload, &said.vouch) {
        return Err(SubError::Vouch);
    }
    read_member(&said.member)
}

/// An account's word on itself. Who says it is not proved by it: anybody signs for himself.
///
/// # Errors
/// [`SubError::Member`].
pub fn read_member(signed: &Signed) -> Result<Member, SubError> {
    let said: Member = serde_json::from_slice(&signed.payload.0).map_err(|_| SubError::Member)?;
    let verified = signed.verify::<Member>(Kind::Member, &said.owner_key.0);
    if checks::MEMBER.on() && verified.is_err() {
        return Err(SubError::Member);
    }
    Ok(said)
}
