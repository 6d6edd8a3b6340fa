use super::LoadError;
use model::{Eid, SecretBytes};
use rsp::cert::{Certificate, chain::Roots};
use tlv::{Reader, Writer};
use uicc::KeyId;

/// A certificate chain that the eUICC can sign under: CI → EUM → eUICC (SGP.22 §4.5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningChain {
    /// Subject key identifier of the CI, 20 bytes.
    pub ci_key_id: Vec<u8>,
    /// CERT.EUICC, DER.
    pub euicc_certificate: Vec<u8>,
    /// CERT.EUM, DER.
    pub eum_certificate: Vec<u8>,
}

/// Who an eUICC is: its number, its key's name, the chains it signs under and the roots it trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The eUICC's number.
    pub eid: Eid,
    /// The signing key, by the name that the driver knows.
    pub key: KeyId,
    /// Chains for signing, the preferred first.
    pub chains: Vec<SigningChain>,
    /// CI certificates that servers may stand under, DER.
    pub roots: Vec<Vec<u8>>,
}

impl Identity {
    /// The chain under the CI with this subject key identifier.
    #[must_use]
    pub fn chain(&self, ci_key_id: &[u8]) -> Option<&SigningChain> {
        self.chains.iter().find(|chain| chain.ci_key_id == ci_key_id)
    }

    /// The chain that a server asks for; one that names no CI (SGP.22 v3) leaves the choice here.
    pub(crate) fn chain_for(&self, ci_key_id: &[u8]) -> Option<&SigningChain> {
        if ci_key_id.is_empty() { self.chains.first() } else { self.chain(ci_key_id) }
    }

    /// The roots, read. One that can't be read (of a scheme to come, say) is as good as absent.
    pub(crate) fn trusted(&self) -> Roots {
        let mut roots = Roots::new();
        for root in self.roots.iter().filter_map(|der| Certificate::parse(der).ok()) {
            let _ = roots.add_kept(root);
        }
        roots
    }

    pub(crate) fn to_record(&self) -> SecretBytes {
        Writer::build(|w| {
            w.put(0x80u32, self.eid.as_bytes());
            w.text(0x81u32, &self.key.0);
            for chain in &self.chains {
                w.nest(0xA2u32, |w| {
                    w.put(0x80u32, &chain.ci_key_id);
                    w.put(0x81u32, &chain.euicc_certificate);
                    w.put(0x82u32, &chain.eum_certificate);
                });
            }
            for root in &self.roots {
                w.put(0x83u32, root);
            }
        })
        .into()
    }

    pub(crate) fn from_record(record: &SecretBytes) -> Result<Self, LoadError> {
        Self::read(record.expose()).map_err(|_| LoadError::Damaged("identity"))
    }

    fn read(bytes: &[u8]) -> Result<Self, tlv::Error> {
        let mut reader = Reader::new(bytes);
        let eid = reader.require(0x80)?;
        let eid = Eid::from_bytes(eid.value).map_err(|_| tlv::Error::BadValue(eid.tag))?;
        let key = KeyId(reader.require(0x81)?.as_str()?.to_owned());
        let (mut chains, mut roots) = (Vec::new(), Vec::new());
        while let Some(object) = reader.next()? {
            match object.tag.0 {
                0xA2 => {
                    let inner = object.children();
                    chains.push(SigningChain {
                        ci_key_id: inner.require(0x80)?.value.to_vec(),
                        euicc_certificate: inner.require(0x81)?.value.to_vec(),
                        eum_certificate: inner.require(0x82)?.value.to_vec(),
                    });
                }
                0x83 => roots.push(object.value.to_vec()),
                _ => {}
            }
        }
        Ok(Self { eid, key, chains, roots })
    }
}
