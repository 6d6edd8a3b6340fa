/// Where a sans-IO crate takes unpredictable bytes from: an argument, so that a test can fix them.
pub trait Random {
    /// Fills `out` with bytes fit for keys.
    fn fill(&mut self, out: &mut [u8]);

    /// `N` such bytes.
    fn array<const N: usize>(&mut self) -> [u8; N]
    where
        Self: Sized,
    {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }
}

impl<F: FnMut(&mut [u8])> Random for F {
    fn fill(&mut self, out: &mut [u8]) {
        self(out);
    }
}
