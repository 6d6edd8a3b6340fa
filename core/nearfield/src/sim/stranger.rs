use crate::{
    FrameRefused,
    handshake::noise::{self, Initiator, MAX_MESSAGE, Transport},
    wire::frame::{self, Frame, Handshake, MAX_FRAME},
};
use model::Random;

/// A peer that makes a true handshake and then says whatever it is told, sealed as it should be: anybody may be a
/// phone, and a kiosk's key may be stolen.
pub struct Stranger {
    attempt: [u8; 4],
    phase: Phase,
    next: u64,
}

enum Phase {
    Greeting(Box<Initiator>),
    Open(Box<Transport>),
}

impl Stranger {
    /// A phone whose first message says `payload`. Gives the frame to send.
    pub fn phone(payload: &[u8], random: &mut dyn Random) -> (Self, Vec<u8>) {
        let mut attempt = [0; 4];
        random.fill(&mut attempt);
        let payload = &payload[..payload.len().min(MAX_MESSAGE / 2)];
        let (initiator, message) = noise::initiate(None, payload, random);
        let frames = frame::fragments(Handshake::Hello, attempt, &message, MAX_FRAME);
        (Self { attempt, phase: Phase::Greeting(Box::new(initiator)), next: 0 }, frames.concat())
    }

    /// A kiosk that holds `private` and answers a phone's first frame, if it is whole, with `payload`. Gives the
    /// frame to send.
    ///
    /// # Errors
    /// [`FrameRefused`] if `hello` is no first frame.
    pub fn kiosk(
        private: &[u8; 32],
        hello: &[u8],
        payload: &[u8],
        random: &mut dyn Random,
    ) -> Result<(Self, Vec<u8>), FrameRefused> {
        let Frame::Fragment { message: Handshake::Hello, attempt, bytes, .. } = Frame::parse(hello)? else {
            return Err(FrameRefused::Unexpected);
        };
        let payload = &payload[..payload.len().min(MAX_MESSAGE / 2)];
        let (message, _, transport) = noise::respond_new(private, bytes, random)?.finish(payload)?;
        let frames = frame::fragments(Handshake::Answer, attempt, &message, MAX_FRAME);
        Ok((Self { attempt, phase: Phase::Open(Box::new(transport)), next: 0 }, frames.concat()))
    }

    /// Takes the kiosk's answer, which must be whole.
    ///
    /// # Errors
    /// [`FrameRefused`] if it is none.
    pub fn take(&mut self, answer: &[u8]) -> Result<(), FrameRefused> {
        let Phase::Greeting(initiator) = &mut self.phase else { return Err(FrameRefused::Unexpected) };
        match Frame::parse(answer)? {
            Frame::Fragment { message: Handshake::Answer, attempt, bytes, .. } if attempt == self.attempt => {
                self.phase = Phase::Open(Box::new(initiator.finish(bytes)?.transport));
                Ok(())
            }
            _ => Err(FrameRefused::Unexpected),
        }
    }

    /// A packet with `blocks` in it, or what else the bytes are; nothing before the handshake is through.
    pub fn say(&mut self, blocks: &[u8]) -> Option<Vec<u8>> {
        let Phase::Open(transport) = &self.phase else { return None };
        let number = self.next;
        self.next += 1;
        Some(frame::packet(number, &transport.seal(number, &blocks[..blocks.len().min(MAX_FRAME / 2)])))
    }

    /// Goes on with this packet number: numbers may be left out, or come back.
    pub const fn skip_to(&mut self, number: u64) {
        self.next = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Millis,
        client::{Connection, Event},
        message::Request,
        server::{self, Endpoint, LinkId},
        sim::{Dice, ROOT, toy_client, toy_server},
    };

    #[test]
    fn a_strangers_words_are_taken_like_anybodys() {
        let (mut dice, now, link) = (Dice::new(1), Millis(0), LinkId(0));
        let mut kiosk = Endpoint::new(toy_server(&mut dice));
        kiosk.link_up(link, MAX_FRAME, now);
        let hello = [0x80, 1, 1, 0x81, 1, 1, 0x82, 2, 1, 0, 0x83, 1, 8];
        let (mut phone, frame) = Stranger::phone(&hello, &mut dice);
        kiosk.handle_frame(link, &frame, now, &mut dice).expect("a hello");
        let answer = kiosk.poll_transmit(link, now).expect("an answer");
        phone.take(&answer).expect("the keys");
        let request = Request::Await { matching_id: "x".into() };
        // A chunk of message 0 at 0, its size given, to the packet's end.
        let bytes = request.encode();
        let blocks = [&[0x22, 0, 0, bytes.len() as u8][..], &bytes].concat();
        let packet = phone.say(&blocks).expect("open");
        kiosk.handle_frame(link, &packet, now, &mut dice).expect("a packet");
        assert!(matches!(kiosk.poll_event(), Some(server::Event::Connected { .. })));
        let heard = matches!(kiosk.poll_event(), Some(server::Event::Request { request: Ok(r), .. }) if r == request);
        assert!(heard);
    }

    #[test]
    fn a_kiosk_without_a_certificate_is_heard_but_not_believed() {
        let (mut dice, now) = (Dice::new(1), Millis(0));
        let mut phone = Connection::new(toy_client(ROOT), MAX_FRAME, now, &mut dice);
        let hello = phone.poll_transmit(now).expect("a hello");
        let (_, answer) = Stranger::kiosk(&[9; 32], &hello, b"", &mut dice).expect("an answer");
        assert!(phone.handle_frame(&answer, now).is_err());
        assert!(matches!(phone.poll_event(), Some(Event::Closed(_))));
    }
}
