use super::template::{Extension, IssueError, assemble, authority, write_algorithm, write_time};
use crate::{
    Unsigned,
    cert::{Certificate, Role, ecdsa, oid},
};
use model::UnixTime;
use tlv::{Tag, Writer};

/// A revocation list (DER) of a root: `serials` as [`Certificate::serial`] gives them. `number` must rise from list to list.
///
/// # Errors
/// [`IssueError::Issuer`] if `issuer` is no root, [`IssueError::Validity`] if the next list is due before this one.
pub fn crl(
    issuer: &Certificate,
    number: u64,
    this_update: UnixTime,
    next_update: UnixTime,
    serials: &[&[u8]],
) -> Result<Unsigned<Vec<u8>>, IssueError> {
    if issuer.role() != Some(Role::Ci) {
        return Err(IssueError::Issuer { needed: Role::Ci });
    }
    if next_update <= this_update {
        return Err(IssueError::Validity);
    }
    let extensions =
        [authority(issuer.subject_key_id()), Extension::new(oid::CRL_NUMBER, false, |w| w.uint(Tag::INTEGER, number))];
    let body = Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.uint(Tag::INTEGER, 1);
            write_algorithm(w);
            w.raw(issuer.subject_der());
            write_time(w, this_update);
            write_time(w, next_update);
            // An empty list is left out, not written empty (RFC 5280 §5.1.2.6).
            if !serials.is_empty() {
                w.nest(Tag::SEQUENCE, |w| {
                    for serial in serials {
                        w.nest(Tag::SEQUENCE, |w| {
                            ecdsa::integer(w, serial);
                            write_time(w, this_update);
                        });
                    }
                });
            }
            w.nest(Tag::context_constructed(0), |w| {
                w.nest(Tag::SEQUENCE, |w| extensions.iter().for_each(|e| e.write(w)));
            });
        });
    });
    Ok(Unsigned::new(body.clone(), move |signature| assemble(&body, &signature)))
}
