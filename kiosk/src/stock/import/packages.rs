//! Management programs and drivers (A5), and who issues vouchers.

use super::{
    file::{IssuerTable, PackageTable},
    problem::ImportError,
    segment::Importing,
};
use crate::{authorise::voucher, packages};
use store::params;
use toml::Spanned;

/// Checks each package against its signed manifest and keeps it, in place of an older one for the same class and platform.
pub(super) fn packages(
    importing: &mut Importing<'_, '_>,
    operator_key: &[u8; 65],
    tables: Vec<Spanned<PackageTable>>,
) -> Result<(), ImportError> {
    for table in tables {
        let table = table.into_inner();
        let line = importing.source.lines.at(table.file.span().start);
        let (file, manifest) = (table.file.get_ref(), table.manifest.get_ref());
        let at = importing.line(line);
        let Some(bytes) = importing.read(file, &at) else { continue };
        let Some(signed) = importing.read(manifest, &at) else { continue };
        let package = match packages::check(signed.expose(), bytes.expose(), operator_key) {
            Ok(package) => package,
            Err(wrong) => {
                importing.problem(line, format_args!("{file}: {wrong}"));
                continue;
            }
        };
        packages::keep(importing.tx, &package, signed.expose(), bytes.expose())?;
        importing.done.packages += 1;
    }
    Ok(())
}

/// Keeps the public keys by which vouchers are checked.
pub(super) fn issuers(importing: &mut Importing<'_, '_>, tables: Vec<Spanned<IssuerTable>>) -> Result<(), ImportError> {
    for table in tables {
        let table = table.into_inner();
        let line = importing.source.lines.at(table.key.span().start);
        let key: Option<[u8; 32]> = hex::decode(table.key.get_ref()).ok().and_then(|k| k.try_into().ok());
        let Some(key) = key else {
            importing.problem(line, "the key of a voucher issuer is 64 hexadecimal digits (Ed25519)");
            continue;
        };
        importing.tx.execute(
            "INSERT INTO voucher_issuer (key_id, name, public_key) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET name = excluded.name, public_key = excluded.public_key",
            params![voucher::key_id(&key).as_slice(), table.name, key.as_slice()],
        )?;
        importing.done.voucher_issuers += 1;
    }
    Ok(())
}
