//! The numbers of `docs/account-keys.md`, for other clients.

use crate::{
    keys::{AccountId, DataKey, NameKey, Root},
    log::{Content, Namer, RecordId, chain, seal::Bound},
    wire::{Bytes, Entry},
};
use serde_json::json;

// R: B4
#[test]
fn the_log_is_written_as_documented() {
    let account = AccountId([1; 16]);
    let content = Content::of(&json!({ "nickname": "Holiday", "iccid": "8999900000000000001" }));
    assert_eq!(content.to_bytes(), br#"{"body":{"iccid":"8999900000000000001","nickname":"Holiday"}}"#);
    let bound = Bound {
        account: &account,
        record: RecordId([8; 16]),
        kind: "nickname",
        version: 1,
        key_epoch: 1,
        deleted: false,
        device: &[9; 16],
    };
    let hex = |bytes: &[u8]| hex::encode(bytes);
    assert_eq!(hex(&bound.associated()), ASSOCIATED);
    let write = bound.seal(&DataKey::new([4; 32]), Some(&content), &mut |out: &mut [u8]| out.fill(7));
    assert_eq!(hex(&write.sealed.0), SEALED);
    assert_eq!(bound.open(&DataKey::new([4; 32]), &write.sealed).expect("its own").expose(), content.to_bytes());
    let entry = Entry { seq: 1, device: Bytes::from([9; 16]), digest: Bytes::default(), write };
    let digest = chain::entry(&entry, &chain::sealed_digest(&entry).expect("it is sealed"));
    assert_eq!(hex(&digest), ENTRY);
    assert_eq!(hex(&chain::start(&account)), START);
    assert_eq!(hex(&chain::next(&chain::start(&account), &digest)), NEXT);
    let namer = Namer::by(&NameKey::of(&account, &Root::new([2; 32])));
    assert_eq!(hex(&namer.record("nickname", &["8999900000000000001"], 0).0), NAMED);
    let beside = namer.conflict(RecordId([8; 16]), "nickname", 1, br#"{"nickname":"Late"}"#);
    assert_eq!(hex(&beside.0), BESIDE);
}

const ASSOCIATED: &str = "6c616e6466616c6c2f31207265636f7264000101010101010101010101010101010108080808080808080808080808080808000000086e69636b6e616d65000000000000000100000001000000001009090909090909090909090909090909";
const SEALED: &str = "070707070707070707070707501c9794cbf9039dd3a81cc3989adf2555b63e5ac1b3d82c8bf51f287b7b9df1f1c225d88e18fa09bb59edef046ebfd122f8b4ef91371dbe6f7172bb5118959d5141bd08a08c3b05511ac03f23";
const ENTRY: &str = "c51c38409112dc35ce6b81cec49fe7ab79930f53da874690fb827a0a1d1a5095";
const START: &str = "c3432c8185f45f671dc1285212c76a51fb9b7f78977ae35eeef6e138e80eb8da";
const NEXT: &str = "b898ddd4b8a015a4e57a4ed1c944f739b6167742ef3da988764964209be4bd71";
const NAMED: &str = "74254fdf36fe6a8556004e08881a2403";
const BESIDE: &str = "165f232cb815ea6d75bd7fe339703f67";
