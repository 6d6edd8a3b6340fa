//! What both databases must do alike: each rule is run on SQLite and on a PostgreSQL of the test's own, there with two instances. Then what is
//! either's own.

mod accounts;
mod agency;
mod approvals;
mod card_orders;
mod deletion;
mod driver;
mod kiosks;
mod late_results;
mod limits;
mod log;
mod log_batches;
mod log_pages;
mod log_races;
mod made;
mod manifests;
mod once;
mod only_postgres;
mod only_sqlite;
mod orders;
mod pushes;
mod receipts;
mod restored;
mod sessions;
mod subs;
mod subscribers;
mod wakes;
mod whole;
mod world;

macro_rules! contract {
    ($($module:ident: $($rule:ident)+;)+) => {
        mod on_sqlite {
            $(mod $module {
                $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $rule() {
                    crate::$module::$rule(&crate::world::sqlite()).await;
                })+
            })+
        }
        mod on_postgres {
            $(mod $module {
                $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $rule() {
                    if let Some(world) = crate::world::postgres().await {
                        crate::$module::$rule(&world).await;
                    }
                })+
            })+
        }
    };
}

contract! {
    accounts:
        an_account_is_made_once
        one_of_two_gets_a_login
        keys_and_manifest_change_together
        a_new_root_is_handed_over_with_its_keys_or_not_at_all
        keys_that_did_not_come_are_not_said_to_be_there
        one_of_two_changes_the_keys;
    manifests:
        the_chain_has_no_gap
        devices_are_as_the_last_manifest_lists_them
        one_of_two_manifests_comes_next
        what_hangs_on_a_revoked_device_ends_with_it
        what_hangs_on_a_replaced_key_ends_with_it;
    sessions:
        a_token_stands_until_it_ends
        tokens_end_by_device_or_all_at_once
        nobody_gets_a_token_who_is_not_there
        a_changed_password_ends_every_token
        revoking_and_signing_in_at_once_leave_no_token
        ending_all_and_signing_in_at_once_leave_no_token;
    once:
        a_value_is_taken_once
        a_value_is_used_by_the_first_alone
        an_expired_value_is_nobodys;
    approvals:
        each_step_is_taken_once_and_in_order
        a_grant_comes_with_its_manifest
        one_of_two_answers
        an_approval_is_void_after_its_time;
    log:
        places_and_versions_have_no_gaps
        a_version_that_is_not_the_next_conflicts
        nothing_comes_after_a_tombstone
        a_batch_goes_in_whole_or_not_at_all
        of_a_superseded_entry_the_digest_stays
        only_a_device_of_the_account_writes
        who_writes_is_told_by_a_good_token;
    log_batches:
        old_keys_write_nothing_after_a_rotation
        the_same_batch_has_the_same_answer
        the_same_id_with_other_writes_is_another_batch
        a_batch_may_write_a_record_twice
        a_batch_that_contradicts_itself_conflicts;
    log_pages:
        a_page_has_at_most_what_is_asked_for
        accounts_see_their_own_alone
        a_head_never_goes_back;
    log_races:
        one_of_two_writes_a_version
        the_same_batch_twice_at_once_goes_in_once
        many_writers_leave_no_gap
        of_many_accounts_at_once_each_batch_stands_or_falls_alone;
    orders:
        an_order_is_kept_once
        an_order_bars_and_ends_tokens_with_it
        orders_wait_for_one_enrolment_by_counter
        states_move_by_one_hand;
    receipts:
        receipts_are_a_chain
        one_of_two_receipts_is_next
        a_receipt_of_an_order_that_is_gone_is_kept;
    pushes:
        an_order_makes_a_push_due_where_there_is_an_address
        a_push_is_one_hands_and_due_again_until_it_is_over
        an_address_goes_with_its_device;
    deletion:
        nothing_of_a_deleted_account_stays
        orders_outlive_their_account
        nobody_takes_the_place_of_an_account_that_orders_wait_for;
    limits:
        tries_are_counted
        the_count_is_exact_whoever_asks
        a_try_is_given_back;
    wakes:
        every_instance_hears;
    subs:
        an_invitation_is_accepted_once_and_in_time
        of_two_standings_the_later_one_stays
        what_is_shown_goes_with_the_link
        nothing_is_shown_over_a_tie_that_ended;
    subscribers:
        a_number_moves_as_the_table_says_and_each_change_is_logged
        each_cards_tasks_come_one_by_one_and_to_one_hand
        what_is_imported_late_is_provisioned_then
        a_card_is_the_accounts_that_showed_it_last;
    kiosks:
        a_token_registers_one_kiosk
        a_report_is_kept_with_all_that_it_says_or_not_at_all
        a_kiosk_moves_and_hears_of_its_own_numbers_alone
        a_late_result_waits_for_its_kiosk_once
        so_many_late_results_wait_for_a_kiosk_and_no_more
        a_late_result_goes_a_week_after_it_was_taken;
    late_results:
        each_kiosk_of_a_name_has_it_and_none_that_was_revoked
        a_phone_keeps_its_result_while_too_many_wait;
    driver:
        a_card_is_provisioned_barred_by_its_owner_and_unbarred
        nobody_bars_a_card_that_he_has_not_shown
        a_bar_is_lifted_with_its_order_and_the_operators_stands
        what_can_not_be_done_holds_up_nothing;
    card_orders:
        an_order_of_a_card_is_kept_once
        a_step_is_taken_by_one_hand_and_not_lost_with_it
        a_step_moves_its_number_with_it
        what_a_deleted_account_ordered_is_taken_back_and_goes;
    agency:
        an_order_reaches_its_end_once_whatever_is_lost_on_the_way
        what_is_sold_out_or_refused_is_said_and_leaves_nothing_behind
        what_is_taken_back_while_its_answer_is_lost_goes_back_to_the_stock
        what_nobody_fetches_or_nobody_answers_for_comes_to_an_end
        what_the_server_tells_of_a_download_is_written_once;
    whole:
        a_server_secret_is_made_once
        what_is_over_is_swept_away;
}
