//! Management programs and drivers (A5): chosen by class, operating system and processor, each under its operator's
//! signature.
//!
//! A `.manifest` file holds the manifest as it is sent, and behind it the signature (`5F37`, 64 bytes).

use model::{DeviceFeatures, Platform};
use nearfield::{
    Limits,
    message::{Manifest, MessageError, PackageKind, PackageRefused, SignedPackage},
};
use store::{SqlError, Store, Transaction, params};
use tlv::{Reader, Writer};

const SIGNATURE: u32 = 0x5F37;
/// The most bytes of one package: a driver and a management program come to the phone in one message, with the rest of it.
pub(crate) const MOST: usize = (Limits::PHONE.max_message as usize - (64 << 10)) / 2;

/// The bytes of a `.manifest` file.
#[must_use]
pub fn manifest_file(manifest: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    Writer::build(|w| {
        w.raw(manifest);
        w.put(SIGNATURE, signature);
    })
}

/// Checks a package against its `.manifest` file and the operator's key.
///
/// # Errors
/// [`PackageRefused`]
pub fn check(manifest_file: &[u8], bytes: &[u8], operator_key: &[u8; 65]) -> Result<Manifest, PackageRefused> {
    signed(manifest_file, bytes.to_vec())?.verify(operator_key)
}

fn signed(manifest_file: &[u8], bytes: Vec<u8>) -> Result<SignedPackage, MessageError> {
    let mut reader = Reader::new(manifest_file);
    let manifest = reader.next()?.ok_or(tlv::Error::Truncated)?.raw.to_vec();
    let signature = reader.expect(SIGNATURE)?.value.to_vec();
    reader.end()?;
    Ok(SignedPackage { manifest, signature, bytes })
}

/// Keeps a checked package, in place of an older one for the same class, kind and platform.
pub(crate) fn keep(
    tx: &Transaction<'_>,
    package: &Manifest,
    manifest_file: &[u8],
    bytes: &[u8],
) -> Result<(), SqlError> {
    tx.execute(
        "INSERT INTO package (class_id, kind, os, cpu, version, manifest, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT DO UPDATE SET version = excluded.version, manifest = excluded.manifest, body = excluded.body",
        params![
            package.class_id,
            package.kind.as_str(),
            package.platform.os,
            package.platform.cpu,
            package.version,
            manifest_file,
            bytes
        ],
    )?;
    Ok(())
}

/// The packages that a phone lacks, of those for its platform.
///
/// # Errors
/// If the database can't be read.
pub fn lacking(store: &Store, class_id: &str, features: &DeviceFeatures) -> Result<Vec<SignedPackage>, store::Error> {
    let Platform { os, cpu } = &features.platform;
    let mut lacking = Vec::new();
    for (kind, installed) in
        [(PackageKind::Driver, features.driver_installed), (PackageKind::Program, features.program_installed)]
    {
        if installed {
            continue;
        }
        let found = store.read::<_, store::Error>(|tx| {
            Ok(tx.query_optional(
                "SELECT manifest, body FROM package WHERE class_id = ?1 AND kind = ?2 AND os = ?3 AND cpu = ?4",
                params![class_id, kind.as_str(), os, cpu],
                |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)),
            )?)
        })?;
        if let Some((manifest, body)) = found {
            lacking.push(signed(&manifest, body).map_err(|e| store::Error::Corrupt(e.to_string()))?);
        }
    }
    Ok(lacking)
}
