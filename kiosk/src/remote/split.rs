//! What is ordered together may need several packages (SGP.22 v3 §2.10.1, §3.7.3): one has room for one Disable and one Enable behind it,
//! since the terminal reads the card anew once, after all of it; what was disabled is deleted only after that; contacting the platform is
//! the last command; and the bytes are limited.

use rsp::rpm::{RpmCommand, RpmCommandDetails as Do, RpmPackage};

/// The commands in as few packages as they need, in their order. One that is too large for any package stands in one of its own, which
/// [`smdp::RpmOrder::new`] refuses.
pub(super) fn packages(commands: Vec<RpmCommand>) -> Vec<RpmPackage> {
    let mut all = Vec::new();
    let mut package = RpmPackage::default();
    for command in commands {
        package.commands.push(command);
        if package.commands.len() > 1 && !stands(&package) {
            let last = package.commands.pop();
            all.push(std::mem::take(&mut package));
            package.commands.extend(last);
        }
    }
    if !package.commands.is_empty() {
        all.push(package);
    }
    all
}

/// Whether the last command may stand in this package behind the others.
fn stands(package: &RpmPackage) -> bool {
    let Some((last, before)) = package.commands.split_last() else { return true };
    let enables = before.iter().any(|command| matches!(command.details, Do::Enable(_)));
    let disables = before.iter().any(|command| matches!(command.details, Do::Disable(_)));
    let contacts = before.iter().any(|command| matches!(command.details, Do::ContactPcmp { .. }));
    let fits = match &last.details {
        Do::Enable(_) => !enables,
        Do::Disable(_) => !enables && !disables,
        // Another profile's place may be taken by one that is enabled: which one, only the card knows.
        Do::Delete(_) => !enables && !disables,
        _ => true,
    };
    fits && !contacts && package.fits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remote::Wanted;

    fn shape(commands: &[&str]) -> Vec<usize> {
        let read = |text: &&str| text.parse::<Wanted>().expect("a command").command(&[0x2A]);
        packages(commands.iter().map(read).collect()).iter().map(|package| package.commands.len()).collect()
    }

    // R: E6
    #[test]
    fn as_few_packages_as_the_standard_lets_them_be() {
        let (one, two) = ("8900112233445566778", "8999901000000000012");
        let (disable, enable, delete) = (format!("disable:{one}"), format!("enable:{two}"), format!("delete:{one}"));
        assert_eq!(shape(&[&disable, &enable, "list"]), [3]);
        assert_eq!(shape(&[&disable, &delete]), [1, 1], "the card is read anew in between");
        assert_eq!(shape(&[&delete, &disable, &enable]), [3]);
        assert_eq!(shape(&[&enable, &disable]), [1, 1]);
        assert_eq!(shape(&[&enable, &enable, &disable, &disable]), [1, 1, 1, 1]);
        let contact = format!("contact-pcmp:{two}");
        assert_eq!(shape(&[&enable, &contact, "list"]), [2, 1]);
        let name = format!("name:{one}={}", "x".repeat(64));
        let many = shape(&vec![name.as_str(); 20]);
        assert_eq!(many.iter().sum::<usize>(), 20);
        assert!(many.len() == 2, "{many:?}");
        assert!(shape(&[]).is_empty());
    }
}
