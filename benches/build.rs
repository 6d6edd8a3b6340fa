//! Links the C peers that are installed; without one the bench goes without its comparison and says so.

fn main() {
    println!("cargo::rerun-if-changed=peer/osmo_auth.c");
    println!("cargo::rerun-if-env-changed=PKG_CONFIG_PATH");
    // The algorithms' library; the base library comes along. Debian: libosmocore-dev.
    let Ok(library) = pkg_config::probe_library("libosmogsm") else { return };
    cc::Build::new()
        .file("peer/osmo_auth.c")
        .includes(&library.include_paths)
        .opt_level(2)
        .compile("landfall_osmo_auth");
    // Again, behind what was compiled: a linker takes libraries in order.
    library.libs.iter().for_each(|name| println!("cargo::rustc-link-lib={name}"));
    println!("cargo::rustc-cfg=peer_libosmocore");
}
