use super::cast::Cast;
use crate::{
    claims::Claims,
    package::Operators,
    stock::{self, COUNT},
};
use landfall_stage::{Broken, Kiosk, Scene, Stock};

/// An operator, a kiosk, its stock; and it serves.
pub(super) fn the_shop(
    scene: &Scene,
    cast: &Cast,
    operators: Option<&Operators>,
    claims: &mut Claims,
) -> Result<(Kiosk, Stock), Broken> {
    claims.chapter("A shop");
    let operator = scene.at("operator").display().to_string();
    cast.shop.ask(&["operator", "init", "--dir", &operator])?;
    cast.shop.ask(&["init", "--operator", &operator, "--name", "Gate 7"])?;
    claims.shows("an operator has a root certificate, and a kiosk under it keys and certificates that live for days");
    let stock = Stock::write(&scene.folder("stock")?, &stock::classes(operators))?;
    let imported = cast.shop.ask(&["stock", "import", &stock.file.display().to_string()])?;
    let numbers = 3 * COUNT;
    claims.check(
        imported["numbers"] == numbers && imported["products"] == 3,
        format!("{numbers} numbers of three products are imported, their keys sealed for this kiosk alone"),
    )?;
    if let Some(operators) = operators {
        let name = operators.file.file_name().unwrap_or_default().to_string_lossy();
        claims.shows(format!("one of them is the operator's own package {name}, others are put into it"));
    }
    let kiosk =
        Kiosk::serve(&cast.shop, "127.0.0.1:0", None)?.ok_or_else(|| Broken::not("the kiosk does not serve"))?;
    claims.shows(format!("the kiosk serves on {}; its start code: {}", kiosk.address(), kiosk.start_code()));
    Ok((kiosk, stock))
}
