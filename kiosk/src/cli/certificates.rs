use super::{
    args::{AddCertificates, CertificatesVerb},
    line, operator, shop,
};
use crate::{
    certificates::{self, Given, GivenPart, SetView},
    command::{Answer, Failure},
    operator::Days,
};
use model::UnixTime;
use rsp::crypto::PrivateKey;
use serde_json::json;
use std::path::Path;
use zeroize::Zeroizing;

/// Carries out what needs the kiosk's keys, or its folder for itself; `None` for what doesn't.
pub(super) fn run(
    data: &Path,
    verb: &CertificatesVerb,
    passphrase: Option<&Path>,
    now: UnixTime,
) -> Result<Option<Answer>, Failure> {
    Ok(Some(match verb {
        CertificatesVerb::List => return Ok(None),
        CertificatesVerb::Add(files) => {
            let given = given(files)?;
            let unlock = shop::unlock(data, passphrase)?;
            added(&certificates::add(data, &given, &unlock, now)?)
        }
        CertificatesVerb::Certify { operator, operator_passphrase_file } => {
            let mut operator = operator::open(operator, operator_passphrase_file.as_deref())?;
            let unlock = shop::unlock(data, passphrase)?;
            added(&certificates::certify(data, &mut operator, &unlock, Days::default(), now)?)
        }
        CertificatesVerb::Remove { ci_key_id } => {
            certificates::remove(data, ci_key_id)?;
            line(format!("the certificates under {ci_key_id} are forgotten"), json!({"removed": ci_key_id}))
        }
    }))
}

fn added(set: &SetView) -> Answer {
    let text = format!("cards that trust the CI {} ({}) are served too, until {}", set.ci, set.ci_key_id, set.until);
    Answer::of(text, set)
}

fn given(files: &AddCertificates) -> Result<Given, Failure> {
    let part = |certificate: &Path, key: &Path| {
        let file = Zeroizing::new(read(key)?);
        let key = PrivateKey::read(&file).map_err(|e| Failure::lasting(format!("{}: {e}", key.display()), e.hint()))?;
        Ok::<_, Failure>(GivenPart { certificate: read(certificate)?, key })
    };
    Ok(Given {
        ci: read(&files.ci)?,
        dp_auth: part(&files.dp_auth, &files.dp_auth_key)?,
        dp_pb: part(&files.dp_pb, &files.dp_pb_key)?,
        tls: part(&files.tls, &files.tls_key)?,
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::lasting(format!("{}: {e}", path.display()), "Check the path."))
}
