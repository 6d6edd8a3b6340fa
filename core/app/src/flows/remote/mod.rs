//! Remote: commands that a card's own server has for it (RPM, SGP.22 v3 §3.7.2, §3.7.3): asked for, shown, agreed to, carried out, told.

mod asked;
mod outcome;

pub use outcome::{CarriedOut, Outcome};

use super::{
    download::{Line, NoAnswer, Online, config},
    outbox,
};
use crate::{
    Cancel, CardRefusal, Error, Event, Events, Landfall,
    card::{Apdu, CardError, Channel, Isdr},
    ports::{Commands, Decision, Es9, RemotePackage},
};
use model::Iccid;
use rsp::{
    Message,
    es10::{OperationType, ProfileInfoListRequest, ProfileInfoListResponse},
    lpa::{self, Answer, Failure, Next},
    metadata::ProfileInfo,
    notification::NotificationMetadata,
    rpm::SmdpSigned3,
};
use store::crash;
use tlv::Tag;

/// As many packages as one call carries out: a server that always has one more is asked again another time.
const MOST_PACKAGES: usize = 32;

/// What is asked of a server.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'a> {
    /// Its address, with its port if it has one.
    pub server: &'a str,
    /// Names the commands; `None` lets the server find some for the card.
    pub matching_id: Option<&'a str>,
    /// The profile whose polling address led there.
    pub iccid: Option<Iccid>,
}

impl Landfall {
    /// Asks a server whether it has commands for a card, of this vault ([`Landfall::chip`]) or any other, and has the card carry out
    /// what its user agrees to. What the card has signed of earlier ones is told first, so that nothing is sent twice; what it signs now
    /// is kept by it until the server has it, whatever happens in between.
    ///
    /// What became of each package is added to `carried_out`, in their order: nothing if the server has none. It stands there where a later
    /// one failed, too.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Server`] if there is no answer; [`Error::Download`] if the session failed: with
    /// [`Failure::NoCommands`] if the server knows no such thing; [`Error::Cancelled`] if the user said no; [`Error::Refused`] if the
    /// card's policy rules forbid a command, which the server is told.
    pub async fn remote(
        &self,
        card: &mut dyn Apdu,
        inquiry: Inquiry<'_>,
        server: &mut dyn Es9,
        user: &mut dyn Commands,
        events: &Events,
        carried_out: &mut Vec<CarriedOut>,
    ) -> Result<(), Error> {
        self.owner()?;
        let mut line = Online(server);
        outbox::deliver(card, inquiry.server, &mut line).await?;
        let mut asked = inquiry;
        for _ in 0..MOST_PACKAGES {
            let mut config = config(asked.server, None, asked.matching_id, self.written_versions.as_ref());
            config.iccid = asked.iccid;
            let mut session = lpa::Session::for_operation(config, OperationType::RPM);
            let mut channel = Channel::default();
            let ended = drive(&mut session, &mut channel, &mut line, card, user, events).await;
            channel.close(card);
            let (mut one, pending) = match ended? {
                Ended::CarriedOut(one, pending) => (one, pending),
                Ended::Nothing => break,
            };
            crash::point("phone.remote.done");
            // The card keeps what can't be told now.
            match outbox::deliver(card, asked.server, &mut line).await {
                Ok(_) => {
                    let here = |one: &NotificationMetadata| one.notification_address.eq_ignore_ascii_case(asked.server);
                    one.reported = crate::chip::notifications(card).is_ok_and(|waiting| !waiting.iter().any(here));
                    if one.reported {
                        events.tell(Event::Reported);
                    }
                }
                Err(error) => tracing::warn!(%error, "what became of the commands waits for the next contact"),
            }
            let goes_on = pending && one.reported;
            carried_out.push(one);
            if !goes_on {
                break;
            }
            asked.matching_id = None;
        }
        Ok(())
    }
}

enum Ended {
    CarriedOut(CarriedOut, bool),
    Nothing,
}

async fn drive(
    session: &mut lpa::Session,
    channel: &mut Channel,
    line: &mut Online<'_>,
    card: &mut dyn Apdu,
    user: &mut dyn Commands,
    events: &Events,
) -> Result<Ended, Error> {
    let (mut authenticated, mut lost, mut forbidden) = (false, None, false);
    loop {
        if let Some(cancel) = events.cancelled() {
            session.cancel(&cancel.answer());
        }
        if let (false, Some(version)) = (authenticated, session.version()) {
            events.tell(Event::Authenticated { version: version.offered.to_string() });
            authenticated = true;
        }
        match session.next().clone() {
            Next::Card(data) => {
                let answer = channel.call(card, &data);
                session.card(answer.as_deref().map_err(CardError::to_string));
            }
            Next::Server(der) => match line.ask(der, &mut |_, _| ()).await {
                Ok(answer) => session.server(Ok(&answer)),
                Err(NoAnswer::Refused(error)) => return Err(error),
                Err(NoAnswer::Lost(error)) => {
                    session.server(Err(error.to_string()));
                    lost = Some(error);
                }
            },
            Next::Commands(signed) => {
                let server = session.server_address().to_owned();
                let answer = ask(server, &signed, channel, card, user, events).await?;
                forbidden = answer == Some(Answer::RulesNotAllowed);
                if let Some(answer) = answer {
                    session.consent(answer);
                }
            }
            // A session for commands asks for no profile.
            Next::Consent(_) => session.consent(Answer::Rejected),
            Next::Keep(_) => session.kept(Err("nothing was asked for".to_owned())),
            Next::Done(outcome) => {
                return match *outcome {
                    lpa::Outcome::Commanded { result, pending, .. } => {
                        Ok(Ended::CarriedOut(CarriedOut::of(&result.data.final_result), pending))
                    }
                    lpa::Outcome::Loaded { .. } | lpa::Outcome::Discovered { .. } => {
                        Err(CardError::Malformed("LoadRPMPackage").into())
                    }
                    lpa::Outcome::Failed { .. } if forbidden => Err(CardRefusal::Forbidden.into()),
                    lpa::Outcome::Failed { failure, .. } => match (failure, lost) {
                        (failure, _) if session.matching_id().is_none() && nothing(&failure) => Ok(Ended::Nothing),
                        (Failure::Unreachable(_), Some(error)) => Err(error),
                        (Failure::NotAgreed(reason), _) => {
                            Err(Error::Cancelled(events.cancelled().unwrap_or_else(|| Cancel::meant_by(reason))))
                        }
                        (failure, _) => Err(Error::Download(failure)),
                    },
                };
            }
        }
    }
}

/// The user's answer; `None` if the flow was stopped meanwhile.
async fn ask(
    server: String,
    signed: &SmdpSigned3,
    channel: &mut Channel,
    card: &mut dyn Apdu,
    user: &mut dyn Commands,
    events: &Events,
) -> Result<Option<Answer>, Error> {
    let profiles = profiles(channel, card)?;
    let Some(commands) = asked::shown(&signed.rpm_package.commands, &profiles) else {
        return Ok(Some(Answer::RulesNotAllowed));
    };
    let package = RemotePackage { server, commands, more: signed.rpm_pending };
    let decision = tokio::select! {
        decision = user.agree(&package) => decision,
        _ = events.until_cancelled() => return Ok(None),
    };
    Ok(Some(match decision {
        Decision::Agreed { .. } => Answer::Agreed { code: None },
        Decision::Rejected => Answer::Rejected,
        Decision::Postponed => Answer::Postponed,
        Decision::TimedOut => Answer::TimedOut,
    }))
}

/// What the user knows the card's profiles by, and their rules.
fn profiles(channel: &mut Channel, card: &mut dyn Apdu) -> Result<Vec<ProfileInfo>, Error> {
    let tags = [0x5A, 0x9F70, 0x90, 0x92, 0x99].map(Tag).to_vec();
    let request = ProfileInfoListRequest { search_criteria: None, tag_list: Some(tags) };
    let answer = channel.call(card, &request.encode())?;
    match ProfileInfoListResponse::decode(&answer) {
        Ok(ProfileInfoListResponse::Ok(profiles)) => Ok(profiles),
        Ok(ProfileInfoListResponse::Error(_)) => Err(CardRefusal::Unlisted.into()),
        Err(_) => Err(CardError::Malformed("GetProfilesInfo").into()),
    }
}

/// Whether the server has nothing for the card, which is how it is most of the time: an unknown event or EID, or no eligible one.
fn nothing(failure: &Failure) -> bool {
    let Failure::Refused { function: "AuthenticateClient", status } = failure else { return false };
    matches!((&*status.subject, &*status.reason), ("8.1.1" | "8.2.6", "3.8" | "3.9") | ("8.2.5", "3.7" | "4.3"))
}

/// Who may have commands for a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// The server.
    pub address: String,
    /// The profile that names it, if it is just one.
    pub iccid: Option<Iccid>,
}

/// The servers that may have commands for a card: those that its profiles name as polling addresses, else, of a profile that is managed
/// from afar, where its notifications go; and the card's default server (SGP.22 v3 §3.7.2).
///
/// # Errors
/// [`Error::Card`].
pub fn managers(card: &mut dyn Apdu) -> Result<Vec<Manager>, Error> {
    let tags = [0x5A, 0xB6, 0xBA].map(Tag).to_vec();
    let request = ProfileInfoListRequest { search_criteria: None, tag_list: Some(tags) };
    let listed = match Isdr::open(card)?.ask(&request) {
        Ok(ProfileInfoListResponse::Ok(profiles)) => profiles,
        // A card of version 2 may not know the tags: it has nobody who manages it.
        Ok(ProfileInfoListResponse::Error(_)) | Err(CardError::Status { .. } | CardError::Malformed(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut all: Vec<Manager> = Vec::new();
    let mut add = |address: String, iccid: Option<Iccid>| match all.iter_mut().find(|one| one.address == address) {
        _ if address.is_empty() => {}
        Some(known) => known.iccid = None,
        None => all.push(Manager { address, iccid }),
    };
    for profile in listed {
        let Some(configuration) = profile.rpm_configuration else { continue };
        let notified = profile.notification_configuration_info.first().map(|one| one.notification_address.clone());
        if let Some(address) = configuration.polling_address.or(notified) {
            add(address, profile.iccid);
        }
    }
    let default = crate::chip::info(card)?.addresses.and_then(|addresses| addresses.default_dp_address);
    if let Some(address) = default {
        add(address, None);
    }
    Ok(all)
}
