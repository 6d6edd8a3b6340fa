use crate::{args::Roots, failure::Failure, output::Answer};
use app::{Landfall, Root};
use serde_json::{Value, json};

pub(crate) fn run(landfall: &Landfall, command: &Roots) -> Result<Answer, Failure> {
    match command {
        Roots::Add { file } => {
            let der = std::fs::read(file).map_err(|error| Failure::File { path: file.display().to_string(), error })?;
            let root = landfall.add_root(&der)?;
            Ok(Answer::new(format!("Kiosks of {} are trusted now.", root.name), view(&root)))
        }
        Roots::List => {
            let roots = landfall.roots()?;
            let lines: Vec<String> =
                roots.iter().map(|root| format!("{}\t{}", hex::encode(&root.key_id), root.name)).collect();
            let text = if lines.is_empty() {
                "No operator is trusted yet: landfall roots add FILE.".to_owned()
            } else {
                lines.join("\n")
            };
            Ok(Answer::new(text, roots.iter().map(view).collect()))
        }
        Roots::Remove { key_id } => {
            let id = hex::decode(key_id)
                .map_err(|_| Failure::Usage("a key id is hexadecimal, as `roots list` shows it".to_owned()))?;
            let there = landfall.remove_root(&id)?;
            let text = if there { "Its kiosks are no longer trusted." } else { "There is no such root." };
            Ok(Answer::new(text, json!({"removed": there})))
        }
    }
}

fn view(root: &Root) -> Value {
    json!({"key_id": hex::encode(&root.key_id), "name": root.name})
}
