//! A profile package as it was resolved becomes a card: files, codes and authentication keys.

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
            builder.add_df(path, spec(file)?)?;
        } else {
            builder.add_ef(path, spec(file)?)?;
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
    for aka in &resolved.aka {
        set_aka(&mut builder, resolved, aka)?;
    }
    builder.mirror_gsm()?;
    builder.finish()
}

fn spec(file: &ResolvedFile) -> Result<FileSpec, BuildError> {
    let record = |size: u16| u8::try_from(size).map_err(|_| BuildError::Size(FilePath::new(&file.path.0)));
    let structure = match &file.kind {
        FileKind::Df => Structure::Df,
        FileKind::Adf { aid } => Structure::Adf { aid: aid.clone() },
        FileKind::Transparent { .. } => Structure::Transparent,
        FileKind::LinearFixed { record_size, .. } => Structure::LinearFixed { record: record(*record_size)? },
        FileKind::Cyclic { record_size, .. } => Structure::Cyclic { record: record(*record_size)? },
        FileKind::BerTlv { .. } => Structure::BerTlv,
    };
    let content = file.kind.content();
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
        content: content.into(),
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

fn set_aka(builder: &mut ProfileBuilder, resolved: &ResolvedProfile, aka: &AkaParameters) -> Result<(), BuildError> {
    let application = FilePath::new(&aka.application.0);
    if let Some(shared) = &aka.shared_with {
        let source = resolved.application(&shared.source).ok_or(BuildError::Aka(application.clone()))?;
        builder.share_aka(application, FilePath::new(&source.0))?;
        return Ok(());
    }
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
    let uses = aka.max_authentications.or(weak.then_some(COMP128V1_AUTHENTICATIONS));
    let keys = AkaKeys { algorithm, ki: aka.ki.clone(), uses };
    let config = SqnConfig::from_package(aka.sqn.options, six(aka.sqn.delta), six(aka.sqn.age_limit));
    builder.set_aka(application, keys, SqnArray::starting_at(config, &aka.sqn.init))?;
    Ok(())
}

/// The last six bytes of a 48-bit number.
const fn six(number: u64) -> [u8; 6] {
    let [_, _, a, b, c, d, e, f] = number.to_be_bytes();
    [a, b, c, d, e, f]
}

/// What the eUICC answers for a package whose parts contradict each other.
pub(crate) const fn problem(error: &BuildError) -> saip::Status {
    match error {
        BuildError::Duplicate(_) => saip::Status::FILE_EXISTS,
        BuildError::NoParent(_) | BuildError::Link(_) => saip::Status::FILE_NOT_FOUND,
        _ => saip::Status::BAD_VALUES,
    }
}
