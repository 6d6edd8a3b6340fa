//! `make peers`: whatever fetched peers the environment names, run against our programs; writes `docs/interworking.md`.
//!
//! | variable | names |
//! |---|---|
//! | `LPAC_BIN` | lpac |
//! | `OSMO_SMDPP` | a folder with `osmo-smdpp.py`, its libraries and `smdpp-data` |
//! | `PYSIM_DIR` | a folder with `contrib/es9p_client.py` and its libraries |
//! | `PYSIM_PYTHON` | the Python that has what those two need; `python3` without it |
//! | `SGP26_DIR` | a folder with the test certificates and keys of SGP.26 on NIST P-256, the CI's key among them |

use landfall_peers::interworking;
use std::process::ExitCode;

#[expect(clippy::print_stderr, reason = "this program's output")]
fn main() -> ExitCode {
    match interworking::run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
