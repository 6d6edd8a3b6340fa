use super::store_metadata::icon;
use super::{
    DpProprietaryData, IconType, NotificationConfigurationInformation, OperatorId, PprIds, ProfileClass, ProfileState,
    VendorSpecific,
};
use crate::message::{Message, MessageError, read_iccid, read_text};
use crate::rpm::{LprConfiguration, RpmConfiguration};
use model::Iccid;
use tlv::{Reader, Writer};

/// One profile as ES10c.GetProfilesInfo lists it, tag E3 (SGP.22 §5.7.15). Which fields stand there, the request's
/// tag list says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileInfo {
    /// Tag 5A.
    pub iccid: Option<Iccid>,
    /// Tag 4F, 1 to 16 bytes.
    pub isdp_aid: Option<Vec<u8>>,
    /// Tag 9F70.
    pub profile_state: Option<ProfileState>,
    /// Tag 90, at most 64 characters: the user's own name for it.
    pub profile_nickname: Option<String>,
    /// Tag 91.
    pub service_provider_name: Option<String>,
    /// Tag 92.
    pub profile_name: Option<String>,
    /// Tag 93.
    pub icon_type: Option<IconType>,
    /// Tag 94, at most 1024 bytes.
    pub icon: Option<Vec<u8>>,
    /// Tag 95.
    pub profile_class: Option<ProfileClass>,
    /// Tag B6.
    pub notification_configuration_info: Vec<NotificationConfigurationInformation>,
    /// Tag B7.
    pub profile_owner: Option<OperatorId>,
    /// Tag B8.
    pub dp_proprietary_data: Option<DpProprietaryData>,
    /// Tag 99.
    pub profile_policy_rules: Option<PprIds>,
    /// Tag BF22 (v2.4): of vendors, each under its identifier.
    pub service_specific_data: Vec<VendorSpecific>,
    /// Tag BA (v3): who may manage it from afar.
    pub rpm_configuration: Option<Box<RpmConfiguration>>,
    /// Tag BC (v3): where its content is managed.
    pub lpr_configuration: Option<Box<LprConfiguration>>,
}

impl Message for ProfileInfo {
    const TAG: u32 = 0xE3;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let (icon_type, icon) = icon(&body)?;
        Ok(Self {
            iccid: body.find(0x5A)?.map(|o| read_iccid(&o)).transpose()?,
            isdp_aid: body.find(0x4F)?.map(|o| o.value.to_vec()),
            profile_state: body.find(0x9F70)?.map(|o| ProfileState::read(&o)).transpose()?,
            profile_nickname: body.find(0x90)?.map(|o| read_text(&o, "profileNickname", 64)).transpose()?,
            service_provider_name: body.find(0x91)?.map(|o| read_text(&o, "serviceProviderName", 32)).transpose()?,
            profile_name: body.find(0x92)?.map(|o| read_text(&o, "profileName", 64)).transpose()?,
            icon_type,
            icon,
            profile_class: body.find(0x95)?.map(|o| ProfileClass::read(&o)).transpose()?,
            notification_configuration_info: match body.find(0xB6)? {
                Some(list) => NotificationConfigurationInformation::read_all(&list)?,
                None => Vec::new(),
            },
            profile_owner: body.find(0xB7)?.map(|o| OperatorId::read(&o)).transpose()?,
            dp_proprietary_data: body.find(0xB8)?.map(|o| DpProprietaryData::read(&o)).transpose()?,
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
        w.put_some(0x5Au32, self.iccid.as_ref().map(|i| &i.as_ef()[..]));
        w.put_some(0x4Fu32, self.isdp_aid.as_deref());
        if let Some(state) = self.profile_state {
            state.put(w, 0x9F70u32);
        }
        w.put_some(0x90u32, self.profile_nickname.as_deref().map(str::as_bytes));
        w.put_some(0x91u32, self.service_provider_name.as_deref().map(str::as_bytes));
        w.put_some(0x92u32, self.profile_name.as_deref().map(str::as_bytes));
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
        if let Some(data) = &self.dp_proprietary_data {
            data.put(w);
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
