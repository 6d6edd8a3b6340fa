use crate::{made::NOW, world::World};
use landfall_cloud::storage::Purpose;

// R: B4
pub(crate) async fn a_value_is_taken_once(World { one, two, .. }: &World) {
    for n in 0..20 {
        let key = [n; 32];
        one.put_once(&key, Purpose::Claim, b"value", NOW + 60).await.expect("keeps");
        // The same again, as after a lost answer.
        one.put_once(&key, Purpose::Claim, b"value", NOW + 60).await.expect("keeps");
        assert_eq!(two.take_once(&key, Purpose::Attempt, NOW).await.expect("answers"), None);
        let take = |storage: &std::sync::Arc<dyn landfall_cloud::storage::Storage>| {
            let storage = storage.clone();
            tokio::spawn(async move { storage.take_once(&key, Purpose::Claim, NOW).await.expect("answers") })
        };
        let callers: Vec<_> = (0..8).map(|caller| take(if caller % 2 == 0 { one } else { two })).collect();
        let mut taken = Vec::new();
        for caller in callers {
            taken.extend(caller.await.expect("runs"));
        }
        assert_eq!(taken, [b"value"]);
    }
}

// R: B4
pub(crate) async fn an_expired_value_is_nobodys(World { one, two, .. }: &World) {
    one.put_once(b"key", Purpose::Attempt, b"value", NOW).await.expect("keeps");
    assert_eq!(two.take_once(b"key", Purpose::Attempt, NOW).await.expect("answers"), None);
    assert_eq!(two.take_once(b"key", Purpose::Attempt, NOW - 1).await.expect("answers"), None, "it is gone for good");
}

// R: B4
pub(crate) async fn a_value_is_used_by_the_first_alone(World { one, two, .. }: &World) {
    for n in 0..20 {
        let key = [0xA0 | (n & 0xF), n];
        let use_it = |storage: &std::sync::Arc<dyn landfall_cloud::storage::Storage>| {
            let storage = storage.clone();
            tokio::spawn(async move { storage.use_once(&key, Purpose::Challenge, NOW + 60).await.expect("answers") })
        };
        let callers: Vec<_> = (0..8).map(|caller| use_it(if caller % 2 == 0 { one } else { two })).collect();
        let mut firsts = 0;
        for caller in callers {
            firsts += u32::from(caller.await.expect("runs"));
        }
        assert_eq!(firsts, 1);
        assert!(
            two.use_once(&key, Purpose::Attempt, NOW + 60).await.expect("answers"),
            "for another purpose it is another"
        );
    }
}
