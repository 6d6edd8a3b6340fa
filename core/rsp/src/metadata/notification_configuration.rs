use crate::message::{MessageError, named_bits};
use tlv::{Tlv, Writer};

named_bits! {
    /// What happened to a profile; in a notification exactly one bit is set (SGP.22 §3.5).
    pub struct NotificationEvent {
        /// It was installed, or its installation failed.
        INSTALL = 0,
        /// It was enabled.
        ENABLE = 1,
        /// It was disabled.
        DISABLE = 2,
        /// It was deleted.
        DELETE = 3,
        /// v3: it was enabled from afar.
        RPM_ENABLE = 4,
        /// v3: it was disabled from afar.
        RPM_DISABLE = 5,
        /// v3: it was deleted from afar.
        RPM_DELETE = 6,
        /// v3: commands came from afar; what became of them.
        LOAD_RPM_PACKAGE_RESULT = 7,
    }
}

/// Who wants to hear of which events (SGP.22 §5.5.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationConfigurationInformation {
    /// The events.
    pub profile_management_operation: NotificationEvent,
    /// FQDN of the server that is told.
    pub notification_address: String,
}

impl NotificationConfigurationInformation {
    pub(crate) fn read_all(list: &Tlv<'_>) -> Result<Vec<Self>, MessageError> {
        let mut items = list.children();
        let mut all = Vec::new();
        while let Some(item) = items.next()? {
            let body = item.expect_tag(tlv::Tag::SEQUENCE)?.children();
            all.push(Self {
                profile_management_operation: NotificationEvent::read(&body.require(0x80)?)?,
                notification_address: body.require(0x81)?.as_str()?.to_owned(),
            });
        }
        Ok(all)
    }

    pub(crate) fn put_all(all: &[Self], w: &mut Writer) {
        if all.is_empty() {
            return;
        }
        w.nest(0xB6u32, |w| {
            for item in all {
                w.nest(tlv::Tag::SEQUENCE, |w| {
                    item.profile_management_operation.put(w, 0x80u32);
                    w.text(0x81u32, &item.notification_address);
                });
            }
        });
    }
}
