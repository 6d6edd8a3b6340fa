use crate::{made::id, world::World};
use account::{keys::AccountId, wire::Wake};
use landfall_cloud::storage::{Heard, Woken};
use std::time::Duration;

// R: B6
pub(crate) async fn every_instance_hears(World { one, two, .. }: &World) {
    let (mut here, mut there) = (one.listen(), two.listen());
    let wakes = [Some(Wake::Orders), Some(Wake::Log), Some(Wake::Manifest), Some(Wake::Approval), None];
    for (n, wake) in (1..).zip(wakes) {
        let woken = Woken { account: AccountId([n; 16]), device: (n % 2 == 0).then(|| id(n)), wake };
        one.wake(woken.clone()).await.expect("tells");
        for listener in [&mut here, &mut there] {
            let heard = tokio::time::timeout(Duration::from_secs(20), listener.recv()).await;
            assert_eq!(heard.expect("in time").expect("is told"), Heard::Woken(woken.clone()));
        }
    }
}
