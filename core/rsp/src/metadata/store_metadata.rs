use super::{
    IconType, NotificationConfigurationInformation, OperatorId, Portable, PprIds, ProfileClass, VendorSpecific,
};
use crate::message::{Message, MessageError, read_iccid, read_text};
use crate::rpm::{LprConfiguration, RpmConfiguration};
use model::Iccid;
use tlv::{Reader, Writer};

/// ES8+.StoreMetadata, tag BF25 (SGP.22 §5.5.3): what the user sees of a profile, and its policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreMetadataRequest {
    /// The profile's ICCID.
    pub iccid: Iccid,
    /// At most 32 characters.
    pub service_provider_name: String,
    /// The profile's short description, at most 64 characters.
    pub profile_name: String,
    /// There if and only if there is an icon.
    pub icon_type: Option<IconType>,
    /// 64 × 64 pixels, at most 1024 bytes.
    pub icon: Option<Vec<u8>>,
    /// Absent means operational.
    pub profile_class: Option<ProfileClass>,
    /// Who wants to hear of events besides the SM-DP+.
    pub notification_configuration_info: Vec<NotificationConfigurationInformation>,
    /// Needed when there are policy rules.
    pub profile_owner: Option<OperatorId>,
    /// Policy rules that the user must agree to.
    pub profile_policy_rules: Option<PprIds>,
    /// v2.4: `serviceSpecificDataStoredInEuicc`, tag BF22: of vendors, each under its identifier; kept as they came.
    pub service_specific_data: Vec<VendorSpecific>,
    /// v3: who may manage it from afar; absent: nobody.
    pub rpm_configuration: Option<Box<RpmConfiguration>>,
    /// v3: where its content is managed.
    pub lpr_configuration: Option<Box<LprConfiguration>>,
}

impl StoreMetadataRequest {
    /// The least there can be: an operational profile without icon, rules and listeners.
    #[must_use]
    pub fn new(iccid: Iccid, service_provider_name: &str, profile_name: &str) -> Self {
        Self {
            iccid,
            service_provider_name: service_provider_name.to_owned(),
            profile_name: profile_name.to_owned(),
            icon_type: None,
            icon: None,
            profile_class: None,
            notification_configuration_info: Vec::new(),
            profile_owner: None,
            profile_policy_rules: None,
            service_specific_data: Vec::new(),
            rpm_configuration: None,
            lpr_configuration: None,
        }
    }

    /// The class, with the default applied.
    #[must_use]
    pub fn class(&self) -> ProfileClass {
        self.profile_class.unwrap_or(ProfileClass::Operational)
    }

    /// The policy rules; none if the field is absent.
    #[must_use]
    pub fn rules(&self) -> PprIds {
        self.profile_policy_rules.unwrap_or_default()
    }

    /// Whether its operator lets it be copied, and to which eUICCs.
    #[must_use]
    pub fn portable(&self) -> Option<Portable> {
        Portable::among(&self.service_specific_data)
    }
}

pub(super) fn icon(body: &Reader<'_>) -> Result<(Option<IconType>, Option<Vec<u8>>), MessageError> {
    let kind = body.find(0x93)?.map(|o| IconType::read(&o)).transpose()?;
    let icon = body.find(0x94)?.map(|o| o.value.to_vec());
    if icon.as_ref().is_some_and(|i| i.len() > 1024) {
        return Err(MessageError::TooLarge { what: "icon", limit: 1024 });
    }
    Ok((kind, icon))
}

impl Message for StoreMetadataRequest {
    const TAG: u32 = 0xBF25;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let (icon_type, icon) = icon(&body)?;
        Ok(Self {
            iccid: read_iccid(&body.require(0x5A)?)?,
            service_provider_name: read_text(&body.require(0x91)?, "serviceProviderName", 32)?,
            profile_name: read_text(&body.require(0x92)?, "profileName", 64)?,
            icon_type,
            icon,
            profile_class: body.find(0x95)?.map(|o| ProfileClass::read(&o)).transpose()?,
            notification_configuration_info: match body.find(0xB6)? {
                Some(list) => NotificationConfigurationInformation::read_all(&list)?,
                None => Vec::new(),
            },
            profile_owner: body.find(0xB7)?.map(|o| OperatorId::read(&o)).transpose()?,
            profile_policy_rules: body.find(0x99)?.map(|o| PprIds::read(&o)).transpose()?,
            service_specific_data: match body.find(VendorSpecific::TAG)? {
                Some(list) => VendorSpecific::read_all(&list)?,
                None => Vec::new(),
            },
            rpm_configuration: body
                .find(RpmConfiguration::TAG)?
                .map(|o| RpmConfiguration::read(&o).map(Box::new))
                .transpose()?,
            lpr_configuration: body
                .find(LprConfiguration::TAG)?
                .map(|o| LprConfiguration::read(&o).map(Box::new))
                .transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x5Au32, self.iccid.as_ef());
        w.text(0x91u32, &self.service_provider_name);
        w.text(0x92u32, &self.profile_name);
        if let Some(kind) = self.icon_type {
            kind.put(w, 0x93u32);
        }
        w.put_some(0x94u32, self.icon.as_deref());
        if let Some(class) = self.profile_class {
            class.put(w, 0x95u32);
        }
        NotificationConfigurationInformation::put_all(&self.notification_configuration_info, w);
        if let Some(owner) = &self.profile_owner {
            owner.put(w, 0xB7);
        }
        if let Some(rules) = self.profile_policy_rules {
            rules.put(w, 0x99u32);
        }
        VendorSpecific::put_all(&self.service_specific_data, w);
        if let Some(configuration) = &self.rpm_configuration {
            configuration.put(w);
        }
        if let Some(configuration) = &self.lpr_configuration {
            configuration.put(w);
        }
    }
}
