//! The laws that can be read off the tree.

use landfall_house::{errors, layers, marks, named, root, unused, weak};
use std::{fs, process::Command};

fn metadata() -> serde_json::Value {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    serde_json::from_slice(&out.stdout).expect("cargo prints JSON")
}

#[test]
fn dependencies_point_one_way() {
    let found = layers::breaches(&metadata());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_breach_is_seen() {
    let wrong = serde_json::json!({"packages": [{"name": "landfall-uicc", "dependencies": [
        {"name": "landfall-vault", "kind": null}, {"name": "tokio", "kind": null}, {"name": "tempfile", "kind": "dev"}
    ]}]});
    assert_eq!(layers::breaches(&wrong).len(), 2);
}

#[test]
fn only_tests_can_take_a_check_away() {
    let found = weak::breaches(&metadata());
    assert!(found.is_empty(), "{}", found.join("\n"));
    // And by what cargo makes of it all: no program is built so.
    for program in ["landfall-kiosk", "landfall-cli"] {
        let tree =
            ["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p} {f}", "-p", program];
        let out = Command::new(env!("CARGO")).args(tree).current_dir(root()).output().expect("cargo runs");
        let tree = String::from_utf8(out.stdout).expect("cargo prints text");
        let model = tree.lines().find(|line| line.starts_with("landfall-model ")).expect("every program knows it");
        assert!(!model.split([' ', ',']).any(|feature| feature == weak::FEATURE), "{program}: {model}");
    }
}

#[test]
fn a_program_without_its_checks_is_seen() {
    let wrong = serde_json::json!({"packages": [
        {"name": "landfall-kiosk", "features": {"fast": ["landfall-model/weak"]}, "dependencies": [
            {"name": "landfall-model", "kind": null, "features": ["weak"]},
        ]},
        {"name": "landfall-flows", "features": {}, "dependencies": [
            {"name": "landfall-model", "kind": "dev", "features": ["weak"]},
        ]},
    ]});
    assert_eq!(weak::breaches(&wrong).len(), 2);
}

#[test]
fn every_dependency_is_used() {
    let found = unused::breaches(&metadata()).expect("sources are readable");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_dependency_that_nothing_names_is_seen() {
    let package = serde_json::json!({"dependencies": [
        {"name": "tokio", "rename": null}, {"name": "serde-json", "rename": null}, {"name": "landfall-model", "rename": "model"},
    ]});
    assert_eq!(unused::unnamed(&package, "use model::Iccid; // tokio_util, serde"), ["serde_json", "tokio"]);
}

// R: F3
#[test]
fn every_public_error_stands_in_a_table() {
    let found = errors::breaches(&root()).expect("sources are readable");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_error_without_a_table_is_seen() {
    let source = "#[derive(Debug, thiserror::Error)]\n#[error(\"gone\")]\npub struct Gone;\n\n#[derive(Debug)]\npub enum Kind {}\n\n\
                  #[derive(Debug, thiserror::Error)]\npub(crate) enum Inner {}\n\npub struct Plain;\n\n\
                  #[derive(thiserror::Error)]\npub enum Lost {}\n";
    assert_eq!(errors::declared(source), ["Gone", "Lost"]);
    let test = "table! { Gone: Gone => Gone, true, \"x\"; }\ntable! { other::Lost as told:\n";
    assert_eq!(errors::tables(test), ["Gone", "Lost"]);
}

// R: E7
#[test]
fn every_row_of_the_errors_names_a_test_that_is_there() {
    let page = fs::read_to_string(root().join("docs/rsp-errors.md")).expect("docs/rsp-errors.md");
    let known = named::functions(&root()).expect("sources are readable");
    let found = named::breaches(&page, &known);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn unsafe_stays_where_the_law_allows_it() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("workspace manifest");
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for (member, text) in members() {
        let own = text.contains("[lints]\nworkspace = true");
        assert!(own || ["benches", "bindings/jni"].contains(&member.as_str()), "{member} has lints of its own");
    }
}

#[test]
fn the_requirements_page_is_up_to_date() {
    let page = fs::read_to_string(root().join("docs/requirements.md")).expect("docs/requirements.md");
    let proofs = marks::read(&root()).expect("sources are readable");
    assert!(
        marks::annotate(&page, &proofs) == page,
        "run `cargo run -p landfall-house --bin requirements` and commit docs/requirements.md"
    );
}

fn members() -> Vec<(String, String)> {
    let meta = metadata();
    let base = root();
    meta["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| {
            let path = std::path::PathBuf::from(p["manifest_path"].as_str()?);
            let member = path.parent()?.strip_prefix(&base).ok()?.display().to_string();
            Some((member, fs::read_to_string(path).ok()?))
        })
        .collect()
}
