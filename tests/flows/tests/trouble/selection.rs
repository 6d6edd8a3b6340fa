use app::{Error, session::SessionError};
use landfall_flows::{
    Phone, Shop, Stock,
    buyer::{request, reserve},
};
use model::{Criterion, ServiceSelection};
use nearfield::message::Refusal;

async fn fails(phone: &Phone, shop: &Shop, selection: ServiceSelection) -> Criterion {
    let mut visit = phone.go(shop).await.expect("the kiosk is there");
    let refused = visit.offers(&selection).await.expect_err("no match");
    visit.leave().await;
    match refused {
        Error::Session(SessionError::Refused(Refusal::NoMatch { criterion, detail })) => {
            assert!(!detail.is_empty());
            criterion
        }
        other => panic!("{other:?}"),
    }
}

// R: A3 A4
#[tokio::test(start_paused = true)]
async fn a_selection_that_nothing_meets_is_told_by_the_criterion_that_failed() {
    let slow = Stock::new("slow", "free", 1);
    let fast = Stock { first: 10, rate: 100_000, price: "20.00 EUR".to_owned(), ..Stock::new("fast", "free", 1) };
    let mut shop = Shop::closed(&slow);
    shop.import(&fast).expect("good stock");
    shop.start().await;
    let phone = Phone::new("phone", shop.root());
    let any = ServiceSelection::default;
    let limit = |text: &str| Some(text.parse().expect("money"));
    let countries = |codes: &[&str]| codes.iter().map(|code| code.parse().expect("a country")).collect();
    let table = [
        (ServiceSelection { network_rate: Some(200_000), ..any() }, Criterion::NetworkRate),
        (ServiceSelection { operator: Some("Sud".to_owned()), ..any() }, Criterion::Operator),
        (ServiceSelection { tariff_limit: limit("1.00 EUR"), ..any() }, Criterion::TariffLimit),
        (ServiceSelection { service_area: countries(&["JP", "FR"]), ..any() }, Criterion::ServiceArea),
        (ServiceSelection { program_kind: Some("banking".to_owned()), ..any() }, Criterion::ProgramKind),
        (
            ServiceSelection { network_rate: Some(60_000), tariff_limit: limit("10.00 EUR"), ..any() },
            Criterion::Combination,
        ),
    ];
    for (selection, criterion) in table {
        assert_eq!(fails(&phone, &shop, selection).await, criterion);
    }
    for class in ["slow", "fast"] {
        reserve(&shop, request(class, class, None)).expect("the last one");
    }
    assert_eq!(fails(&phone, &shop, any()).await, Criterion::Stock);
    shop.stop().await;
}

// R: A3 A4
#[tokio::test(start_paused = true)]
async fn a_phone_without_a_secure_storage_is_told_that_it_needs_one() {
    let stock = Stock { terms: "secure-storage = true".to_owned(), ..Stock::new("visitor", "free", 1) };
    let mut shop = Shop::open(&stock).await;
    let features = model::DeviceFeatures { secure_storage: false, ..request("visitor", "phone", None).features };
    let phone = Phone::new("phone", shop.root()).device(features, std::sync::Arc::new(app::ports::BuiltIn));
    assert_eq!(fails(&phone, &shop, ServiceSelection::default()).await, Criterion::SecureStorage);
    shop.stop().await;
}
