use super::{qr, words::Words};
use model::{DataAllowance, Offer};
use nearfield::message::Refusal;
use std::fmt::Write;

/// Where a sale stands, as its page shows it.
pub(super) enum Sale {
    /// Somebody must agree; the code that both see.
    Waits(String),
    /// The activation code.
    Ready(String),
    /// Somebody said no, and why.
    Denied(String),
    /// There is none.
    Over,
}

const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:36rem;padding:1rem;color:#111;background:#fff}\
section{border:1px solid #bbb;border-radius:.5rem;padding:0 1rem 1rem;margin:1rem 0}dt{color:#555}dd{margin:0 0 .4rem}\
button,.button{font:inherit;display:inline-block;padding:.7rem 1.2rem;border:0;border-radius:.5rem;background:#0b5cad;color:#fff;text-decoration:none}\
input{font:inherit;padding:.5rem;width:100%;box-sizing:border-box}.code{font:1.4rem monospace;overflow-wrap:anywhere}.bad{color:#a00}";

/// The offers.
pub(super) fn offers(
    words: &Words,
    kiosk: &str,
    offers: Result<&[Offer], Refusal>,
    nonce: &str,
    said: Option<&Refusal>,
) -> String {
    let mut body = String::new();
    if let Some(refusal) = said.or(offers.as_ref().err()) {
        let _ = write!(body, "<p class=bad>{} {}. {}</p>", words.refused, text(&refusal.to_string()), refusal.hint());
    }
    match offers.unwrap_or_default() {
        [] => {
            let _ = write!(body, "<p>{}</p>", words.none);
        }
        some => {
            let _ = write!(body, "<p>{}</p>", words.choose);
            some.iter().for_each(|offer| one(&mut body, words, offer, nonce));
        }
    }
    whole(words, kiosk, None, &body)
}

fn one(body: &mut String, words: &Words, offer: &Offer, nonce: &str) {
    let area: Vec<String> = offer.service_area.iter().map(ToString::to_string).collect();
    let data = match offer.data {
        DataAllowance::Unlimited => words.unlimited.to_owned(),
        DataAllowance::Megabytes(mb) => format!("{mb} MB"),
    };
    let (operator, name) = (text(&offer.operator), text(&offer.name));
    let _ = write!(body, "<section><h2>{name}</h2><p><strong>{}</strong> · {operator}</p><dl>", offer.price);
    let mut row = |what: &str, value: String| {
        let _ = write!(body, "<dt>{what}</dt><dd>{}</dd>", text(&value));
    };
    row(words.area, area.join(", "));
    row(words.speed, format!("{} kbit/s", offer.network_rate));
    row(words.data, format!("{data}, {} {}", offer.validity_days, words.days));
    if !offer.apn.is_empty() {
        row(words.apn, offer.apn.clone());
    }
    if !offer.works.is_empty() {
        row(words.works, offer.works.clone());
    }
    if !offer.needs.bands.is_empty() {
        row(words.needs, offer.needs.bands.join(", "));
    }
    body.push_str("</dl>");
    if offer.needs.no_carrier_lock {
        let _ = write!(body, "<p>{}</p>", words.no_lock);
    }
    let class = text(&offer.class_id);
    let _ = write!(body, "<form method=post action=/sales><input type=hidden name=class value=\"{class}\">");
    let _ = write!(body, "<input type=hidden name=nonce value={nonce}>");
    if offer.authorisation == "voucher" {
        let voucher = words.voucher;
        let _ = write!(body, "<p><label>{voucher}<input name=voucher autocomplete=off required></label></p>");
    }
    let _ = write!(body, "<button>{}</button></form></section>", words.take);
}

/// Where a sale stands.
pub(super) fn sale(words: &Words, kiosk: &str, sale: &Sale) -> String {
    let mut body = String::new();
    match sale {
        Sale::Waits(code) => {
            let _ = write!(body, "<p>{}</p><p class=code>{}</p>", words.waits, text(code));
        }
        Sale::Ready(code) => {
            let shown = text(code);
            let _ = write!(body, "<p>{}</p><p><a class=button href=\"{shown}\">{}</a></p>", words.ready, words.open);
            let _ = write!(body, "<p>{}</p>", words.by_hand);
            body.push_str(&qr::svg(code).unwrap_or_default());
            let _ = write!(body, "<p class=code>{shown}</p>");
        }
        Sale::Denied(why) => {
            let _ = write!(body, "<p class=bad>{} {}</p>", words.denied, text(why));
        }
        Sale::Over => {
            let _ = write!(body, "<p class=bad>{}</p>", words.over);
        }
    }
    if !matches!(sale, Sale::Ready(_)) {
        let _ = write!(body, "<p><a href=/>{}</a></p>", words.back);
    }
    whole(words, kiosk, matches!(sale, Sale::Waits(_)).then_some(3), &body)
}

fn whole(words: &Words, kiosk: &str, again: Option<u32>, body: &str) -> String {
    let again = again.map_or_else(String::new, |seconds| format!("<meta http-equiv=refresh content={seconds}>"));
    format!(
        "<!doctype html><html lang={language}><meta charset=utf-8><meta name=viewport content=\"width=device-width\">{again}\
         <title>{title}</title><style>{STYLE}</style><h1>{title}</h1><p>{kiosk}</p>{body}</html>",
        language = words.language,
        title = words.title,
        kiosk = text(kiosk),
    )
}

/// A text inside of a page or of a quoted attribute.
fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn words(asked: &'static str) -> &'static Words {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(asked));
        Words::of(&headers)
    }

    // R: A14
    #[test]
    fn what_others_wrote_is_text_in_a_page() {
        let page = sale(words("en"), "<b>Gate</b>", &Sale::Denied("<script>alert('x')</script>\"&".to_owned()));
        assert!(!page.contains("<script") && !page.contains("<b>Gate"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"));
    }

    // R: A14
    #[test]
    fn the_page_speaks_the_browsers_language() {
        assert_eq!(words("zh-CN,zh;q=0.9,en;q=0.8").language, "zh-Hans");
        assert_eq!(words("fr-FR, en;q=0.5, zh;q=0.4").language, "en");
        assert_eq!(words("").language, "en");
    }
}
