use super::BuildError;
use crate::file::{FilePath, FileSpec, Tree};
use model::SecretBytes;

/// More rounds than any sensible chain of links has.
const ROUNDS: usize = 16;

/// Makes every link point right at a file with content, with that file's structure and size; a link to a DF gets
/// links to all files below that DF, under the rules that hold for them there.
pub(super) fn links(tree: &mut Tree) -> Result<(), BuildError> {
    directories(tree)?;
    let links: Vec<(FilePath, FilePath)> =
        tree.iter().filter(|(_, f)| !f.is_df()).filter_map(|(path, f)| Some((path.clone(), f.link.clone()?))).collect();
    for (path, target) in links {
        let home = end_of_chain(tree, &target).ok_or_else(|| BuildError::Link(path.clone()))?;
        let (structure, size) = match tree.get(&home) {
            Some(file) if !file.is_df() => (file.structure.clone(), file.size),
            _ => return Err(BuildError::Link(path)),
        };
        if let Some(file) = tree.get_mut(&path) {
            file.structure = structure;
            file.size = size;
            file.content = SecretBytes::default();
            file.link = Some(home);
        }
    }
    Ok(())
}

fn end_of_chain(tree: &Tree, target: &FilePath) -> Option<FilePath> {
    let mut at = target.clone();
    for _ in 0..ROUNDS {
        match &tree.get(&at)?.link {
            None => return Some(at),
            Some(next) => at = next.clone(),
        }
    }
    None
}

fn directories(tree: &mut Tree) -> Result<(), BuildError> {
    for _ in 0..ROUNDS {
        let found = tree.iter().find(|(_, f)| f.is_df() && f.link.is_some());
        let Some((path, target)) = found.and_then(|(path, f)| Some((path.clone(), f.link.clone()?))) else {
            return Ok(());
        };
        let circle = path.is_within(&target) || target.is_within(&path);
        if circle || !tree.get(&target).is_some_and(FileSpec::is_df) {
            return Err(BuildError::Link(path));
        }
        let below: Vec<(FilePath, FileSpec)> = tree
            .below(&target)
            .filter_map(|(from, file)| {
                let link = Some(from.clone()).filter(|_| !file.is_df()).or_else(|| file.link.clone());
                let content = SecretBytes::default();
                let access = tree.portable_access(from);
                Some((from.rebase(&target, &path)?, FileSpec { link, content, access, ..file.clone() }))
            })
            .collect();
        for (to, file) in below {
            if !tree.contains(&to) {
                tree.put(to, file);
            }
        }
        if let Some(file) = tree.get_mut(&path) {
            file.link = None;
        }
    }
    let rest = tree.iter().find(|(_, f)| f.is_df() && f.link.is_some()).map(|(path, _)| path.clone());
    rest.map_or(Ok(()), |path| Err(BuildError::Link(path)))
}
