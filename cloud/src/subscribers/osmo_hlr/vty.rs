//! A VTY of libosmovty: a line in, its echo and what it has to say out, up to the next prompt.

use super::super::DirectoryError;
use super::telnet::Telnet;
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use zeroize::{Zeroize, Zeroizing};

/// More than a subscriber's data take.
const MOST: usize = 16 * 1024;

/// An open one, in its mode that may change things.
pub(super) struct Vty {
    address: SocketAddr,
    stream: TcpStream,
    telnet: Telnet,
    prompt: Vec<u8>,
}

impl Vty {
    pub(super) async fn open(address: SocketAddr) -> Result<Self, DirectoryError> {
        let stream = TcpStream::connect(address).await;
        let stream = stream.map_err(|source| DirectoryError::Unreachable { address, source })?;
        let mut vty = Self { address, stream, telnet: Telnet::new(), prompt: b"> ".to_vec() };
        let welcome = vty.until_prompt().await?;
        let name = welcome.rsplit(|byte| *byte == b'\n').next().and_then(|last| last.strip_suffix(b"> "));
        let name = name.filter(|name| !name.is_empty()).ok_or(DirectoryError::Strange(address))?;
        vty.prompt = [b"\n", name, b"# "].concat();
        vty.ask("enable").await?;
        Ok(vty)
    }

    /// What it says to a line. May hold keys: both of them are zeroised.
    pub(super) async fn ask(&mut self, line: &str) -> Result<Zeroizing<String>, DirectoryError> {
        let sent = Zeroizing::new(format!("{line}\n"));
        self.stream.write_all(sent.as_bytes()).await.map_err(|source| self.broken(source))?;
        let said = self.until_prompt().await?;
        let said = said.strip_suffix(self.prompt.as_slice()).unwrap_or(&said);
        let said = Zeroizing::new(String::from_utf8_lossy(said).into_owned());
        let answer = said.strip_prefix(line).unwrap_or(&said);
        Ok(Zeroizing::new(answer.to_owned()))
    }

    async fn until_prompt(&mut self) -> Result<Zeroizing<Vec<u8>>, DirectoryError> {
        // Whole from the start: what grows leaves copies behind.
        let mut text = Zeroizing::new(Vec::with_capacity(MOST));
        let mut part = [0; 1024];
        while !text.ends_with(&self.prompt) {
            let read = self.stream.read(&mut part).await.map_err(|source| self.broken(source))?;
            if read == 0 || text.len() + read > MOST || text.ends_with(b"Password: ") {
                return Err(DirectoryError::Strange(self.address));
            }
            self.telnet.read(part.get(..read).unwrap_or_default(), &mut text);
            part.zeroize();
            if text.ends_with(b"Password: ") {
                return Err(DirectoryError::Strange(self.address));
            }
        }
        Ok(text)
    }

    const fn broken(&self, source: std::io::Error) -> DirectoryError {
        DirectoryError::Unreachable { address: self.address, source }
    }
}
