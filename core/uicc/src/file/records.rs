use super::{FileSpec, Structure};
use crate::status::StatusWord;

/// An EF's content seen as records of one length, numbered from 1.
pub(crate) struct Records<'a> {
    content: &'a [u8],
    length: usize,
    cyclic: bool,
}

impl<'a> Records<'a> {
    /// # Errors
    /// `6981` if the EF has no records.
    pub(crate) fn of(file: &FileSpec, content: &'a [u8]) -> Result<Self, StatusWord> {
        match file.structure {
            Structure::LinearFixed { record } => {
                Ok(Self { content, length: usize::from(record.max(1)), cyclic: false })
            }
            Structure::Cyclic { record } => Ok(Self { content, length: usize::from(record.max(1)), cyclic: true }),
            _ => Err(StatusWord::WRONG_STRUCTURE),
        }
    }

    pub(crate) const fn is_cyclic(&self) -> bool {
        self.cyclic
    }

    /// Bytes in a record.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// How many records, at most 254.
    pub(crate) fn count(&self) -> u8 {
        u8::try_from(self.content.len() / self.length).unwrap_or(254).min(254)
    }

    /// Record `number`.
    ///
    /// # Errors
    /// `6A83` if there is none.
    pub(crate) fn get(&self, number: u8) -> Result<&'a [u8], StatusWord> {
        let index = usize::from(number).checked_sub(1).ok_or(StatusWord::RECORD_NOT_FOUND)?;
        self.content.chunks_exact(self.length).nth(index).ok_or(StatusWord::RECORD_NOT_FOUND)
    }

    /// The record after the one pointed to: the first if none is; round again in a cyclic file.
    ///
    /// # Errors
    /// `6A83` behind the last record of a linear file, or if there is none at all.
    pub(crate) fn next(&self, pointer: Option<u8>) -> Result<u8, StatusWord> {
        match pointer {
            _ if self.count() == 0 => Err(StatusWord::RECORD_NOT_FOUND),
            None => Ok(1),
            Some(at) if at < self.count() => Ok(at + 1),
            Some(_) if self.cyclic => Ok(1),
            Some(_) => Err(StatusWord::RECORD_NOT_FOUND),
        }
    }

    /// The record before the one pointed to: the last if none is; round again in a cyclic file.
    ///
    /// # Errors
    /// `6A83` before the first record of a linear file, or if there is none at all.
    pub(crate) fn previous(&self, pointer: Option<u8>) -> Result<u8, StatusWord> {
        match pointer {
            _ if self.count() == 0 => Err(StatusWord::RECORD_NOT_FOUND),
            None => Ok(self.count()),
            Some(at) if at > 1 => Ok(at - 1),
            Some(_) if self.cyclic => Ok(self.count()),
            Some(_) => Err(StatusWord::RECORD_NOT_FOUND),
        }
    }

    /// The content with record `number` replaced.
    ///
    /// # Errors
    /// `6A83` if there is no such record, `6700` if `value` is not of the record length.
    pub(crate) fn replaced(&self, number: u8, value: &[u8]) -> Result<Vec<u8>, StatusWord> {
        if value.len() != self.length {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let index = usize::from(number).checked_sub(1).ok_or(StatusWord::RECORD_NOT_FOUND)?;
        let mut content = self.content.to_vec();
        content.chunks_exact_mut(self.length).nth(index).ok_or(StatusWord::RECORD_NOT_FOUND)?.copy_from_slice(value);
        Ok(content)
    }

    /// The content of a cyclic file with its oldest record overwritten by `value`, which becomes number 1.
    ///
    /// # Errors
    /// `6A83` if the file has no records, `6700` if `value` is not of the record length.
    pub(crate) fn pushed(&self, value: &[u8]) -> Result<Vec<u8>, StatusWord> {
        if value.len() != self.length {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let keep = self.content.len().checked_sub(self.length).ok_or(StatusWord::RECORD_NOT_FOUND)?;
        Ok(value.iter().chain(self.content.iter().take(keep)).copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Access;

    #[test]
    fn linear_files_end_and_cyclic_ones_go_round() {
        let linear = FileSpec::linear_fixed(2, 2, Access::Always);
        let cyclic = FileSpec::cyclic(2, 2, Access::Always);
        let content = [1, 2, 3, 4];
        let linear = Records::of(&linear, &content).expect("records");
        let cyclic = Records::of(&cyclic, &content).expect("records");
        assert_eq!((linear.next(None), linear.next(Some(1))), (Ok(1), Ok(2)));
        assert_eq!(linear.next(Some(2)), Err(StatusWord::RECORD_NOT_FOUND));
        assert_eq!(linear.previous(Some(1)), Err(StatusWord::RECORD_NOT_FOUND));
        assert_eq!((cyclic.next(Some(2)), cyclic.previous(Some(1)), cyclic.previous(None)), (Ok(1), Ok(2), Ok(2)));
        assert_eq!(cyclic.pushed(&[9, 9]), Ok(vec![9, 9, 1, 2]));
        assert_eq!(linear.replaced(2, &[9, 9]), Ok(vec![1, 2, 9, 9]));
        assert_eq!(linear.replaced(3, &[9, 9]), Err(StatusWord::RECORD_NOT_FOUND));
        assert_eq!(linear.replaced(0, &[9, 9]), Err(StatusWord::RECORD_NOT_FOUND));
        assert_eq!(linear.replaced(1, &[9]), Err(StatusWord::WRONG_LENGTH));
    }
}
