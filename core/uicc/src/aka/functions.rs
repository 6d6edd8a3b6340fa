use super::Secret;
use zeroize::Zeroizing;

/// What f2 to f5 give for one RAND.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// f2: the response, 4 to 16 bytes.
    pub res: Secret,
    /// f3: cipher key.
    pub ck: Secret,
    /// f4: integrity key.
    pub ik: Secret,
    /// f5: anonymity key.
    pub ak: Zeroizing<[u8; 6]>,
}

/// The functions f1 to f5* of TS 33.102 §6.3 with a subscriber's keys in them.
pub trait Functions {
    /// f1: the network's authentication code over SQN and AMF (MAC-A).
    fn f1(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8];
    /// f1*: the card's code in a resynchronisation (MAC-S).
    fn f1_star(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8];
    /// f2 to f5.
    fn f2345(&self, rand: &[u8; 16]) -> Answer;
    /// f5*: the anonymity key of a resynchronisation.
    fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6];

    /// f1 to f5 of one vector. Those that share work between f1 and the others do it here.
    fn f12345(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> ([u8; 8], Answer) {
        (self.f1(rand, sqn, amf), self.f2345(rand))
    }
}

/// `a` xor `b`.
#[inline]
pub(crate) fn xor<const N: usize>(a: &[u8; N], b: &[u8; N]) -> [u8; N] {
    std::array::from_fn(|i| a[i] ^ b[i])
}

/// The first `N` of `bytes`, with zeros behind where there are fewer.
#[inline]
pub(crate) fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.first_chunk().copied().unwrap_or_else(|| std::array::from_fn(|i| bytes.get(i).copied().unwrap_or_default()))
}
