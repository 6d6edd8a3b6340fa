use super::world::World;
use account::record::PhoneBookEntry;
use landfall_app::sim::Entry;

fn entry(number: u8, name: &str) -> Entry {
    Entry { number, name: name.to_owned(), dial: "+99901234".to_owned() }
}

// R: B4
#[tokio::test]
async fn a_cards_phone_book_reaches_the_other_devices() {
    let world = World::new(2);
    let iccid = "8999900000000000001".parse().expect("19 digits");
    let names = |phone: usize| {
        let kept = world.app(phone).account_records::<PhoneBookEntry>().expect("reads");
        let mut names: Vec<String> = kept.into_iter().map(|one| one.what.name).collect();
        names.sort();
        names
    };
    world.app(0).keep_phone_book(&iccid, &[entry(1, "Ann"), entry(2, "Bob")]).expect("it waits");
    world.settle().await;
    assert_eq!(names(1), ["Ann", "Bob"]);
    world.app(0).keep_phone_book(&iccid, &[entry(1, "Anna"), entry(3, "Cy")]).expect("it waits");
    world.app(0).keep_phone_book(&iccid, &[entry(1, "Anna"), entry(3, "Cy")]).expect("the same again is nothing");
    world.settle().await;
    assert_eq!(names(1), ["Anna", "Cy"]);
    world.app(0).keep_phone_book(&iccid, &[entry(2, "Dee")]).expect("it waits");
    world.settle().await;
    assert_eq!(names(1), ["Dee"], "a record of the card that was free is used again");
    let written = world.server.lock().log.entries.len();
    assert_eq!(written, 2 + 3 + 3);
    world.app(0).forget_account().expect("it forgets");
    world.app(0).keep_phone_book(&iccid, &[entry(1, "Eve")]).expect("nobody is signed in: nothing to do");
}
