/// Where the lines of a text begin, to turn places into line numbers.
#[derive(Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect())
    }

    /// The line, from 1, that the byte `at` stands in.
    pub(super) fn at(&self, at: usize) -> u64 {
        self.0.partition_point(|newline| *newline < at) as u64 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_counted_from_one() {
        let lines = Lines::of("a\nb\n\nc");
        assert_eq!([0, 1, 2, 4, 5, 99].map(|at| lines.at(at)), [1, 1, 2, 3, 4, 4]);
    }
}
