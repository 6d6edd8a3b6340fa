//! Attacks on the eUICC: each refused, and each shown to succeed once its check is taken away. Those on the bound package
//! itself stand beside `rsp::bpp`.

mod bits;
mod claims;
mod guessing;
mod impostor;
mod replay;
mod twice;
