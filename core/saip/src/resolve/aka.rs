//! Authentication parameters.

use super::{AkaAlgorithm, AkaParameters, FileKind, FilePath, MappedAka, SqnParameters, Work};
use crate::{
    Status, comp128,
    element::{AkaElement, AlgoConfiguration, AlgoParameter, PeHeader},
    error::{Error, Place, Problem},
};
use model::SecretBytes;

/// A set of parameters, and whose key it takes if not its own.
pub(super) struct AkaDraft {
    at: Place,
    application: FilePath,
    aid: Vec<u8>,
    key: Key,
    sqn: SqnParameters,
}

enum Key {
    Own { algorithm: AkaAlgorithm, ki: SecretBytes, max_authentications: Option<u32> },
    Mapped(MappedAka),
}

impl Work {
    /// The parameters of the application that codes would belong to now, else of the one made last.
    pub(super) fn aka(&mut self, at: Place, element: &AkaElement<'_>) -> Result<(), Problem> {
        let sqn = SqnParameters {
            options: element.sqn_options,
            delta: element.sqn_delta,
            age_limit: element.sqn_age_limit,
            init: element.sqn_init,
        };
        let key = match &element.configuration {
            AlgoConfiguration::Mapping { options, source } => {
                Key::Mapped(MappedAka { source: source.to_vec(), options: *options })
            }
            AlgoConfiguration::Own(parameter) => {
                let Some(algorithm) = algorithm(parameter)? else {
                    return self.refuse(at, element.header, Status::FEATURE_NOT_SUPPORTED);
                };
                let max_authentications = parameter.max_authentications;
                Key::Own { algorithm, ki: parameter.key.into(), max_authentications }
            }
        };
        self.add_aka(at, key, sqn)
    }

    /// Elements of their makers' own; COMP128 parameters are ours.
    pub(super) fn non_standard(
        &mut self,
        at: Place,
        header: PeHeader,
        issuer: &[u8],
        content: &[u8],
    ) -> Result<(), Problem> {
        if issuer != comp128::ISSUER {
            return self.refuse(at, header, Status::PE_NOT_SUPPORTED);
        }
        let (version, ki) = comp128::read(content)?;
        let key = Key::Own { algorithm: AkaAlgorithm::Comp128 { version }, ki, max_authentications: None };
        self.add_aka(at, key, SqnParameters::default())
    }

    fn add_aka(&mut self, at: Place, key: Key, sqn: SqnParameters) -> Result<(), Problem> {
        let context = self.context.as_ref().and_then(|path| self.tree.get(path));
        let context = context.filter(|draft| matches!(draft.kind, FileKind::Adf { .. }));
        let application = context.or_else(|| self.tree.last_application(None));
        let Some((FileKind::Adf { aid }, path)) = application.map(|draft| (&draft.kind, &draft.path)) else {
            return Err(Problem::Order("authentication parameters before their application"));
        };
        if self.aka.iter().any(|draft| draft.application == *path) {
            return Err(Problem::Order("an application has its authentication parameters already"));
        }
        self.aka.push(AkaDraft { at, application: path.clone(), aid: aid.clone(), key, sqn });
        Ok(())
    }

    /// Follows mappings to the application that has a key of its own.
    pub(super) fn finish_aka(&mut self) -> Result<Vec<AkaParameters>, Error> {
        let drafts = std::mem::take(&mut self.aka);
        let own = |aid: &[u8]| {
            drafts.iter().find_map(|draft| match &draft.key {
                Key::Own { algorithm, ki, max_authentications } if draft.aid == aid => {
                    Some((algorithm.clone(), ki.clone(), *max_authentications))
                }
                _ => None,
            })
        };
        let finish = |draft: &AkaDraft| {
            let (source, shared_with) = match &draft.key {
                Key::Own { .. } => (&draft.aid, None),
                Key::Mapped(mapped) => (&mapped.source, Some(mapped.clone())),
            };
            let missing = Error { at: draft.at, problem: Problem::Value("mappingSource") };
            let (algorithm, ki, max_authentications) = own(source).ok_or(missing)?;
            Ok(AkaParameters {
                application: draft.application.clone(),
                identification: draft.at.identification,
                aid: draft.aid.clone(),
                algorithm,
                ki,
                sqn: draft.sqn.clone(),
                max_authentications,
                shared_with,
            })
        };
        drafts.iter().map(finish).collect()
    }
}

impl Default for SqnParameters {
    fn default() -> Self {
        Self { options: 2, delta: 0x1000_0000, age_limit: 0x1000_0000, init: [0; 32] }
    }
}

/// The algorithm with its parameters; none if it is not one that is known, or its sizes are of no use: AUTN has room for a
/// MAC of 8 bytes alone, and AUTHENTICATE's answer for CK and IK of 16 (TS 33.102 §6.3).
///
/// `algorithmOptions` gives sizes for TUAK and the test algorithm: bits 1 to 3 that of RES (32, 64, 128, 256 bits), bits 4
/// and 5 that of MAC (64, 128, 256), bit 6 CK and bit 7 IK (128, 256).
fn algorithm(parameter: &AlgoParameter<'_>) -> Result<Option<AkaAlgorithm>, Problem> {
    let size = |bits: u8, sizes: &[u8]| sizes.get(usize::from(bits)).copied().ok_or(Problem::Value("algorithmOptions"));
    let options = parameter.options;
    let key = |sizes: &[usize]| {
        if sizes.contains(&parameter.key.len()) { Ok(()) } else { Err(Problem::Value("key")) }
    };
    let opc = |size: usize| {
        if parameter.opc.len() == size { Ok(parameter.opc.into()) } else { Err(Problem::Value("opc")) }
    };
    Ok(Some(match parameter.algorithm {
        1 => {
            key(&[16])?;
            AkaAlgorithm::Milenage { opc: opc(16)?, rotation: parameter.rotation, xoring: parameter.xoring }
        }
        2 => {
            key(&[16, 32])?;
            if parameter.iterations == 0 {
                return Err(Problem::Value("numberOfKeccak"));
            }
            let res_size = size(options & 7, &[4, 8, 16, 32])?;
            let mac_size = size(options >> 3 & 3, &[8, 16, 32])?;
            let ck_size = size(options >> 5 & 1, &[16, 32])?;
            let ik_size = size(options >> 6 & 1, &[16, 32])?;
            if (mac_size, ck_size, ik_size) != (8, 16, 16) || res_size > 16 {
                return Ok(None);
            }
            AkaAlgorithm::Tuak {
                topc: opc(32)?,
                iterations: parameter.iterations,
                res_size,
                mac_size,
                ck_size,
                ik_size,
            }
        }
        3 => {
            key(&[16])?;
            AkaAlgorithm::UsimTest { res_size: size(options & 7, &[4, 8, 16])? }
        }
        _ => return Ok(None),
    }))
}
