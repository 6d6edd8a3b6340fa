//! What lies on a disk, to be searched.

use std::path::Path;

/// Every byte of every file below `folder`, and the files' names.
pub(crate) fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        all.extend(entry.file_name().as_encoded_bytes());
        if path.is_dir() {
            all.extend(bytes(&path));
        } else if path.is_file() {
            all.extend(std::fs::read(&path).expect("a file"));
        }
    }
    all
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("it is there");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("it has one").is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copies");
        }
    }
}
