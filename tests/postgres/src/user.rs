use std::{
    fs, io,
    os::unix::fs::{MetadataExt, chown},
    path::Path,
    process::Command,
};

/// Whom PostgreSQL runs as: not root, whom it refuses.
pub(crate) struct User {
    ids: Option<(u32, u32)>,
}

impl User {
    /// Whoever runs this; of root's, `postgres` or `nobody`.
    pub(crate) fn find() -> io::Result<Self> {
        if fs::metadata("/proc/self")?.uid() != 0 {
            return Ok(Self { ids: None });
        }
        let users = fs::read_to_string("/etc/passwd")?;
        let ids = ["postgres", "nobody"].iter().find_map(|name| ids(&users, name));
        ids.map(|ids| Self { ids: Some(ids) })
            .ok_or_else(|| io::Error::other("root finds no user to run PostgreSQL as"))
    }

    /// A program that runs as this user.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let Some((user, group)) = self.ids else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]);
        command.arg("--").arg(program);
        command
    }

    /// Gives a folder to this user.
    pub(crate) fn give(&self, folder: &Path) -> io::Result<()> {
        self.ids.map_or(Ok(()), |(user, group)| chown(folder, Some(user), Some(group)))
    }
}

/// User and group of a name in `/etc/passwd`.
fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then_some(())?;
        Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn a_user_is_found_by_name() {
        let users =
            "root:x:0:0:root:/root:/bin/sh\npostgresql:x:7:7::/:\npostgres:x:105:110::/var/lib/postgresql:/bin/sh\n";
        assert_eq!(ids(users, "postgres"), Some((105, 110)));
        assert_eq!(ids(users, "nobody"), None);
    }
}
