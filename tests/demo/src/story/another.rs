use super::cast::{Cast, text};
use crate::{
    claims::Claims,
    network::{Attached, Centre},
    stock::ISLAND,
};
use landfall_stage::{Broken, Kiosk, Stock};
use model::Iccid;

/// A second phone buys the same product; its card.
pub(super) fn another_phone(
    cast: &Cast,
    kiosk: &Kiosk,
    first: &Iccid,
    stock: &Stock,
    claims: &mut Claims,
) -> Result<Iccid, Broken> {
    claims.chapter("Another phone");
    let mut phone = cast.two.start(&cast.acquire(kiosk, ISLAND))?;
    let sale = cast.wait_for_sale(&phone)?;
    cast.shop.ask(&["sales", "authorise", &sale, "--by", "anna"])?;
    let acquired = phone.line()?.ok_or_else(|| Broken::not("the phone says nothing"))?;
    phone.end()?;
    let iccid: Iccid = text(&acquired, "iccid").parse().map_err(Broken::not)?;
    claims.check(iccid != *first, format!("a second phone buys the same product and gets another number: {iccid}"))?;
    let keys = stock.row(&iccid.to_string()).and_then(|row| row.keys.as_ref());
    let keys = keys.ok_or_else(|| Broken::not("that number is not of this stock"))?;
    let mut centre = Centre::new(keys.aka()?);
    let answer = centre.challenge(&cast.two, &iccid.to_string(), &cast.pin, false)?;
    claims.check(answer == Attached::Yes, "its network knows it by keys of its own")?;
    Ok(iccid)
}
