//! One row: its texts checked and turned into what a profile is built from.

use super::{file::RowTable, secret_text::SecretText};
use crate::numbering;
use model::{Algorithm, Iccid, Imsi, Msisdn, Random, SecretBytes, Subscriber};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// What a row brings.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: String,
    pub(super) iccid: Iccid,
    pub(super) imsi: Option<Imsi>,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    /// A profile is built from this, or put into the segment's template.
    Subscriber(Box<Subscriber>),
    /// The operator made the profile package; this is its file.
    Package(String),
}

/// What the rows of a segment have in common.
pub(super) struct Common<'a> {
    pub(super) operator: &'a str,
    pub(super) mnc_digits: u8,
}

/// Reads a row; `next` is the number it has if it doesn't say one.
pub(super) fn read(
    row: RowTable,
    next: Option<&str>,
    common: &Common<'_>,
    random: &mut dyn Random,
) -> Result<Row, Cow<'static, str>> {
    let number = row
        .number
        .or_else(|| next.map(str::to_owned))
        .ok_or("the row has no number, and the segment none left to give it")?;
    numbering::check(&number).map_err(text)?;
    let iccid: Iccid = row.iccid.ok_or("the row has no iccid")?.parse().map_err(text)?;
    if let Some(file) = row.profile {
        if row.ki.is_some() || row.opc.is_some() {
            return Err("a row has either a profile or ki and opc, not both".into());
        }
        let imsi = row.imsi.map(|i| i.parse()).transpose().map_err(text)?;
        return Ok(Row { number, iccid, imsi, content: Content::Package(file) });
    }
    let imsi: Imsi = row.imsi.ok_or("the row has no imsi")?.parse().map_err(text)?;
    let msisdn = match row.msisdn {
        Some(given) => Some(given.parse::<Msisdn>().map_err(text)?),
        // A number that is a telephone number is the subscriber's.
        None => number.parse().ok(),
    };
    let ki = hex("ki", row.ki.ok_or("the row has no ki")?)?;
    let opc = row.opc.map(|opc| hex("opc", opc)).transpose()?;
    let algorithm = algorithm(row.algorithm.as_deref().unwrap_or("milenage"), opc)?;
    let operator: String = common.operator.chars().take(16).collect();
    let subscriber = Subscriber {
        iccid,
        imsi: imsi.clone(),
        msisdn,
        ki,
        algorithm,
        pin: row.pin.map_or_else(|| digits(4, random), |s| s.0),
        // Not made up: nobody would know it, and without it nobody can unblock the card's PIN.
        puk: row.puk.ok_or("the row has no puk (8 digits): without it nobody could unblock the card's PIN")?.0,
        adm: match row.adm {
            Some(adm) => hex("adm", adm)?,
            None => bytes(random),
        },
        mnc_digits: common.mnc_digits,
        operator,
    };
    subscriber.check().map_err(text)?;
    Ok(Row { number, iccid, imsi: Some(imsi), content: Content::Subscriber(Box::new(subscriber)) })
}

fn algorithm(name: &str, opc: Option<SecretBytes>) -> Result<Algorithm, Cow<'static, str>> {
    let version = match name {
        "milenage" => return opc.map(|opc| Algorithm::Milenage { opc }).ok_or("milenage needs an opc".into()),
        "tuak" => {
            let topc = opc.ok_or("tuak needs its topc in the field opc")?;
            return Ok(Algorithm::Tuak { topc, iterations: 1, res_size: 8 });
        }
        "comp128v1" => 1,
        "comp128v2" => 2,
        "comp128v3" => 3,
        _ => return Err("algorithm is milenage, tuak, comp128v1, comp128v2 or comp128v3".into()),
    };
    if opc.is_some() { Err("comp128 has no opc".into()) } else { Ok(Algorithm::Comp128 { version }) }
}

/// Secret bytes from hex digits; the error names the field only.
fn hex(field: &'static str, text: SecretText) -> Result<SecretBytes, Cow<'static, str>> {
    let text = text.0;
    let nibble = |b: &u8| char::from(*b).to_digit(16).map(|d| d as u8);
    let wrong = || Cow::from(format!("{field} is not an even number of hexadecimal digits"));
    if !text.len().is_multiple_of(2) {
        return Err(wrong());
    }
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    for pair in text.expose().chunks_exact(2) {
        let [high, low] = pair else { return Err(wrong()) };
        out.push(nibble(high).ok_or_else(wrong)? << 4 | nibble(low).ok_or_else(wrong)?);
    }
    Ok(SecretBytes::from(out.as_slice()))
}

/// Random decimal digits, each as likely as the others.
fn digits(count: usize, random: &mut dyn Random) -> SecretBytes {
    let mut out = Zeroizing::new(Vec::with_capacity(count));
    let mut byte = [0];
    while out.len() < count {
        random.fill(&mut byte);
        // 250 = 25 · 10: what is above would favour the low digits.
        if byte[0] < 250 {
            out.push(b'0' + byte[0] % 10);
        }
    }
    SecretBytes::from(out.as_slice())
}

fn bytes(random: &mut dyn Random) -> SecretBytes {
    let mut out = Zeroizing::new([0; 8]);
    random.fill(&mut *out);
    SecretBytes::from(out.as_slice())
}

fn text(error: impl std::fmt::Display) -> Cow<'static, str> {
    error.to_string().into()
}
