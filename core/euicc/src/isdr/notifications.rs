//! ListNotification, RetrieveNotificationsList, RemoveNotificationFromList (SGP.22 §5.7.9 to §5.7.11).

use super::answer;
use crate::{Euicc, act::Act};
use model::Batch;
use rsp::{
    es10::{
        DeleteNotificationStatus, ListNotificationRequest, ListNotificationResponse, NotificationSearch,
        NotificationSentRequest, NotificationSentResponse, RetrieveNotificationsListRequest,
        RetrieveNotificationsListResponse,
    },
    notification::PendingNotification,
};

pub(super) fn list(euicc: &Euicc, request: ListNotificationRequest) -> Act {
    let wanted = request.profile_management_operation;
    let listed = euicc
        .state
        .notifications
        .iter()
        .map(|pending| &pending.metadata)
        .filter(|metadata| wanted.is_none_or(|events| events.intersects(metadata.profile_management_operation)));
    answer(&ListNotificationResponse::Ok(listed.cloned().collect()))
}

pub(super) fn retrieve(euicc: &Euicc, request: RetrieveNotificationsListRequest) -> Act {
    let found: Vec<PendingNotification> = euicc
        .state
        .notifications
        .iter()
        .filter(|pending| match request.search_criteria {
            None => true,
            Some(NotificationSearch::SeqNumber(number)) => pending.metadata.seq_number == number,
            Some(NotificationSearch::Events(events)) => {
                events.intersects(pending.metadata.profile_management_operation)
            }
        })
        .filter_map(|pending| PendingNotification::decode(&pending.encoded).ok())
        .collect();
    // From v2.6 on there is no code for a search that finds nothing: the list is empty then.
    answer(&RetrieveNotificationsListResponse::Ok(found))
}

pub(super) fn remove(euicc: &Euicc, request: NotificationSentRequest) -> Act {
    let mut next = euicc.state.clone();
    let mut batch = Batch::new();
    if !next.remove_notification(request.seq_number, &mut batch) {
        return answer(&NotificationSentResponse { result: DeleteNotificationStatus::NothingToDelete });
    }
    Act::commit(batch, move |euicc, done| {
        let result = if done {
            euicc.state = next;
            DeleteNotificationStatus::Ok
        } else {
            DeleteNotificationStatus::UndefinedError
        };
        answer(&NotificationSentResponse { result })
    })
}
