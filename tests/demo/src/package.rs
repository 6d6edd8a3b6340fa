//! A profile package that an operator made, and what it says.

use landfall_stage::Broken;
use saip::{AkaAlgorithm, Package, ResolvedProfile};
use std::path::{Path, PathBuf};
use uicc::aka::{
    Aka,
    milenage::{Milenage, Parameters},
    tuak::{Sizes, Tuak},
    usim_test::UsimTest,
};

/// First bytes of a USIM's AID (TS 31.102 annex).
const USIM: [u8; 7] = [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02];

/// An operator's package.
pub(crate) struct Operators {
    pub(crate) file: PathBuf,
    pub(crate) resolved: ResolvedProfile,
}

impl Operators {
    pub(crate) fn read(file: &Path) -> Result<Self, Broken> {
        let bytes = std::fs::read(file).map_err(Broken::io(file.display().to_string()))?;
        let package = Package::parse(&bytes).map_err(Broken::not)?;
        let resolved = saip::resolve(&package).map_err(Broken::not)?;
        Ok(Self { file: file.to_owned(), resolved })
    }

    /// The authentication centre's side of its USIM.
    pub(crate) fn aka(&self) -> Result<Aka, Broken> {
        let aka = self.resolved.aka.iter().find(|aka| aka.aid.starts_with(&USIM));
        let aka = aka.ok_or_else(|| Broken::not("the package has no USIM keys"))?;
        let key = || aka.ki.expose().try_into().map_err(|_| Broken::not("Ki is not 16 bytes"));
        Ok(match &aka.algorithm {
            AkaAlgorithm::Milenage { opc, rotation, xoring } => {
                let opc = opc.expose().try_into().map_err(|_| Broken::not("OPc is not 16 bytes"))?;
                let parameters = Parameters { rotations: *rotation, constants: *xoring };
                Aka::milenage(Milenage::with(&key()?, &opc, &parameters))
            }
            AkaAlgorithm::Tuak { topc, iterations, res_size, mac_size, ck_size, ik_size } => {
                let topc = topc.expose().try_into().map_err(|_| Broken::not("TOPc is not 32 bytes"))?;
                let [mac, res, ck, ik] = [mac_size, res_size, ck_size, ik_size].map(|size| usize::from(*size));
                let sizes = Sizes { mac, res, ck, ik };
                let tuak = Tuak::new(aka.ki.expose(), &topc, *iterations, sizes).map_err(Broken::not)?;
                Aka::tuak(tuak).map_err(Broken::not)?
            }
            AkaAlgorithm::UsimTest { res_size } => {
                Aka::usim_test(UsimTest::new(&key()?, usize::from(*res_size)).map_err(Broken::not)?)
            }
            AkaAlgorithm::Comp128 { .. } => return Err(Broken::not("the package's USIM is for 2G only")),
        })
    }
}
