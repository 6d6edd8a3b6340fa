//! Requests and answers get lost, and phones are killed: nothing is lost, nothing doubled.

use super::world::World;

/// What two phones do; each sync may fail once.
async fn story(world: &mut World) {
    world.set(0, "theme", "grey");
    for phone in [0, 1] {
        stubborn(world, phone).await;
    }
    world.set(0, "theme", "dark");
    world.set(0, "sound", "on");
    world.set(1, "theme", "light");
    for phone in [0, 1, 0] {
        stubborn(world, phone).await;
    }
    world.change(true, |_| ());
    world.app(1).unset_setting("sound").expect("it waits");
    for phone in [1, 0, 1, 0] {
        stubborn(world, phone).await;
    }
}

/// Syncs; after a failure the phone is killed, and syncs again.
async fn stubborn(world: &mut World, phone: usize) {
    for _ in 0..3 {
        if world.sync(phone).await.is_ok() {
            return;
        }
        world.phones[phone].kill();
    }
    panic!("it never ends");
}

async fn survives(lose: impl Fn(&mut World)) -> usize {
    let mut world = World::new(2);
    lose(&mut world);
    story(&mut world).await;
    for phone in 0..2 {
        assert_eq!(world.settings(phone), ["theme=\"dark\"", "theme=\"light\"?"]);
        assert_eq!(world.happened(phone), ["conflict"]);
        assert_eq!(world.app(phone).unsynced().expect("reads"), 0);
    }
    let inner = world.server.lock();
    let mut batches: Vec<_> = inner.log.batches.values().map(|(writes, _)| writes.len()).collect();
    assert_eq!(batches.iter().sum::<usize>(), inner.log.entries.len(), "each write once");
    batches.sort_unstable();
    inner.requests
}

// R: B4 F1
#[tokio::test]
async fn whichever_answer_is_lost_nothing_is_lost_or_doubled() {
    let all = survives(|_| ()).await;
    for number in 1..=all {
        survives(|world| world.server.lock().lost = vec![number]).await;
    }
}

// R: B4 F1
#[tokio::test]
async fn whichever_request_is_lost_nothing_is_lost_or_doubled() {
    let all = survives(|_| ()).await;
    for number in 1..=all {
        survives(|world| world.server.lock().unheard = vec![number]).await;
    }
}
