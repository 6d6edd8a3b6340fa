use crate::world::{DAY, World, rights};
use account::{
    record::Rights,
    rights::{Act, Cards, Link, Role},
};
use app::TieError;
use landfall_flows::here;

const CONSENT: [Act; 4] = [Act::See, Act::Use, Act::Lock, Act::Delegate];
const GIVEN: [Act; 3] = [Act::See, Act::Lock, Act::Erase];

fn consent() -> Rights {
    rights(Role::Manager, &CONSENT)
}

// R: B7
#[test]
fn sub_accounts_see_each_others_cards_while_they_are_linked_and_as_far_as_their_rights_go() {
    here(async {
        let world = World::tied(&rights(Role::Manager, &GIVEN), &consent()).await;
        let World { main, ann, ben, .. } = &world;
        world.settle().await;
        let [mains, anns, bens] = [main, ann, ben].map(|person| person.card.to_string());
        let own = |acts: &[Act]| ("Home".to_owned(), mains.clone(), acts.to_vec());
        // Unlinked, each sees what it was given of the main account's, and nothing of the other's.
        assert_eq!(ann.sees().await, [own(&GIVEN)]);
        assert_eq!(ben.sees().await, [own(&GIVEN)]);
        let consented = CONSENT.to_vec();
        assert_eq!(
            main.sees().await,
            [("Ann".to_owned(), anns.clone(), consented.clone()), ("Ben".to_owned(), bens.clone(), consented)]
        );
        // Linked, the other's too, as far as that one has consented and its own rights go.
        world.link().await;
        let both = vec![Act::See, Act::Lock];
        let ben_login = "ben@example.test".to_owned();
        assert_eq!(ann.sees().await, [own(&GIVEN), (ben_login, bens.clone(), both.clone())]);
        let ann_login = "ann@example.test".to_owned();
        assert_eq!(ben.sees().await, [own(&GIVEN), (ann_login.clone(), anns.clone(), both)]);
        // Each has rights of its own: Ben is to see alone, Ann as before.
        main.phone().grant_sub(main.port(), "Ben", &rights(Role::Viewer, &[Act::See])).await.expect("it is given");
        world.settle().await;
        let see = vec![Act::See];
        assert_eq!(ben.sees().await, [own(&see), (ann_login, anns.clone(), see)]);
        assert_eq!(ann.sees().await.len(), 2);
        // Unlinked again, neither sees anything of the other, whatever the other does from then on.
        world.unlink().await;
        assert_eq!(ben.sees().await, [own(&[Act::See])]);
        assert_eq!(ann.sees().await, [own(&GIVEN)]);
        ann.phone().set_nickname(&ann.card, "Secret").expect("it is renamed");
        world.settle().await;
        assert_eq!(ben.sees().await, [own(&[Act::See])]);
        let family = main.follow().await;
        assert_eq!((family.pairs.len(), family.pairs[0].link), (1, Link::Unlinked));
        assert!(family.cards.iter().any(|seen| seen.card.name == "Secret"), "who may sees it still");
        // And the server has never read a thing of it.
        let disk = world.server.disk();
        for secret in [anns.as_str(), bens.as_str(), mains.as_str(), "Secret"] {
            let there = disk.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!there, "{secret} lies at the server");
        }
    });
}

// R: B7
#[test]
fn a_sub_account_that_was_given_one_card_sees_that_one() {
    here(async {
        let world = World::strangers().await;
        let World { main, ann, .. } = &world;
        let none = Rights { cards: Cards::Only(vec![ann.card.to_string()]), ..rights(Role::Viewer, &[Act::See]) };
        let code = world.invite("Ann", &none).await;
        let consent = rights(Role::Manager, &[Act::See]);
        ann.phone().accept_sub(ann.port(), &code, "Home", &consent).await.expect("it is open");
        world.settle().await;
        assert_eq!(ann.sees().await, [], "none of the main account's is it");
        let one = Rights { cards: Cards::Only(vec![main.card.to_string()]), ..none };
        main.phone().grant_sub(main.port(), "Ann", &one).await.expect("it is given");
        assert_eq!(ann.sees().await.len(), 1);
        // Nobody may delegate what was not given to be delegated.
        let code = world.invite("Ben", &one).await;
        world.ben.phone().accept_sub(world.ben.port(), &code, "Home", &consent).await.expect("it is open");
        let linked = main.phone().link_subs(main.port(), "Ann", "Ben").await;
        assert!(matches!(linked, Err(TieError::NoConsent(name)) if name == "Ann"));
    });
}

// R: B7 F6
#[test]
fn rights_end_by_themselves_and_with_the_tie() {
    here(async {
        let given = rights(Role::Member, &[Act::See]);
        let world = World::tied(&given, &consent()).await;
        let World { main, ann, ben, .. } = &world;
        world.link().await;
        assert_eq!(ann.sees().await.len(), 2);
        // What Ben was shown of Ann is gone for him with the tie; what the others have is given anew.
        let epoch = main.phone().account().expect("an account").manifest().expect("one").revocation_epoch;
        main.phone().end_tie(main.port(), "Ann").await.expect("it ends");
        let manifest = main.phone().account().expect("an account").manifest().expect("one");
        assert_eq!(manifest.revocation_epoch, epoch + 1);
        assert_eq!(ann.sees().await, []);
        assert_eq!(ben.sees().await.len(), 1, "Ben's tie stands");
        let ties = main.follow().await.ties;
        let stands = |name: &str| ties.iter().find(|tie| tie.name == name).map(|tie| tie.link);
        assert_eq!((stands("Ann"), stands("Ben")), (Some(Link::Unlinked), Some(Link::Linked)));
        // A month later nothing is shown any more, though nobody has said so.
        world.server.later(31 * DAY);
        let shares = ben.phone().cloud_of(&ben.phone().account().expect("an account"), ben.port()).shares().await;
        assert_eq!(shares.expect("the server answers").shares, []);
    });
}

// R: B7
#[test]
fn a_sub_account_leaves_by_itself() {
    here(async {
        let world = World::tied(&rights(Role::Member, &[Act::See]), &consent()).await;
        world.link().await;
        let World { main, ann, ben, .. } = &world;
        assert_eq!(main.sees().await.len(), 2);
        ann.phone().end_tie(ann.port(), "Home").await.expect("it ends");
        assert_eq!(main.sees().await.len(), 1, "of Ann nothing is shown");
        world.settle().await;
        assert_eq!(ben.sees().await.len(), 1, "nor to whom the main account had linked it with");
    });
}

// R: B7
#[test]
fn an_invitation_is_for_one_and_for_a_week() {
    here(async {
        let world = World::strangers().await;
        let World { ann, ben, .. } = &world;
        let given = rights(Role::Member, &[Act::See]);
        let code = world.invite("Ann", &given).await;
        ann.phone().accept_sub(ann.port(), &code, "Home", &consent()).await.expect("it is open");
        ann.phone().accept_sub(ann.port(), &code, "Home", &consent()).await.expect("the same again is fine");
        let late = ben.phone().accept_sub(ben.port(), &code, "Home", &consent()).await;
        assert!(matches!(late, Err(TieError::NotOpen)), "{late:?}");
        let code = world.invite("Ben", &given).await;
        world.server.later(7 * DAY + 1);
        let over = ben.phone().accept_sub(ben.port(), &code, "Home", &consent()).await;
        assert!(matches!(over, Err(TieError::NotOpen)), "{over:?}");
        let again = app::Invitation { name: "Ann".to_owned(), rights: given };
        let again = world.main.phone().invite_sub(world.main.port(), &again).await;
        assert!(matches!(again, Err(TieError::WhichAccount(_))), "the name is taken");
    });
}
