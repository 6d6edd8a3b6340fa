//! One purchase with its deaths: acquire, import, report.

use crate::{
    census::Census,
    dice::Dice,
    invariants,
    points::{Deed, Point, Way},
    yard::{Wanted, Yard},
};
use landfall_stage::Broken;

/// Starts of one purchase; more than the deaths of a round need.
const STARTS: u32 = 12;
/// Deaths of a round, beside those of a phone's first start: so many that a thousand rounds kill at each point twenty times.
const DEATHS: usize = 4;
/// A phone is used for so many purchases.
const CARDS: usize = 4;

/// Plays one round: a purchase, and others as long as there are deaths left.
pub(crate) fn play(yard: &mut Yard, census: &mut Census, dice: &mut Dice) -> Result<(), Broken> {
    yard.last_deaths.clear();
    let mut dead = Vec::new();
    let first =
        census.neediest(|point| point.deed != Deed::Setup).ok_or_else(|| Broken::not("no points were found"))?;
    let way = first.deed.way().unwrap_or(Way::Free);
    let phone = a_phone(yard, census, dice, &first, &mut dead)?;
    let abandoned = first.deed.is_acquire() && dice.one_in(12);
    // Mending is killed as well, and what mends that.
    let mut plan = vec![first];
    while plan.len() < DEATHS {
        plan.extend(census.neediest(|point| point.deed.way() == Some(way)));
    }
    let mut plan = plan.into_iter();
    Purchase { phone, wanted: yard.wanted(way)?, abandoned }.go(yard, &mut plan, &mut dead)?;
    settle(yard, &mut dead)?;
    // What that purchase did not live to see kills the next one.
    while let Some(first) = plan.as_slice().first().cloned() {
        let phone = a_phone(yard, census, dice, &first, &mut dead)?;
        Purchase { phone, wanted: yard.wanted(way)?, abandoned: false }.go(yard, &mut plan, &mut dead)?;
        settle(yard, &mut dead)?;
    }
    invariants::books(yard)?;
    dead.iter().for_each(|point| census.hit(point));
    Ok(())
}

/// The phone of this round: the last one again, or a new one, whose first start is killed as well.
fn a_phone(
    yard: &mut Yard,
    census: &mut Census,
    dice: &mut Dice,
    first: &Point,
    dead: &mut Vec<Point>,
) -> Result<usize, Broken> {
    // Only a phone without a card makes keys.
    let makes_keys = first.name.starts_with("keystore") || first.name.starts_with("store.file");
    let last = yard.phones.len() - 1;
    let usable = yard.phones[last].abandoned.is_none() && yard.phones[last].cards.len() < CARDS;
    if usable && !(makes_keys && first.deed.is_acquire()) && dice.one_in(2) {
        return Ok(last);
    }
    let online = first.deed.way() == Some(Way::Online);
    let phone = yard.new_phone()?;
    let command = yard.setup_command();
    let point = census.neediest(|point| point.deed == Deed::Setup);
    let ended = yard.armed(phone, point.as_ref()).run(&command)?;
    if let Some(point) = point.filter(|_| ended.was_killed()) {
        yard.died(point, dead);
        invariants::phone_as_left(yard, phone)?;
        yard.phones[phone].program.ask(&command)?;
    } else {
        ended.answer()?;
    }
    if online {
        // Its eUICC comes with its first card; only a phone that has one goes to a server.
        let wanted = yard.wanted(Way::Free)?;
        Purchase { phone, wanted, abandoned: false }.go(yard, &mut std::iter::empty(), dead)?;
    }
    Ok(phone)
}

/// A phone that wants one card.
pub(crate) struct Purchase {
    pub(crate) phone: usize,
    pub(crate) wanted: Wanted,
    /// After its first death it is not started again.
    pub(crate) abandoned: bool,
}

impl Purchase {
    /// Starts the phone until it has its card; the points of `plan` kill one start after the other.
    pub(crate) fn go(
        &mut self,
        yard: &mut Yard,
        plan: &mut impl Iterator<Item = Point>,
        dead: &mut Vec<Point>,
    ) -> Result<(), Broken> {
        let mut next = plan.next();
        for _ in 0..STARTS {
            let mut own = None;
            match next.take() {
                Some(point) if point.deed.is_serve() => yard.arm_kiosk(point, dead)?,
                other => own = other,
            }
            let command = yard.acquire_command(&self.wanted);
            let running = yard.armed(self.phone, own.as_ref()).start(&command)?;
            let ended = yard.see_through(running, self.wanted.is_attended(), dead)?;
            if ended.succeeded() {
                return self.check(yard);
            }
            if ended.was_killed() {
                let point = own.ok_or_else(|| Broken::not("a phone died although nothing killed it"))?;
                yard.died(point, dead);
                invariants::phone_as_left(yard, self.phone)?;
                if self.abandoned {
                    yard.phones[self.phone].abandoned = Some(self.wanted.clone());
                    return Ok(());
                }
                next = plan.next();
                self.next_start(yard, &mut next, dead)?;
                if self.is_done(yard)? {
                    return self.check(yard);
                }
            } else if !ended.may_be_tried_again() {
                ended.answer()?;
            }
        }
        Err(Broken::not(format!("phone {} has no card after {STARTS} starts", self.phone)))
    }

    /// Goes on with a purchase that was given up in the middle.
    pub(crate) fn resume(&mut self, yard: &mut Yard) -> Result<(), Broken> {
        if self.is_done(yard)? {
            return self.check(yard);
        }
        self.go(yard, &mut std::iter::empty(), &mut Vec::new())
    }

    /// The first thing that is started after a death mends; it may be killed as well.
    fn next_start(&self, yard: &mut Yard, next: &mut Option<Point>, dead: &mut Vec<Point>) -> Result<(), Broken> {
        let Some(point) = next.take_if(|point| point.deed.is_acquire() && point.name.starts_with("store.commit"))
        else {
            return Ok(());
        };
        let ended = yard.armed(self.phone, Some(&point)).run(&["cards"])?;
        if ended.was_killed() {
            yard.died(point, dead);
            return invariants::phone_as_left(yard, self.phone);
        }
        // There was nothing to mend: it may yet kill the purchase.
        *next = Some(point);
        ended.answer().map(|_| ())
    }

    /// Whether the command had done all but to say so: the card is here, with the PIN of its user. Else the same command goes on with
    /// the same card.
    fn is_done(&self, yard: &Yard) -> Result<bool, Broken> {
        let cards = yard.cards(self.phone)?;
        Ok(cards.len() > yard.phones[self.phone].cards.len() && cards.iter().all(|card| card["fresh"] == false))
    }

    /// The phone has exactly one card more, which nobody else has, and the kiosk knows or will be told.
    fn check(&self, yard: &mut Yard) -> Result<(), Broken> {
        let cards = yard.cards(self.phone)?;
        let phone = &yard.phones[self.phone];
        let mut new = Vec::new();
        let mut owes = false;
        for card in &cards {
            let iccid = card["iccid"].as_str().unwrap_or_default();
            let waits = card["result_waits"] == true;
            owes |= waits;
            if !phone.cards.iter().any(|known| known == iccid) {
                new.push((iccid.to_owned(), waits));
            }
        }
        let [(iccid, waits)] = &new[..] else {
            return Err(Broken::not(format!("phone {} has {} new cards after one purchase", self.phone, new.len())));
        };
        if yard.phones.iter().any(|other| other.cards.contains(iccid)) {
            return Err(Broken::not(format!("number given twice: card {iccid}")));
        }
        if cards.len() != phone.cards.len() + 1 {
            return Err(Broken::not(format!("phone {} has lost a card", self.phone)));
        }
        let known = invariants::is_distributed(yard, iccid)?;
        if !waits && !known {
            return Err(Broken::not(format!("the kiosk accepted the result of card {iccid} and does not know of it")));
        }
        let phone = &mut yard.phones[self.phone];
        phone.cards.push(iccid.clone());
        (phone.owes, phone.abandoned) = (owes, None);
        Ok(())
    }
}

/// Ends what was armed and did not happen.
fn settle(yard: &mut Yard, dead: &mut Vec<Point>) -> Result<(), Broken> {
    if yard.kiosk_is_dead() { yard.revive_kiosk(dead) } else { yard.disarm_kiosk() }
}
