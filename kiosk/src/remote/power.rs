use model::Iccid;
use rsp::rpm::{LprConfiguration, ManagingDp, RpmConfiguration, RpmType};
use serde::{Deserialize, Serialize};
use tlv::Tag;

/// What a kiosk may do with a card's profile once it is given out: it stands in the profile's own metadata, and the card keeps to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Remote {
    /// Which commands.
    #[serde(default)]
    pub commands: Vec<Power>,
    /// Which of what the user sees of it may be changed.
    #[serde(default)]
    pub metadata: Vec<Field>,
    /// The platform that manages the profile's content, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pcmp: Option<String>,
}

/// A command that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Power {
    /// Enable the profile.
    Enable,
    /// Disable it.
    Disable,
    /// Delete it.
    Delete,
    /// See it listed.
    List,
    /// Have its phone contact the platform.
    ContactPcmp,
}

/// What may be changed of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The operator's name.
    Operator,
    /// The profile's name.
    Name,
    /// The policy rules, which can be taken back.
    Rules,
}

impl Power {
    const fn bit(self) -> RpmType {
        match self {
            Self::Enable => RpmType::ENABLE,
            Self::Disable => RpmType::DISABLE,
            Self::Delete => RpmType::DELETE,
            Self::List => RpmType::LIST_PROFILE_INFO,
            Self::ContactPcmp => RpmType::CONTACT_PCMP,
        }
    }
}

impl Field {
    const fn tag(self) -> Tag {
        match self {
            Self::Operator => Tag(0x91),
            Self::Name => Tag(0x92),
            Self::Rules => Tag(0x99),
        }
    }
}

impl Remote {
    /// As it stands in a profile's metadata: this server alone, under its root, asked at its address.
    pub(crate) fn rpm_configuration(&self, server_oid: &[u8], root: &[u8], address: &str) -> RpmConfiguration {
        let commands = self.commands.iter().fold(RpmType::NONE, |all, power| all | power.bit());
        RpmConfiguration {
            managing_dp_list: vec![ManagingDp {
                oid: server_oid.to_vec(),
                rpm_type: Some(commands).filter(|commands| !commands.is_empty()),
                tag_list: Some(self.metadata.iter().map(|field| field.tag()).collect())
                    .filter(|tags: &Vec<_>| !tags.is_empty()),
            }],
            polling_address: Some(address.to_owned()),
            allowed_ci_pk_id: Some(root.to_vec()),
            // The kiosk acts for the operator of what it gives out.
            profile_owner_oid: server_oid.to_vec(),
        }
    }

    /// The platform, as it stands in a profile's metadata.
    pub(crate) fn lpr_configuration(&self) -> Option<LprConfiguration> {
        self.pcmp.clone().map(|pcmp_address| LprConfiguration {
            pcmp_address,
            dpi_enable: None,
            trigger_lpr_on_enable_profile: false,
        })
    }

    /// The first thing that is asked for and not allowed, in words.
    pub(super) fn lacks(&self, change: &super::Change) -> Option<&'static str> {
        use super::Change as C;
        let command = |power| !self.commands.contains(&power);
        let field = |field| !self.metadata.contains(&field);
        match change {
            C::Enable { .. } => command(Power::Enable).then_some("enable"),
            C::Disable { .. } => command(Power::Disable).then_some("disable"),
            C::Delete { .. } => command(Power::Delete).then_some("delete"),
            C::List { .. } => command(Power::List).then_some("list"),
            C::ContactPcmp { .. } => command(Power::ContactPcmp).then_some("contact-pcmp"),
            C::Name { .. } => field(Field::Name).then_some("name"),
            C::Operator { .. } => field(Field::Operator).then_some("operator"),
            C::Rules { .. } => field(Field::Rules).then_some("rules"),
        }
    }
}

/// The profile that a change is about.
pub(super) const fn about(change: &super::Change) -> Option<&Iccid> {
    use super::Change as C;
    match change {
        C::Enable { iccid }
        | C::Disable { iccid }
        | C::Delete { iccid }
        | C::Name { iccid, .. }
        | C::Operator { iccid, .. }
        | C::Rules { iccid, .. }
        | C::ContactPcmp { iccid, .. } => Some(iccid),
        C::List { iccid } => iccid.as_ref(),
    }
}
