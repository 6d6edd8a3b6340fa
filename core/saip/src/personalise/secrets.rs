//! Codes and keys.

use super::{
    PersonaliseError, Work, build,
    rewrite::{Rewritten, children, same, value},
};
use model::Algorithm;
use tlv::{Tag, Tlv, Writer};

const PIN1: u64 = 0x01;
const PUK1: u64 = 0x01;
const ADM1: u64 = 0x0A;

impl Work<'_> {
    pub(super) fn pins<'a>(&mut self, tlv: &Tlv<'a>) -> Result<Rewritten<'a>, PersonaliseError> {
        children(tlv, |field| {
            if field.tag.0 != 0xA1 {
                return Ok(same(field));
            }
            children(field, |choice| {
                if choice.tag.0 != 0xA0 {
                    return Ok(same(choice));
                }
                children(choice, |pin| match pin.children().require(0x80)?.as_u64()? {
                    PIN1 => {
                        self.done.pin = true;
                        code(pin, &*build::padded_pin(self.subscriber), 0x84)
                    }
                    ADM1 => {
                        self.done.adm = true;
                        code(pin, self.subscriber.adm.expose(), 0x84)
                    }
                    _ => Ok(same(pin)),
                })
            })
        })
    }

    pub(super) fn puks<'a>(&mut self, tlv: &Tlv<'a>) -> Result<Rewritten<'a>, PersonaliseError> {
        children(tlv, |field| {
            if field.tag.0 != 0xA1 {
                return Ok(same(field));
            }
            children(field, |puk| {
                if puk.children().require(0x80)?.as_u64()? != PUK1 {
                    return Ok(same(puk));
                }
                self.done.puk = true;
                code(puk, self.subscriber.puk.expose(), 0x82)
            })
        })
    }

    pub(super) fn aka<'a>(&mut self, tlv: &Tlv<'a>) -> Result<Rewritten<'a>, PersonaliseError> {
        children(tlv, |field| {
            if field.tag.0 != 0xA1 {
                return Ok(same(field));
            }
            children(field, |choice| {
                if choice.tag.0 != 0xA1 {
                    return Ok(same(choice));
                }
                self.done.key = true;
                self.algorithm(choice)
            })
        })
    }

    /// `AlgoParameter`: algorithm, options, key, OPc, and TUAK's iterations at the end.
    fn algorithm<'a>(&self, tlv: &Tlv<'a>) -> Result<Rewritten<'a>, PersonaliseError> {
        let (number, options, opc, iterations) = match &self.subscriber.algorithm {
            Algorithm::Milenage { opc } => (1, None, opc, None),
            Algorithm::Tuak { topc, iterations, res_size } => {
                (2, Some(build::tuak_options(*res_size)), topc, Some(*iterations))
            }
            Algorithm::Comp128 { .. } => return Err(PersonaliseError::Missing("COMP128")),
        };
        let changed = children(tlv, |field| {
            Ok::<_, PersonaliseError>(match (field.tag.0, options) {
                (0x80, _) => value(field, &[number]),
                (0x81, Some(options)) => value(field, &[options]),
                (0x82, _) => value(field, self.subscriber.ki.expose()),
                (0x83, _) => value(field, opc.expose()),
                // Written anew below.
                (0x87, _) if iterations.is_some() => Rewritten::new(Vec::new()),
                _ => same(field),
            })
        })?;
        let Some(iterations) = iterations else { return Ok(changed) };
        let body = tlv::parse_one(changed.bytes(), tlv.tag)?.value;
        let iterations = Writer::build(|w| w.uint(0x87, iterations.into()));
        let value = zeroize::Zeroizing::new([body, &iterations].concat());
        Ok(Rewritten::new(tlv::encode(tlv.tag, &value)))
    }
}

/// A code with another value, and as many tries left as there are at most.
fn code<'a>(tlv: &Tlv<'a>, new: &[u8], attempts: u32) -> Result<Rewritten<'a>, PersonaliseError> {
    children(tlv, |field| {
        Ok(if field.tag.0 == 0x81 {
            value(field, new)
        } else if field.tag == Tag(attempts) {
            // An INTEGER of 0 to 255: its last byte holds both numbers.
            let max = field.value.last().copied().unwrap_or_default() >> 4;
            let full = Writer::build(|w| w.uint(field.tag, u64::from(max << 4 | max)));
            if full == field.raw { same(field) } else { Rewritten::new(full) }
        } else {
            same(field)
        })
    })
}
