use crate::Broken;
use model::{Algorithm, Iccid, SecretBytes};
use ring::rand::{SecureRandom, SystemRandom};
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};
use uicc::aka::Aka;

/// A product that a kiosk sells.
#[derive(Debug, Clone)]
pub struct Class {
    /// Class id.
    pub id: &'static str,
    /// The other keys of its `[[product]]` table.
    pub terms: &'static str,
    /// First digits of its subscribers' IMSIs: a test network.
    pub network: &'static str,
    /// The algorithm, as the stock file names it.
    pub algorithm: &'static str,
    /// How many numbers.
    pub count: usize,
    /// A file with a profile package: the first number is that package as it is, the others are put into it.
    pub profile: Option<(PathBuf, Iccid)>,
}

/// One number of the stock. What is secret of it is known here, and to nobody else once the files are gone.
#[derive(Debug, Clone)]
pub struct Row {
    /// The number.
    pub number: String,
    /// Its card number.
    pub iccid: Iccid,
    /// Its keys; none if its operator's package holds them.
    pub keys: Option<Secret>,
}

/// Ki, and OPc or TOPc.
#[derive(Debug, Clone)]
pub struct Secret {
    /// The algorithm with OPc.
    pub algorithm: Algorithm,
    /// Ki.
    pub ki: SecretBytes,
}

impl Secret {
    /// The authentication centre's side.
    ///
    /// # Errors
    /// If sizes don't fit.
    pub fn aka(&self) -> Result<Aka, Broken> {
        Aka::new(&self.algorithm, &self.ki).map_err(Broken::not)
    }

    /// Ki and OPc.
    #[must_use]
    pub fn values(&self) -> Vec<SecretBytes> {
        let opc = match &self.algorithm {
            Algorithm::Milenage { opc } => Some(opc.clone()),
            Algorithm::Tuak { topc, .. } => Some(topc.clone()),
            Algorithm::Comp128 { .. } => None,
        };
        std::iter::once(self.ki.clone()).chain(opc).collect()
    }
}

/// A stock, and the files that say it.
#[derive(Debug)]
pub struct Stock {
    /// The stock file.
    pub file: PathBuf,
    /// Every number.
    pub rows: Vec<Row>,
}

impl Stock {
    /// Makes up numbers and keys, and writes `stock.toml` with a CSV file a class to `folder`.
    ///
    /// # Errors
    /// What the system refused.
    pub fn write(folder: &Path, classes: &[Class]) -> Result<Self, Broken> {
        let (mut toml, mut rows) = (String::new(), Vec::new());
        for (place, class) in classes.iter().enumerate() {
            let number = |at: usize| format!("9990{place}{at:07}");
            let _ = write!(toml, "[[product]]\nclass = \"{}\"\n{}\n", class.id, class.terms);
            let mut first = 0;
            if let Some((profile, iccid)) = &class.profile {
                std::fs::copy(profile, folder.join("profile.der"))
                    .map_err(Broken::io(profile.display().to_string()))?;
                let own = number(0);
                let _ = write!(toml, "[[product.segment]]\nfirst = \"{own}\"\nlast = \"{own}\"\n");
                let _ = write!(toml, "[[product.segment.number]]\niccid = \"{iccid}\"\nprofile = \"profile.der\"\n");
                rows.push(Row { number: own, iccid: *iccid, keys: None });
                first = 1;
            }
            let (from, to) = (number(first), number(class.count.max(1) - 1));
            let _ =
                write!(toml, "[[product.segment]]\nfirst = \"{from}\"\nlast = \"{to}\"\ncsv = \"{}.csv\"\n", class.id);
            if class.profile.is_some() {
                toml += "template = \"profile.der\"\n";
            }
            let mut csv = String::from("number,iccid,imsi,algorithm,puk,ki,opc\n");
            for at in first..class.count {
                let iccid = Iccid::with_check_digit(&format!("8999901{place}{at:010}")).map_err(Broken::not)?;
                let keys = keys(class.algorithm)?;
                let secrets: Vec<String> = keys.values().iter().map(|s| hex::encode(s.expose())).collect();
                let imsi = format!("{}{place}{at:09}", class.network);
                let _ =
                    writeln!(csv, "{},{iccid},{imsi},{},12345678,{}", number(at), class.algorithm, secrets.join(","));
                rows.push(Row { number: number(at), iccid, keys: Some(keys) });
            }
            let name = format!("{}.csv", class.id);
            std::fs::write(folder.join(&name), csv).map_err(Broken::io(name))?;
        }
        let file = folder.join("stock.toml");
        std::fs::write(&file, toml).map_err(Broken::io("stock.toml"))?;
        Ok(Self { file, rows })
    }

    /// The number of a card.
    #[must_use]
    pub fn row(&self, iccid: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.iccid.to_string() == iccid)
    }
}

fn keys(algorithm: &str) -> Result<Secret, Broken> {
    let algorithm = match algorithm {
        "milenage" => Algorithm::Milenage { opc: random(16)? },
        "tuak" => Algorithm::Tuak { topc: random(32)?, iterations: 1, res_size: 8 },
        other => return Err(Broken::not(format!("no stock with {other} here"))),
    };
    Ok(Secret { algorithm, ki: random(16)? })
}

fn random(size: usize) -> Result<SecretBytes, Broken> {
    let mut bytes = vec![0; size];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Broken::not("the system gave no random bytes"))?;
    Ok(SecretBytes::new(bytes))
}
