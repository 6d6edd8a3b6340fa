use super::{agency, aims, approve, handover, order, receipt, report, rotate, sync, wipe, world::World};
use landfall_stage::Broken;
use std::fmt;

/// What is done again and again while somebody dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Two phones edit and sync.
    Sync,
    /// The account's keys are replaced.
    Rotate,
    /// Orders are given.
    Order,
    /// A lost phone erases itself.
    Wipe,
    /// A phone hands in what it did.
    Receipt,
    /// A kiosk reports to the cloud.
    Report,
    /// A live card goes from phone to phone.
    Handover,
    /// An old phone lets a new one in.
    Approve,
    /// A phone orders a card online.
    Agency,
}

/// What a job's worlds begin with, beside the account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Numbers of a kiosk; none: no kiosk.
    pub(super) numbers: usize,
    /// Cards on the phone that may be lost.
    pub(super) cards: usize,
    /// Cards on the third one.
    pub(super) others: usize,
    /// The third phone is new: no device of the account, and never started.
    pub(super) newcomer: bool,
    /// The cloud renews the kiosk's EUM certificate.
    pub(super) issuer: bool,
    /// Cards that an operator's agency at the cloud sells; none: no agency.
    pub(super) at_agency: usize,
}

impl Wanted {
    const NOTHING: Self = Self { numbers: 0, cards: 0, others: 0, newcomer: false, issuer: false, at_agency: 0 };
}

/// What a job knows of its world.
pub(super) trait Play {
    /// A new world.
    fn begin(&mut self, _: &mut World) -> Result<(), Broken> {
        Ok(())
    }

    /// Whether the next round does this: deaths are planned for that alone.
    fn does(&self, _what: &str) -> bool {
        true
    }

    /// Whether it can pass the point of this name while it does.
    fn passes(&self, _name: &str) -> bool {
        true
    }

    /// One round, with the deaths that are planned; then everything is looked at.
    fn round(&mut self, world: &mut World) -> Result<(), Broken>;

    /// The end of a world.
    fn end(&mut self, _: &mut World) -> Result<(), Broken> {
        Ok(())
    }
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Sync,
        Self::Rotate,
        Self::Order,
        Self::Wipe,
        Self::Receipt,
        Self::Report,
        Self::Handover,
        Self::Approve,
        Self::Agency,
    ];

    /// As it is asked for.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Rotate => "rotate",
            Self::Order => "order",
            Self::Wipe => "wipe",
            Self::Receipt => "receipt",
            Self::Report => "report",
            Self::Handover => "handover",
            Self::Approve => "approve",
            Self::Agency => "agency",
        }
    }

    pub(super) const fn wanted(self) -> Wanted {
        match self {
            Self::Sync | Self::Wipe => Wanted { numbers: 4, cards: 1, ..Wanted::NOTHING },
            Self::Rotate | Self::Receipt => Wanted::NOTHING,
            Self::Order => Wanted { numbers: 12, cards: 6, ..Wanted::NOTHING },
            Self::Report => Wanted { numbers: 300, cards: 3, issuer: true, ..Wanted::NOTHING },
            Self::Handover => Wanted { numbers: 4, cards: 1, others: 1, ..Wanted::NOTHING },
            Self::Approve => Wanted { newcomer: true, ..Wanted::NOTHING },
            // The first card brings the eUICC that the others are for.
            Self::Agency => Wanted { numbers: 4, cards: 1, at_agency: 40, ..Wanted::NOTHING },
        }
    }

    /// So many rounds in one world.
    pub(super) const fn rounds(self) -> u32 {
        match self {
            Self::Wipe | Self::Approve => 1,
            // An account makes twenty orders at once.
            Self::Agency => 15,
            Self::Handover => 20,
            Self::Order | Self::Report => 40,
            Self::Sync | Self::Rotate | Self::Receipt => 50,
        }
    }

    /// So many rounds without a death say where somebody can die.
    pub(super) const fn recordings(self) -> u32 {
        match self {
            Self::Wipe => 1,
            Self::Rotate | Self::Report | Self::Approve | Self::Agency => 2,
            Self::Receipt => 3,
            Self::Handover => aims::WAYS.len() as u32,
            Self::Sync | Self::Order => 6,
        }
    }

    pub(super) fn play(self) -> Box<dyn Play> {
        match self {
            Self::Sync => Box::<sync::Sync>::default(),
            Self::Rotate => Box::<rotate::Rotate>::default(),
            Self::Order => Box::<order::Order>::default(),
            Self::Wipe => Box::<wipe::Wipe>::default(),
            Self::Receipt => Box::<receipt::Receipt>::default(),
            Self::Report => Box::<report::Report>::default(),
            Self::Handover => Box::<handover::Handover>::default(),
            Self::Approve => Box::<approve::Approve>::default(),
            Self::Agency => Box::<agency::Agency>::default(),
        }
    }

    /// Points that its flows declare: each must be among those that are passed.
    pub(super) const fn declared(self) -> &'static [&'static str] {
        match self {
            Self::Sync => &["phone.sync.read", "phone.sync.queued", "phone.sync.pushed", "phone.sync.page"],
            Self::Rotate => &["phone.account.journaled", "phone.account.answered", "phone.account.kept"],
            Self::Order => {
                &["away.handed-in", "away.taken", "away.marked", "away.rotated", "away.step", "away.destroyed"]
            }
            Self::Wipe => &[
                "away.taken",
                "away.destroyed",
                "away.step",
                "away.handed-in",
                "away.key-gone",
                "vault.destroy.marked",
                "vault.destroy.key",
                "vault.destroy.keys",
                "vault.destroy.rows",
                "keystore.data",
                "keystore.key",
                "store.file.written",
                "store.file.renamed",
                "phone.anew.forgotten",
                "vault.create.begun",
                "vault.create.wrapped",
            ],
            Self::Receipt => {
                &["away.handed-in", "away.taken", "away.marked", "away.rotated", "away.step", "away.lease"]
            }
            Self::Report => {
                &["kiosk.report.signed", "kiosk.report.answered", "kiosk.report.results", "kiosk.eum.renewed"]
            }
            Self::Handover => &[
                "away.ordered",
                "away.taken",
                "away.step",
                "away.handed-in",
                "away.copied-out",
                "away.handed-up",
                "away.copied-in",
                "away.copy-ended",
                "away.handed-over",
                "away.live",
                "phone.claim.taken",
            ],
            Self::Approve => &[
                "vault.create.begun",
                "vault.create.wrapped",
                "keystore.data",
                "keystore.key",
                "phone.account.journaled",
                "phone.account.answered",
                "phone.account.kept",
                "away.enrolled",
                "phone.account.forgotten",
                "phone.account.key_gone",
                "phone.account.deleting",
                "phone.account.deleted",
            ],
            Self::Agency => &[
                "phone.order.begun",
                "phone.order.asked",
                "phone.order.arrived",
                "phone.order.given",
                "phone.package.kept",
                "cloud.card.taken",
                "cloud.card.asked",
            ],
        }
    }

    /// What holds afterwards, in a few words.
    pub(super) const fn law(self) -> &'static str {
        match self {
            Self::Sync => "0 edits lost, 0 doubled, 0 deleted records resurrected; both phones and a third agree",
            Self::Rotate => "0 rotations half done; every phone and the cloud agree on keys and device list",
            Self::Order => "every order answered as given was obeyed at its device's next contact, and once",
            Self::Wipe => {
                "0 phones half erased; every wipe signed for once; nothing opens any more; each begins anew, empty"
            }
            Self::Receipt => "every receipt handed in once; every chain without a gap",
            Self::Report => {
                "every report taken once; every chain without a gap; states and balances answered; its EUM renewed"
            }
            Self::Handover => {
                "never two live, one live after each hand-over; its numbers and what is written in it whole"
            }
            Self::Agency => "each order is one card: at the operator, at the account's server and on the phone",
            Self::Approve => "0 phones let in twice or by half; each has all keys, and all agree on the device list",
        }
    }
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
