//! A profile package as it was resolved becomes a card: files, codes and authentication keys.

use super::services;
use saip::{AkaAlgorithm as Given, AkaParameters, FileKind, Pin, Puk, ResolvedFile, ResolvedProfile};
use uicc::{
    Access, AkaAlgorithm, AkaKeys, BuildError, CodeSpec, FilePath, FileSpec, LifeCycle, Profile, ProfileBuilder,
    Structure,
    aka::{SqnArray, SqnConfig, milenage, tuak},
};

/// First and last key references of administrative codes (TS 102 221 §9.5.1, table 9.3).
const ADM: [std::ops::RangeInclusive<u8>; 2] = [0x0A..=0x0E, 0x8A..=0x8E];

/// COMP128v1 gives Ki away to about 10⁵ chosen challenges: a profile that brings no limit of its own gets this one, which
/// serves for years.
const COMP128V1_AUTHENTICATIONS: u32 = 20_000;

/// Builds the card that `resolved` describes.
///
/// # Errors
/// [`BuildError`] if files, codes or keys contradict each other.
pub fn card_of(resolved: &ResolvedProfile) -> Result<Profile, BuildError> {
    let mut builder = ProfileBuilder::new(resolved.iccid);
    for file in &resolved.files {
        let path = FilePath::new(&file.path.0);
        if file.kind.is_directory() {
            builder.add_df(path, spec(resolved, file)?)?;
        } else {
            builder.add_ef(path, spec(resolved, file)?)?;
        }
    }
    for puk in &resolved.puks {
        builder.set_puk(puk_spec(puk))?;
    }
    for context in &resolved.pins {
        let scope = FilePath::new(&context.path.0);
        if let Some(source) = &context.shared_with {
            builder.share_pins(scope, FilePath::new(&source.0))?;
            continue;
        }
        for pin in &context.pins {
            if ADM.iter().any(|range| range.contains(&pin.reference)) {
                builder.set_adm(pin_spec(pin))?;
            } else {
                builder.set_pin(scope.clone(), pin_spec(pin))?;
            }
        }
    }
    // A mapping may stand before what it names.
    let (mapped, own): (Vec<_>, Vec<_>) = resolved.aka.iter().partition(|aka| aka.shared_with.is_some());
    for aka in own {
        set_aka(&mut builder, aka)?;
    }
    for aka in mapped {
        share_aka(&mut builder, resolved, aka)?;
    }
    builder.mirror_gsm()?;
    builder.finish()
}

fn spec(resolved: &ResolvedProfile, file: &ResolvedFile) -> Result<FileSpec, BuildError> {
    let record = |size: u16| u8::try_from(size).map_err(|_| BuildError::Size(FilePath::new(&file.path.0)));
    let structure = match &file.kind {
        FileKind::Df => Structure::Df,
        FileKind::Adf { aid } => Structure::Adf { aid: aid.clone() },
        FileKind::Transparent { .. } => Structure::Transparent,
        FileKind::LinearFixed { record_size, .. } => Structure::LinearFixed { record: record(*record_size)? },
        FileKind::Cyclic { record_size, .. } => Structure::Cyclic { record: record(*record_size)? },
        FileKind::BerTlv { .. } => Structure::BerTlv,
    };
    let content = services::content(resolved, file);
    let size = match &file.kind {
        FileKind::BerTlv { max_size, .. } => max_size.map_or(content.len(), |size| size as usize),
        _ => content.len(),
    };
    Ok(FileSpec {
        structure,
        size,
        sfi: file.sfi,
        life_cycle: life_cycle(file.life_cycle),
        access: Access::arr(file.access.arr_fid, file.access.record),
        content: content.as_ref().into(),
        pin_status: file.pin_status.clone(),
        link: file.link.as_ref().map(|target| FilePath::new(&target.0)),
        special: u8::from(file.usable_when_deactivated) << 6 | u8::from(file.high_update) << 7,
    })
}

/// TS 102 221 §11.1.1.4.9.
const fn life_cycle(status: u8) -> LifeCycle {
    match status {
        0x01 | 0x03 => LifeCycle::Initialisation,
        0x04 | 0x06 => LifeCycle::Deactivated,
        0x0C..=0x0F => LifeCycle::Terminated,
        _ => LifeCycle::Activated,
    }
}

fn puk_spec(puk: &Puk) -> CodeSpec {
    let spec = CodeSpec::puk(puk.reference, puk.value.clone());
    CodeSpec { tries: puk.max_attempts, tries_left: puk.attempts_left, ..spec }
}

fn pin_spec(pin: &Pin) -> CodeSpec {
    CodeSpec {
        reference: pin.reference,
        value: pin.value.clone(),
        tries: pin.max_attempts,
        tries_left: pin.attempts_left,
        enabled: pin.enabled,
        may_change: pin.changeable,
        may_disable: pin.can_be_disabled,
        unblocked_by: pin.unblocked_by,
        replaced: false,
    }
}

/// Another application's key and sequence numbers; `mappingSource` is its whole AID.
fn share_aka(builder: &mut ProfileBuilder, resolved: &ResolvedProfile, aka: &AkaParameters) -> Result<(), BuildError> {
    let application = FilePath::new(&aka.application.0);
    let source = aka.shared_with.as_ref().map(|shared| &shared.source);
    let mut others = resolved.aka.iter().filter(|other| other.shared_with.is_none());
    let source = others.find(|other| Some(&other.aid) == source).ok_or(BuildError::Aka(application.clone()))?;
    builder.share_aka(application, FilePath::new(&source.application.0))?;
    Ok(())
}

fn set_aka(builder: &mut ProfileBuilder, aka: &AkaParameters) -> Result<(), BuildError> {
    let application = FilePath::new(&aka.application.0);
    let algorithm = match &aka.algorithm {
        Given::Milenage { opc, rotation, xoring } => AkaAlgorithm::Milenage {
            opc: opc.clone(),
            res_size: 8,
            parameters: milenage::Parameters { rotations: *rotation, constants: *xoring },
        },
        Given::Tuak { topc, iterations, res_size, mac_size, ck_size, ik_size } => AkaAlgorithm::Tuak {
            topc: topc.clone(),
            iterations: *iterations,
            sizes: tuak::Sizes {
                mac: usize::from(*mac_size),
                res: usize::from(*res_size),
                ck: usize::from(*ck_size),
                ik: usize::from(*ik_size),
            },
        },
        Given::UsimTest { res_size } => AkaAlgorithm::UsimTest { res_size: *res_size },
        Given::Comp128 { version } => AkaAlgorithm::Comp128 { version: *version },
    };
    let weak = matches!(aka.algorithm, Given::Comp128 { version: 1 });
    let limit = aka.max_authentications.or(weak.then_some(COMP128V1_AUTHENTICATIONS));
    // The test algorithm ignores authCounterMax, sqnOptions, sqnDelta, sqnAgeLimit and sqnInit (PEDefinitions).
    let (uses, sqn) = if matches!(aka.algorithm, Given::UsimTest { .. }) {
        (None, SqnArray::new(SqnConfig { delta: None, ..SqnConfig::default() }))
    } else {
        let config = SqnConfig::from_package(aka.sqn.options, six(aka.sqn.delta));
        (limit, SqnArray::starting_at(config, &aka.sqn.init))
    };
    builder.set_aka(application, AkaKeys { algorithm, ki: aka.ki.clone(), uses }, sqn)?;
    Ok(())
}

/// The last six bytes of a 48-bit number.
const fn six(number: u64) -> [u8; 6] {
    let [_, _, a, b, c, d, e, f] = number.to_be_bytes();
    [a, b, c, d, e, f]
}

/// The number of the element that is at fault, as far as the error tells it.
pub(crate) fn culprit(error: &BuildError, resolved: &ResolvedProfile) -> Option<u16> {
    let file = |path: &FilePath| resolved.files.iter().find(|file| file.path.0 == path.fids())?.identification;
    match error {
        BuildError::Duplicate(path)
        | BuildError::NoParent(path)
        | BuildError::Size(path)
        | BuildError::ReservedFid(path)
        | BuildError::Sfi(path)
        | BuildError::Aid(path)
        | BuildError::Link(path) => file(path),
        BuildError::Aka(path) => resolved.aka.iter().find(|aka| aka.application.0 == path.fids())?.identification,
        // The last that has it: if it is there twice, that one is too much.
        BuildError::Code { reference } => {
            let has = |pins: &[Pin]| pins.iter().any(|pin| pin.reference == *reference);
            resolved.pins.iter().rev().find(|context| has(&context.pins))?.identification
        }
    }
}

/// What the eUICC answers for a package whose parts contradict each other.
pub(crate) const fn problem(error: &BuildError) -> saip::Status {
    match error {
        BuildError::Duplicate(_) => saip::Status::FILE_EXISTS,
        BuildError::NoParent(_) | BuildError::Link(_) => saip::Status::FILE_NOT_FOUND,
        _ => saip::Status::BAD_VALUES,
    }
}
