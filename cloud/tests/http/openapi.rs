//! The document is of OpenAPI 3.1, stands for every route and no other, and its schemas are those of what is sent.

use crate::{examples, world::*};
use landfall_cloud::http::{openapi::document, routes};
use serde_json::Value;
use std::collections::BTreeSet;

fn document_as_json() -> Value {
    serde_json::to_value(document()).unwrap()
}

// R: F7
#[tokio::test]
async fn each_route_stands_in_the_document_and_each_of_the_document_is_served() {
    let world = World::new().await;
    let served: Value = world.ask("GET", "/api/openapi.json", None, None).await.expect(200).read();
    assert_eq!(served, document_as_json());
    assert_eq!(served["openapi"], "3.1.0");
    let mut told = BTreeSet::new();
    for (path, item) in served["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            told.insert((method.to_uppercase(), path.clone()));
        }
    }
    let known: BTreeSet<_> =
        routes().iter().map(|route| (route.method.text().to_owned(), route.path.to_owned())).collect();
    assert_eq!(told, known);
    for (_, path) in &told {
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let is_told = told.contains(&(method.to_owned(), path.clone()));
            let status = world
                .ask(
                    method,
                    &path.replace("{id}", &id().text()).replace("{iccid}", CARD).replace("{agency}", "nord"),
                    None,
                    None,
                )
                .await
                .status;
            assert_eq!(status != 405, is_told, "{method} {path}: {status}");
            // A kiosk that is not known is not there.
            assert!(status != 404 || path.starts_with("/v1/kiosks/"), "{method} {path}");
        }
    }
    world.ask("GET", "/v1/nothing", None, None).await.expect(404);
}

// R: F7
#[test]
fn each_schema_is_what_the_types_serialise_to() {
    let document = document_as_json();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let examples = examples::all();
    let names: BTreeSet<&str> = schemas.keys().map(String::as_str).collect();
    assert_eq!(names, examples.iter().map(|(name, _)| *name).collect());
    for (name, examples) in &examples {
        for example in examples {
            let held = hold(schemas, &schemas[*name], example);
            assert_eq!(held, Ok(()), "{name}: {example}");
        }
    }
    // Every reference leads somewhere.
    for reference in references(&document) {
        assert!(schemas.contains_key(reference.strip_prefix("#/components/schemas/").unwrap()), "{reference}");
    }
}

// R: F7
#[test]
fn what_is_something_else_does_not_hold() {
    let document = document_as_json();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let hold = |name: &str, value: Value| hold(schemas, &schemas[name], &value);
    let mut order = examples::one("Order");
    order["verb"] = "explode".into();
    assert!(hold("Order", order).is_err());
    let mut view = examples::one("OrderView");
    view["states"] = serde_json::json!([["stored"]]);
    assert!(hold("OrderView", view).is_err());
    let mut push = examples::one("Push");
    push["more"] = 1.into();
    assert!(hold("Push", push).is_err());
    let mut push = examples::one("Push");
    push.as_object_mut().unwrap().remove("head");
    assert!(hold("Push", push).is_err());
    assert!(hold("Bytes", "a+b=".into()).is_err());
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => {
            let own = object.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(object.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// As much of JSON Schema as the document uses; a member that the schema doesn't name does not hold.
fn hold(all: &serde_json::Map<String, Value>, schema: &Value, value: &Value) -> Result<(), String> {
    let wrong = || Err(format!("{value} is not {schema}"));
    if let Some(name) = schema["$ref"].as_str() {
        return hold(all, &all[name.strip_prefix("#/components/schemas/").unwrap()], value);
    }
    if let Some(forms) = schema["oneOf"].as_array() {
        let fitting = forms.iter().filter(|form| hold(all, form, value).is_ok()).count();
        return if fitting == 1 { Ok(()) } else { wrong() };
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) { Ok(()) } else { wrong() };
    }
    match (schema["type"].as_str(), value) {
        (None, _) => Ok(()),
        (Some("null"), Value::Null) | (Some("boolean"), Value::Bool(_)) => Ok(()),
        (Some("integer"), Value::Number(number)) if number.is_u64() || schema["minimum"].is_null() => Ok(()),
        (Some("string"), Value::String(text)) => {
            let fits = match schema["pattern"].as_str() {
                Some("^[0-9]{18,20}$") => (18..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()),
                Some(_) => text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)),
                None => true,
            };
            if fits { Ok(()) } else { wrong() }
        }
        (Some("array"), Value::Array(items)) => match schema["prefixItems"].as_array() {
            Some(first) if first.len() == items.len() => {
                first.iter().zip(items).try_for_each(|(schema, item)| hold(all, schema, item))
            }
            Some(_) => wrong(),
            None => items.iter().try_for_each(|item| hold(all, &schema["items"], item)),
        },
        (Some("object"), Value::Object(members)) => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            if required.into_iter().any(|name| !members.contains_key(name)) {
                return wrong();
            }
            members.iter().try_for_each(|(name, member)| match schema["properties"].get(name) {
                Some(schema) => hold(all, schema, member),
                None => Err(format!("{name} is not named")),
            })
        }
        _ => wrong(),
    }
}
