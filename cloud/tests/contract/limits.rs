use crate::{made::NOW, world::World};
use landfall_cloud::storage::Allowance;

const THREE: Allowance = Allowance { burst: 3, every: 10 };

// R: B4
pub(crate) async fn tries_are_counted(World { one, two, .. }: &World) {
    let (key, other) = ([1; 32], [2; 32]);
    for _ in 0..3 {
        assert_eq!(one.take(key, THREE, NOW).await.expect("answers"), Ok(()));
    }
    assert_eq!(two.take(key, THREE, NOW).await.expect("answers"), Err(10));
    assert_eq!(two.take(key, THREE, NOW + 4).await.expect("answers"), Err(6));
    assert_eq!(two.take(other, THREE, NOW + 4).await.expect("answers"), Ok(()));
    assert_eq!(two.take(key, THREE, NOW + 10).await.expect("answers"), Ok(()));
    assert_eq!(one.take(key, THREE, NOW + 10).await.expect("answers"), Err(10));
    // After a rest there is a burst again, and no more than that.
    for _ in 0..3 {
        assert_eq!(two.take(key, THREE, NOW + 1_000).await.expect("answers"), Ok(()));
    }
    assert_eq!(one.take(key, THREE, NOW + 1_000).await.expect("answers"), Err(10));
    let never = Allowance { burst: 0, every: 10 };
    assert!(one.take([3; 32], never, NOW).await.expect("answers").is_err());
}

// R: B4
pub(crate) async fn the_count_is_exact_whoever_asks(World { one, two, .. }: &World) {
    let allowance = Allowance { burst: 7, every: 3_600 };
    for key in 1..5 {
        let callers: Vec<_> = (0..40)
            .map(|caller| {
                let storage = if caller % 2 == 0 { one.clone() } else { two.clone() };
                tokio::spawn(async move { storage.take([key; 32], allowance, NOW).await.expect("answers") })
            })
            .collect();
        let mut taken = 0;
        for caller in callers {
            taken += usize::from(caller.await.expect("runs").is_ok());
        }
        assert_eq!(taken, 7);
    }
}

// R: B4
pub(crate) async fn a_try_is_given_back(World { one, two, .. }: &World) {
    let key = [1; 32];
    for _ in 0..20 {
        assert_eq!(one.take(key, THREE, NOW).await.expect("answers"), Ok(()));
        two.give_back(key).await.expect("gives back");
    }
    // One that was never taken gives nothing.
    two.give_back([2; 32]).await.expect("answers");
    for _ in 0..3 {
        assert_eq!(one.take([2; 32], THREE, NOW).await.expect("answers"), Ok(()));
    }
    assert!(one.take([2; 32], THREE, NOW).await.expect("answers").is_err());
}
