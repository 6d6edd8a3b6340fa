use super::cast::{Cast, PIN, text};
use crate::{card_files, claims::Claims, package::Operators, stock::ISLAND};
use landfall_stage::{Broken, Kiosk, Stock};
use model::Iccid;

/// The first phone buys a card; its number.
pub(super) fn a_card(cast: &Cast, kiosk: &Kiosk, stock: &Stock, claims: &mut Claims) -> Result<Iccid, Broken> {
    claims.chapter("A card");
    let mut phone = cast.one.start(&cast.acquire(kiosk, ISLAND))?;
    let sale = cast.wait_for_sale(&phone)?;
    let held = cast.numbers(&["--state", "reserved"])?;
    claims.check(
        held.len() == 1 && held[0]["sale"] == "reserved" && phone.runs(),
        format!("the phone has number {} reserved, and waits: no package is made yet", text(&held[0], "number")),
    )?;
    let authorised = cast.shop.ask(&["sales", "authorise", &sale, "--by", "anna"])?;
    claims.check(
        authorised["stage"] == "authorised",
        format!("the attendant agrees to sale {sale} from another process"),
    )?;
    let acquired = phone.line()?.ok_or_else(|| Broken::not("the phone says nothing"))?;
    phone.end()?;
    let iccid = text(&acquired, "iccid").to_owned();
    claims.check(
        acquired["pin_set"] == true && acquired["reported"] == true,
        format!("the phone has card {iccid}, bound to its own chip, with a PIN that its user has chosen"),
    )?;
    let log = cast.log_of(stock, &iccid)?;
    let last = log.last().ok_or_else(|| Broken::not("the kiosk has no log of that number"))?;
    claims.check(last["state"] == "distributed", format!("the kiosk's log says distributed: {}", text(last, "why")))?;
    let card = cast.one.ask(&["card", "enable", &iccid]).and_then(|_| cast.one.ask(&["card", "show", &iccid]))?;
    claims.check(card["enabled"] == true, "the card is enabled")?;
    iccid.parse().map_err(Broken::not)
}

/// The card's files by APDU, against its operator's package.
pub(super) fn read_back(cast: &Cast, iccid: &Iccid, operators: &Operators, claims: &mut Claims) -> Result<(), Broken> {
    claims.check(*iccid == operators.resolved.iccid, "it is the operator's own profile")?;
    let compared = card_files::compare(cast.one.data(), iccid, PIN, &operators.resolved)?;
    let card_files::Compared { directories, files, bytes, closed } = compared;
    claims.check(
        files > closed && bytes > 0,
        format!(
            "read back by APDU, all its {files} files in {directories} directories are as the package says: {bytes} \
             bytes; {closed} files that nobody may read stay closed"
        ),
    )
}
