use crate::world::{CARD, Key, NOW, OTHER_CARD, World};
use landfall_account::{
    rights::{Act, Ask, Capability, Cards, Denied, Link, Role, checks, judge, may, sign},
    signed::Signed,
    wire::Bytes,
};
use model::{Check, without};

struct Family {
    world: World,
    first: Key,
    second: Key,
}

impl Family {
    fn new() -> Self {
        Self { world: World::new(), first: Key::new(), second: Key::new() }
    }

    fn given(&self, role: Role) -> Capability {
        Capability {
            account: self.world.manifest.account.clone(),
            parent: Bytes::default(),
            holder: self.first.public(),
            role,
            acts: Act::ALL.to_vec(),
            cards: Cards::Only(vec![CARD.into()]),
            expires: NOW + 60,
            depth: 1,
            revocation_epoch: 2,
        }
    }

    fn by_owner(&self, capability: &Capability) -> Signed {
        sign(capability, |message| self.world.owner.sign(message)).unwrap()
    }

    /// A chain of two: the owner's, and what its holder hands on after `change`.
    fn handed_on(&self, change: impl FnOnce(&mut Capability, &mut Capability)) -> [Signed; 2] {
        let mut first = self.given(Role::Manager);
        first.acts.retain(|act| *act != Act::Erase);
        let mut second = Capability { holder: self.second.public(), depth: 0, role: Role::Member, ..first.clone() };
        change(&mut first, &mut second);
        let first = self.by_owner(&first);
        if second.parent == Bytes::default() {
            second.parent = Bytes::from(first.digest());
        }
        let second = sign(&second, |message| self.first.sign(message)).unwrap();
        [first, second]
    }

    fn ask(&self, chain: &[Signed], holder: &Key, act: Act, card: &str, link: Link) -> Result<(), Denied> {
        judge(&self.world.manifest, chain, &Ask { holder: &holder.public(), act, card, link, now: NOW })
    }
}

// R: B7
#[test]
fn every_role_in_every_state_may_do_what_the_table_says_and_nothing_else() {
    let family = Family::new();
    let allowed = |role, act| match role {
        Role::Manager => true,
        Role::Member => !matches!(act, Act::Erase | Act::Buy | Act::Delegate),
        Role::Viewer => act == Act::See,
    };
    let mut asked = 0;
    for role in Role::ALL {
        for link in Link::ALL {
            for act in Act::ALL {
                let expected = link == Link::Linked && allowed(role, act);
                assert_eq!(may(role, link, act), expected, "{role:?} {link:?} {act:?}");
                let chain = [family.by_owner(&family.given(role))];
                let verdict = family.ask(&chain, &family.first, act, CARD, link);
                assert_eq!(verdict, if expected { Ok(()) } else { Err(Denied::Role) }, "{role:?} {link:?} {act:?}");
                assert_eq!(without(&[checks::ROLE], || family.ask(&chain, &family.first, act, CARD, link)), Ok(()));
                let mut less = family.given(role);
                less.acts.retain(|given| *given != act);
                let chain = [family.by_owner(&less)];
                let verdict = family.ask(&chain, &family.first, act, CARD, link);
                assert_eq!(verdict, Err(Denied::NotGiven), "default deny");
                assert_eq!(family.ask(&[], &family.first, act, CARD, link), Err(Denied::Nothing), "default deny");
                asked += 1;
            }
        }
    }
    assert_eq!(asked, 72);
}

type Attack = (&'static [Check], Denied, fn(&mut Capability, &mut Capability));

const ATTACKS: [Attack; 14] = [
    (&[checks::NARROWER], Denied::Wider, |_, second| second.acts.push(Act::Erase)),
    (&[checks::NARROWER], Denied::Wider, |_, second| second.cards = Cards::All),
    (&[checks::NARROWER], Denied::Wider, |_, second| second.cards = Cards::Only(vec![CARD.into(), OTHER_CARD.into()])),
    (&[checks::NARROWER], Denied::Wider, |_, second| second.expires += 1),
    (&[checks::NARROWER], Denied::Wider, |first, second| {
        first.role = Role::Member;
        second.role = Role::Manager;
    }),
    (&[checks::NARROWER], Denied::Wider, |first, second| {
        first.acts = vec![Act::See];
        second.acts = vec![Act::See];
    }),
    // A member hands nothing on, whatever it was given.
    (&[checks::NARROWER], Denied::Wider, |first, second| {
        first.role = Role::Member;
        second.role = Role::Member;
    }),
    (&[checks::NARROWER], Denied::Wider, |_, second| second.parent = Bytes::from([0; 32])),
    (&[checks::DEPTH], Denied::Depth, |_, second| second.depth = 1),
    (&[checks::DEPTH], Denied::Depth, |first, _| first.depth = 0),
    (&[checks::EXPIRY], Denied::Expired, |first, second| {
        first.expires = NOW;
        second.expires = NOW;
    }),
    (&[checks::REVOCATION], Denied::Revoked, |first, _| first.revocation_epoch = 1),
    (&[checks::REVOCATION], Denied::Revoked, |_, second| second.revocation_epoch = 3),
    (&[checks::ACCOUNT], Denied::Account, |first, _| first.account = Bytes::from([0; 16])),
];

// R: B7
#[test]
fn rights_only_narrow_as_they_are_handed_on() {
    let family = Family::new();
    let see = |chain: &[Signed]| family.ask(chain, &family.second, Act::See, CARD, Link::Linked);
    assert_eq!(see(&family.handed_on(|_, _| ())), Ok(()));
    for (check, denied, attack) in ATTACKS {
        let chain = family.handed_on(attack);
        assert_eq!(see(&chain), Err(denied));
        assert_eq!(without(check, || see(&chain)), Ok(()), "{denied:?} is the check");
    }
    let [first, second] = family.handed_on(|_, _| ());
    assert_eq!(see(std::slice::from_ref(&second)), Err(Denied::Signature), "the owner gave the first");
    let forged =
        [family.by_owner(&family.given(Role::Manager)), Signed { signature: first.signature.clone(), ..second }];
    assert_eq!(see(&forged), Err(Denied::Signature));
    assert_eq!(without(&[checks::SIGNATURE, checks::NARROWER], || see(&forged)), Ok(()), "it is the check");
}

// R: B7
#[test]
fn a_right_is_its_holders_and_about_its_cards() {
    let family = Family::new();
    let chain = [family.by_owner(&family.given(Role::Manager))];
    let ask = |holder, card| family.ask(&chain, holder, Act::Use, card, Link::Linked);
    assert_eq!(ask(&family.first, CARD), Ok(()));
    for (holder, card) in [(&family.second, CARD), (&family.first, OTHER_CARD)] {
        assert_eq!(ask(holder, card), Err(Denied::NotGiven));
        assert_eq!(without(&[checks::GIVEN], || ask(holder, card)), Ok(()), "it is the check");
    }
}
