use crate::reason::StatusCode;
use serde::{Deserialize, Serialize};

/// What became of a function (SGP.22 §5.2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ExecutionStatus {
    /// Done as asked.
    #[serde(rename = "Executed-Success")]
    Success,
    /// Done, with something to tell.
    #[serde(rename = "Executed-WithWarning")]
    WithWarning,
    /// Not done.
    #[serde(rename = "Failed")]
    Failed,
    /// Not done within the time that the request gave (ES2+).
    #[serde(rename = "Expired")]
    Expired,
}

impl ExecutionStatus {
    /// Whether the function was executed.
    #[must_use]
    pub const fn is_executed(self) -> bool {
        matches!(self, Self::Success | Self::WithWarning)
    }
}

/// Whether a function was executed, and what there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionExecutionStatus {
    /// What became of it.
    pub status: ExecutionStatus,
    /// Why, unless it is a plain success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_code_data: Option<StatusCodeData>,
}

impl FunctionExecutionStatus {
    /// It was done as asked.
    #[must_use]
    pub const fn success() -> Self {
        Self { status: ExecutionStatus::Success, status_code_data: None }
    }

    /// It was not done, for this reason.
    #[must_use]
    pub const fn failed(why: StatusCodeData) -> Self {
        Self { status: ExecutionStatus::Failed, status_code_data: Some(why) }
    }
}

/// Subject and reason (SGP.22 §5.2.6).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusCodeData {
    /// What it is about, such as `8.2.1`.
    pub subject_code: String,
    /// What is the matter with it, such as `3.9`. Text, and no decimal number: `3.10` is not `3.1`.
    pub reason_code: String,
    /// Which one of its kind, such as an ICCID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_identifier: Option<String>,
    /// For people; never to be parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl StatusCodeData {
    /// The pair; `None` if it is not of digits and dots.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        StatusCode::received(&self.subject_code, &self.reason_code)
    }
}

impl From<&StatusCode> for StatusCodeData {
    /// With the text of the tables, where the pair stands there.
    fn from(status: &StatusCode) -> Self {
        Self {
            subject_code: status.subject.clone().into_owned(),
            reason_code: status.reason.clone().into_owned(),
            subject_identifier: None,
            message: crate::reason::explain(status).map(|row| row.text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::ResponseHeader;

    // R: E7
    #[test]
    fn a_header_is_written_as_the_standard_has_it() {
        let written = serde_json::to_string(&ResponseHeader::success()).expect("a header");
        assert_eq!(written, r#"{"functionExecutionStatus":{"status":"Executed-Success"}}"#);
        let data = StatusCodeData {
            subject_code: "8.2.1".into(),
            reason_code: "3.9".into(),
            subject_identifier: Some("8900112233445566778".into()),
            message: None,
        };
        let failed = FunctionExecutionStatus::failed(data);
        assert_eq!(
            serde_json::to_string(&failed).expect("a status"),
            concat!(
                r#"{"status":"Failed","statusCodeData":{"subjectCode":"8.2.1","reasonCode":"3.9","#,
                r#""subjectIdentifier":"8900112233445566778"}}"#
            )
        );
    }

    // R: E7
    #[test]
    fn what_is_not_known_in_it_is_skipped() {
        let text = r#"{"functionExecutionStatus":{"status":"Executed-WithWarning","more":[1],
            "statusCodeData":{"subjectCode":"8.1","reasonCode":"4.8","message":null,"vendor":{}}},"x":1}"#;
        let read: ResponseHeader = serde_json::from_str(text).expect("well formed");
        let status = read.function_execution_status;
        assert!(status.status.is_executed());
        assert_eq!(status.status_code_data.and_then(|data| data.status()), Some(StatusCode::new("8.1", "4.8")));
        for wrong in [r#"{"status":"Done"}"#, "{}", r#"{"status":1}"#] {
            assert!(serde_json::from_str::<FunctionExecutionStatus>(wrong).is_err(), "{wrong}");
        }
    }
}
