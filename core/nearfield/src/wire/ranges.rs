use std::ops::Range;

/// A set of whole numbers, kept as the ranges they form: sorted, apart, none empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RangeSet(Vec<Range<u64>>);

impl RangeSet {
    /// Adds every number of `range`.
    pub(crate) fn insert(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        // The first range that touches the new one, and the first behind it that does not.
        let from = self.0.partition_point(|r| r.end < range.start);
        let to = self.0.partition_point(|r| r.start <= range.end);
        let merged = match self.0.get(from..to) {
            Some([first, .., last]) => first.start.min(range.start)..last.end.max(range.end),
            Some([only]) => only.start.min(range.start)..only.end.max(range.end),
            _ => range,
        };
        self.0.splice(from..to, [merged]);
    }

    /// Takes every number of `range` away.
    pub(crate) fn remove(&mut self, range: &Range<u64>) {
        if range.is_empty() {
            return;
        }
        let from = self.0.partition_point(|r| r.end <= range.start);
        let to = self.0.partition_point(|r| r.start < range.end);
        let Some(hit) = self.0.get(from..to) else { return };
        let (Some(first), Some(last)) = (hit.first(), hit.last()) else { return };
        let left = first.start..range.start;
        let right = range.end..last.end;
        self.0.splice(from..to, [left, right].into_iter().filter(|r| !r.is_empty()));
    }

    /// Whether `number` is in the set.
    pub(crate) fn contains(&self, number: u64) -> bool {
        let at = self.0.partition_point(|r| r.end <= number);
        self.0.get(at).is_some_and(|r| r.start <= number)
    }

    /// Whether any number of `range` is in the set.
    pub(crate) fn touches(&self, range: &Range<u64>) -> bool {
        let at = self.0.partition_point(|r| r.end <= range.start);
        !range.is_empty() && self.0.get(at).is_some_and(|r| r.start < range.end)
    }

    /// The range with the least numbers.
    pub(crate) fn first(&self) -> Option<&Range<u64>> {
        self.0.first()
    }

    /// The greatest number.
    pub(crate) fn max(&self) -> Option<u64> {
        self.0.last().map(|r| r.end - 1)
    }

    /// The least number that is not in the set.
    pub(crate) fn first_missing(&self) -> u64 {
        self.0.first().filter(|r| r.start == 0).map_or(0, |r| r.end)
    }

    /// How many numbers.
    pub(crate) fn len(&self) -> u64 {
        self.0.iter().map(|r| r.end - r.start).sum()
    }

    /// The ranges, least first.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Range<u64>> {
        self.0.iter()
    }
}

impl From<Range<u64>> for RangeSet {
    fn from(range: Range<u64>) -> Self {
        Self::from_iter(Some(range))
    }
}

impl FromIterator<Range<u64>> for RangeSet {
    fn from_iter<I: IntoIterator<Item = Range<u64>>>(ranges: I) -> Self {
        let mut set = Self::default();
        ranges.into_iter().for_each(|r| set.insert(r));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn behaves_as_a_set_of_numbers(steps in proptest::collection::vec((any::<bool>(), 0u64..60, 0u64..20), 0..40)) {
            let (mut set, mut model) = (RangeSet::default(), BTreeSet::new());
            for (insert, start, length) in steps {
                let range = start..start + length;
                prop_assert_eq!(set.touches(&range), range.clone().any(|n| model.contains(&n)));
                if insert {
                    set.insert(range.clone());
                    model.extend(range);
                } else {
                    set.remove(&range);
                    model.retain(|n| !range.contains(n));
                }
                prop_assert_eq!(set.len(), model.len() as u64);
                prop_assert_eq!(set.max(), model.last().copied());
                prop_assert_eq!(set.first_missing(), (0..).find(|n| !model.contains(n)).unwrap_or(0));
                prop_assert!((0..90).all(|n| set.contains(n) == model.contains(&n)));
                prop_assert!(set.0.windows(2).all(|w| w[0].end < w[1].start) && set.0.iter().all(|r| !r.is_empty()));
            }
        }
    }
}
