//! What happens, in order: a chapter a file.

mod account;
mod another;
mod card;
mod cast;
mod in_use;
mod left;
mod lost;
mod offers;
mod power_cut;
mod shop;
mod two_homes;

use crate::{claims::Claims, package::Operators};
use cast::Cast;
use landfall_stage::{Broken, Scene};
use std::path::Path;

/// The whole story.
pub(crate) fn tell(scene: &Scene, profile: Option<&Path>, claims: &mut Claims) -> Result<(), Broken> {
    let operators = profile.map(Operators::read).transpose()?;
    let cast = Cast::call(scene)?;
    let (kiosk, stock) = shop::the_shop(scene, &cast, operators.as_ref(), claims)?;
    offers::a_phone_with_no_network(scene, &cast, &kiosk, claims)?;
    let first = card::a_card(&cast, &kiosk, &stock, claims)?;
    if let Some(operators) = &operators {
        card::read_back(&cast, &first, operators, claims)?;
    }
    in_use::in_use(&cast, &first, &stock, operators.as_ref(), claims)?;
    let second = another::another_phone(&cast, &kiosk, &first, &stock, claims)?;
    power_cut::a_power_cut_and_a_thief(scene, &cast, &kiosk, &first, &second, &stock, claims)?;
    left::what_is_left(scene, &cast, kiosk, &stock, operators.as_ref(), claims)?;
    let cloud = account::an_account(scene, &cast, &first, claims)?;
    let centre = two_homes::centre(&stock, &first, operators.as_ref())?;
    two_homes::two_homes(&cast, &first, centre, claims)?;
    lost::a_lost_phone(scene, &cast, cloud, &stock, claims)
}
