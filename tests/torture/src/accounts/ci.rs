//! An operator's CI in files, as the cloud has it that renews kiosks' EUM certificates; and an EUM's certificate of which half of its time is over.

use super::world::{CLOUD, Who, World};
use landfall_kiosk::{
    Unlock,
    init::renew,
    operator::{Days, Operator},
};
use landfall_stage::Broken;
use model::UnixTime;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::cert::issue::{self, Validity};
use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    time::SystemTime,
};

const HOUR: u64 = 3_600;
const CI_DAYS: u32 = 3_650;
const CERTIFICATE: &str = "ci.der";
const KEY: &str = "ci.key";

/// Makes it, for the operator and for the cloud, which reads of it at its next start.
pub(super) fn make(world: &World) -> Result<(), Broken> {
    let random = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(Broken::not)?;
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).map_err(Broken::not)?;
    let public = pair.public_key().as_ref().try_into().map_err(Broken::not)?;
    let validity = Validity::days(UnixTime(now()?.0 - 48 * HOUR), CI_DAYS);
    let unsigned =
        issue::ci("Nord", "Nord CI", &public, validity, &mut landfall_kiosk::Entropy).map_err(Broken::not)?;
    let signature = pair.sign(&random, &unsigned.message).map_err(Broken::not)?;
    let signature = signature.as_ref().try_into().map_err(Broken::not)?;
    let (certificate, key) = (world.scene.at(CERTIFICATE), world.scene.at(KEY));
    fs::write(&certificate, unsigned.signed(signature).as_der()).map_err(Broken::io(CERTIFICATE))?;
    fs::write(&key, made.as_ref()).map_err(Broken::io(KEY))?;
    fs::set_permissions(&key, Permissions::from_mode(0o600)).map_err(Broken::io(KEY))?;
    let settings = format!("[issuer]\ncertificate = {certificate:?}\nkey = {key:?}\neid-prefix = \"89999\"\n");
    fs::write(world.scene.at("world").join(CLOUD).join("cloud.toml"), settings).map_err(Broken::io("cloud.toml"))
}

/// How an operator is made that has this CI, if it was made.
pub(super) fn words(world: &World) -> Vec<String> {
    let (certificate, key) = (world.scene.at(CERTIFICATE), world.scene.at(KEY));
    if !certificate.exists() {
        return Vec::new();
    }
    let text = |path: &Path| path.display().to_string();
    ["--ci-certificate".to_owned(), text(&certificate), "--ci-key-file".to_owned(), text(&key)].to_vec()
}

/// The kiosk's certificates are those that its operator gave it so long ago that it is time to have the EUM's renewed.
pub(super) fn is_due(world: &World) -> Result<(), Broken> {
    let mut operator = Operator::open(&world.scene.at("operator"), &Unlock::KeyFile).map_err(Broken::not)?;
    let (days, then) = (Days { eum: 1, ..Days::default() }, UnixTime(now()?.0 - 30 * HOUR));
    renew(world.data(Who::Kiosk), &mut operator, &Unlock::KeyFile, days, then).map(drop).map_err(Broken::not)
}

/// Whether the kiosk's EUM certificate is good for longer than its operator gave it.
pub(super) fn is_renewed(world: &World) -> Result<bool, Broken> {
    let status = world.ask(Who::Kiosk, &["report", "status"])?;
    Ok(status["eum_until"].as_u64().is_some_and(|until| now().is_ok_and(|now| until > now.0 + 5 * 24 * HOUR)))
}

fn now() -> Result<UnixTime, Broken> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(Broken::not)?;
    Ok(UnixTime(now.as_secs()))
}
