use crate::{made::*, world::World};
use landfall_cloud::storage::{Allowance, Purpose};

// R: B4
pub(crate) async fn a_server_secret_is_made_once(World { one, two, .. }: &World) {
    let makers: Vec<_> = (0..8_u8)
        .map(|maker| {
            let storage = if maker % 2 == 0 { one.clone() } else { two.clone() };
            tokio::spawn(async move { storage.server_secret("opaque", &[maker; 8]).await.expect("answers") })
        })
        .collect();
    let mut secrets = Vec::new();
    for maker in makers {
        secrets.push(maker.await.expect("runs"));
    }
    secrets.dedup();
    assert_eq!(secrets.len(), 1);
    assert_eq!(two.server_secret("opaque", b"later").await.expect("answers"), secrets[0]);
    assert_eq!(two.server_secret("other", b"another").await.expect("answers"), b"another");
    assert_eq!(two.restore_epoch().await.expect("reads"), 0);
    two.ping().await.expect("is there");
}

// R: B4
pub(crate) async fn what_is_over_is_swept_away(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    signed_in(&**one, 1, session(&account, Some(1))).await;
    let expired = landfall_cloud::storage::Session { expires: NOW, ..session(&account, Some(1)) };
    signed_in(&**one, 2, expired).await;
    one.put_once(b"old", Purpose::Challenge, b"", NOW).await.expect("keeps");
    one.put_once(b"new", Purpose::Challenge, b"", NOW + 1).await.expect("keeps");
    let allowance = Allowance { burst: 1, every: 10 };
    for (key, at) in [(1, NOW - 10), (2, NOW)] {
        assert_eq!(one.take([key; 32], allowance, at).await.expect("answers"), Ok(()));
    }
    for (n, expires) in [(1, NOW), (2, NOW + 1)] {
        let request =
            account::wire::ApprovalRequest { approval: id(n), device: device(3), commitment: id(1), opened: None };
        assert!(one.ask(&account, request, expires).await.expect("keeps"));
    }
    assert_eq!(two.sweep(NOW).await.expect("sweeps"), 4);
    assert_eq!(two.sweep(NOW).await.expect("sweeps"), 0);
    assert!(stands(&**two, 1).await);
    assert!(one.take([2; 32], allowance, NOW).await.expect("answers").is_err(), "who waits waits on");
    assert_eq!(two.take_once(b"new", Purpose::Challenge, NOW).await.expect("answers"), Some(Vec::new()));
    // More than one round of them.
    for n in 0..2_100_u32 {
        let key = n.to_be_bytes();
        if n % 50 == 0 {
            tokio::task::yield_now().await;
        }
        one.put_once(&key, Purpose::Attempt, b"", NOW).await.expect("keeps");
    }
    assert_eq!(two.sweep(NOW).await.expect("sweeps"), 2_100);
}
