//! vsmartcard's virtual reader, from the card's side: a TCP link on which each message stands behind its length, two bytes, big-endian.
//! Messages of one byte are what a reader does to a card; all others are commands, and each is answered.
//!
//! The reader speaks T=0 as it finds it in the answer to reset, and passes its programs' TPDUs on as they are: the card announces data by
//! `61xx` itself (`Transport::T0`).

use crate::ReaderError;
use app::card::{Card, CardError};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
};
use zeroize::Zeroizing;

/// Where vsmartcard's driver listens for the card of its first reader.
pub const ADDRESS: &str = "127.0.0.1:35963";

/// The card itself failed: no precise diagnosis (ISO/IEC 7816-4 §5.1.5).
const BROKEN: [u8; 2] = [0x6F, 0x00];

/// The reader's place for a card.
pub struct Vpcd(TcpStream);

impl Vpcd {
    /// Connects to the reader's driver, `HOST:PORT`.
    ///
    /// # Errors
    /// [`ReaderError::NoVirtualReader`].
    pub fn connect(address: &str) -> Result<Self, ReaderError> {
        let failed = |error| ReaderError::NoVirtualReader { address: address.to_owned(), error };
        let stream = TcpStream::connect(address).map_err(failed)?;
        // Each answer is waited for.
        stream.set_nodelay(true).map_err(failed)?;
        Ok(Self(stream))
    }

    /// Serves `card` until the reader lets go of it.
    ///
    /// # Errors
    /// [`ReaderError::Link`] if the link breaks in the middle of a message.
    pub fn serve(mut self, card: &mut dyn Card) -> Result<(), ReaderError> {
        while let Some(message) = self.next()? {
            match message[..] {
                [] => {}
                [0] => told(card.power_off()),
                [1 | 2] => told(card.reset().map(drop)),
                [4] => self.answer(&card.atr())?,
                _ => {
                    let response = card.transmit(&message).map_or_else(
                        |error| {
                            tracing::warn!(%error, "the card could not do what it was asked");
                            BROKEN.to_vec()
                        },
                        |response| response.to_bytes(),
                    );
                    self.answer(&Zeroizing::new(response))?;
                }
            }
        }
        told(card.power_off());
        Ok(())
    }

    /// The next message; none if the reader has closed the link.
    fn next(&mut self) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
        let mut length = [0; 2];
        match self.0.read_exact(&mut length) {
            Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => {
                return Ok(None);
            }
            other => other?,
        }
        let mut message = Zeroizing::new(vec![0; usize::from(u16::from_be_bytes(length))]);
        self.0.read_exact(&mut message)?;
        Ok(Some(message))
    }

    fn answer(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = u16::try_from(bytes.len()).map_err(|_| io::Error::other("an answer is too long"))?;
        let mut message = Zeroizing::new(Vec::with_capacity(2 + bytes.len()));
        message.extend_from_slice(&length.to_be_bytes());
        message.extend_from_slice(bytes);
        match self.0.write_all(&message) {
            // The next read says that the reader is gone.
            Err(error) if matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => Ok(()),
            other => other,
        }
    }
}

/// The reader can't be told of a card that does not reset.
fn told(result: Result<(), CardError>) {
    if let Err(error) = result {
        tracing::warn!(%error, "the card could not be reset");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::card::{Apdu, Response};
    use std::{net::TcpListener, thread};

    struct Echo(Vec<&'static str>);

    impl Apdu for Echo {
        fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
            match command {
                [0xFF, ..] => Err(CardError::Gone("it broke".to_owned())),
                _ => Ok(Response { data: command.to_vec(), status: 0x9000 }),
            }
        }
    }

    impl Card for Echo {
        fn atr(&self) -> Vec<u8> {
            vec![0x3B, 0x00]
        }

        fn reset(&mut self) -> Result<Vec<u8>, CardError> {
            self.0.push("reset");
            Ok(self.atr())
        }

        fn power_off(&mut self) -> Result<(), CardError> {
            self.0.push("off");
            Ok(())
        }
    }

    // R: F7
    #[test]
    fn controls_are_obeyed_and_commands_are_answered() {
        let driver = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = driver.local_addr().expect("bound").to_string();
        let card = thread::spawn(move || {
            let mut card = Echo(Vec::new());
            Vpcd::connect(&address).expect("it listens").serve(&mut card).expect("a whole link");
            card.0
        });
        let (mut reader, _) = driver.accept().expect("it comes");
        // Power on, ATR, a command, one that breaks, reset, off: in one write.
        let said = [0, 1, 1, 0, 1, 4, 0, 2, 7, 8, 0, 2, 0xFF, 0, 0, 1, 2, 0, 0, 0, 1, 0];
        reader.write_all(&said).expect("it reads");
        let mut heard = [0; 4 + 6 + 4];
        reader.read_exact(&mut heard).expect("it answers");
        assert_eq!(heard, [0, 2, 0x3B, 0, 0, 4, 7, 8, 0x90, 0, 0, 2, 0x6F, 0]);
        drop(reader);
        assert_eq!(card.join().expect("no panic"), ["reset", "reset", "off", "off"]);
    }

    // R: F3
    #[test]
    fn a_missing_reader_is_told() {
        let error = Vpcd::connect("127.0.0.1:9").err().expect("nobody listens there");
        assert!(error.to_string().contains("127.0.0.1:9") && error.retrying_helps(), "{error}");
    }
}
