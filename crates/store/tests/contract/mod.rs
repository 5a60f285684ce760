//! What every engine promises, as tests over the traits. One file a noun.
//!
//! An engine runs them all with one line: `contract_suite!(crate::TheEngine);`. A promise is a
//! function over an [`Engine`]; whatever it needs to know of the database it asks through the
//! traits, so that it holds for any engine.

pub(crate) mod accounts;
pub(crate) mod acknowledgements;
pub(crate) mod allowances;
pub(crate) mod api_access;
pub(crate) mod authenticator_codes;
pub(crate) mod authenticators;
pub(crate) mod bill_cancellations;
pub(crate) mod bill_numbers;
pub(crate) mod cancellations;
pub(crate) mod changing;
pub(crate) mod deliveries;
pub(crate) mod eway_bills;
pub(crate) mod freezing;
pub(crate) mod listing;
pub(crate) mod master_imports;
pub(crate) mod passwords;
pub(crate) mod proofs;
pub(crate) mod registrations;
pub(crate) mod retention;
pub(crate) mod sample;
pub(crate) mod sealed;
pub(crate) mod sessions;
pub(crate) mod taxpayers;
pub(crate) mod words;

use std::sync::Arc;

use store::Store;

/// A database of its own, empty at first.
#[async_trait::async_trait]
pub(crate) trait Engine: Sync {
    /// A store on that database, as another process would open it. Dropping all of them and
    /// opening again is a restart.
    async fn open(&self) -> Arc<dyn Store>;
}

/// One test for each promise, in a module a noun.
macro_rules! promises {
    ($engine:path; $($noun:ident { $($promise:ident)* })*) => {
        $(mod $noun {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $promise() {
                    crate::contract::$noun::$promise(&<$engine>::fresh().await).await;
                }
            )*
        })*
    };
}

/// All promises. A function that is missing here is reported as dead code.
macro_rules! contract_suite {
    ($engine:path) => {
        $crate::contract::promises! { $engine;
            acknowledgements {
                blocks_of_two_processes_never_overlap
                blocks_go_on_after_a_restart
                series_are_separate
                a_series_ends
                the_registers_clock_is_the_latest_acknowledgement
            }
            allowances {
                an_allowance_is_used_up_and_regained_evenly
                networks_and_kinds_are_counted_apart
                of_64_takers_in_two_processes_as_many_get_one_as_there_are
                clocks_that_differ_neither_open_nor_lock
                full_allowances_are_forgotten_a_batch_at_a_time
            }
            registrations {
                a_registered_document_is_found_in_every_way
                tokens_are_the_same_bytes_after_a_restart
                of_64_callers_one_registers
                batches_are_counted
                two_processes_have_one_judge
                other_content_is_a_duplicate_too
                numbers_of_other_suppliers_years_and_types_are_other_documents
                a_cancelled_document_stays_registered
                an_export_is_kept_as_exactly_as_it_came
            }
            cancellations {
                a_document_is_cancelled_once
                of_32_callers_one_cancels
                the_window_closes
                only_the_supplier_cancels
            }
            bill_numbers {
                numbers_of_two_processes_never_overlap_and_go_on_after_a_restart
                a_series_of_bill_numbers_ends
            }
            deliveries {
                due_messages_of_a_route_are_claimed_the_longest_due_first
                of_16_claimers_each_message_has_one
                a_lease_ends_and_a_restart_forgets_nothing
                what_was_sent_stays_sent_with_its_receipt
                a_failed_try_is_repeated_when_it_is_due_or_given_up
            }
            eway_bills {
                a_bill_is_found_in_every_way
                part_a_alone_has_no_validity
                of_32_callers_one_makes_the_bill
                a_bill_that_is_asked_for_again_is_the_first_one
                only_the_suppliers_active_document_gets_a_bill
                pages_of_bills_go_from_new_to_old_without_gaps
                a_listed_document_tells_its_active_bill
            }
            bill_cancellations {
                a_bill_is_cancelled_once_and_another_may_follow
                of_32_callers_one_cancels_the_bill
                the_bills_window_closes
                only_the_maker_cancels
                a_bill_in_the_way_keeps_its_document
                of_makers_and_cancellers_one_side_wins
            }
            listing {
                pages_go_from_new_to_old_without_gaps
                filters_narrow
                text_is_found_anywhere_and_literally
                counts_count_from_a_moment
                suppliers_see_their_own
            }
            accounts {
                an_account_is_found_whatever_the_letter_case
                of_two_people_who_save_one_user_id_one_wins
                one_account_a_gstin
                a_proof_makes_one_account_and_only_its_own
                a_refusal_leaves_nothing
                wrong_passwords_block_at_the_limit
                the_last_login_is_the_one_before
                taken_names_are_told_in_lower_case
            }
            passwords {
                a_new_password_closes_what_the_old_one_opened
                a_proof_replaces_one_password_and_only_its_own
                a_password_that_is_not_replaced_leaves_everything
                of_two_new_passwords_one_counts
            }
            changing {
                a_changed_password_keeps_one_session
                a_password_is_changed_only_from_the_one_that_was_judged
                of_two_changes_one_counts
            }
            freezing {
                a_frozen_account_has_nothing_open
                nothing_is_opened_with_a_frozen_account
                the_first_freeze_counts
                a_freeze_leaves_nothing_that_was_opened_meanwhile
                a_forgotten_password_does_not_unfreeze
                an_accounts_use_counts_what_lives
            }
            sessions {
                a_session_opens_is_touched_and_closes
                stale_sessions_go_when_one_opens
                all_sessions_close_at_once
                the_others_close_and_one_stays
                a_session_rests_on_the_password_that_counts
                a_proof_opens_one_session_and_only_its_own
            }
            authenticators {
                a_proposal_is_replaced_and_confirmed_once
                old_proposals_are_forgotten
                only_a_living_session_of_the_account_changes_it
                with_an_authenticator_only_its_code_opens_a_session
                a_code_opens_only_in_a_login_of_its_account
                a_recovery_takes_the_authenticator_and_a_change_leaves_it
            }
            authenticator_codes {
                a_step_is_used_once_and_never_an_earlier_one
                a_recovery_code_is_used_once_and_renewed
                of_16_who_use_one_code_one_gets_in
                tries_are_counted_for_login_and_account
                parallel_guesses_do_not_outrun_the_counts
            }
            proofs {
                a_proof_walks_through_its_states
                tries_end_at_the_limit
                parallel_guesses_do_not_outrun_the_count
                a_code_expires
                a_new_code_voids_the_old_one
                a_code_proves_once
                the_gap_is_kept
                the_window_is_kept_for_the_gstin
                codes_for_logins_are_counted_apart
                a_proved_proof_is_sent_nothing
                sending_queues_its_message
            }
            taxpayers {
                a_record_comes_back_whole_but_for_contact
                an_older_fetch_never_overwrites_a_newer_one
                enabling_uses_up_the_proof_and_stays
                enabling_someone_unknown_is_an_error
            }
            master_imports {
                an_import_comes_into_force_whole_and_at_one_moment
                an_import_that_was_interrupted_goes_on
                another_import_waits_or_the_first_is_given_up
                an_older_master_never_comes_after_a_newer_one
                what_is_announced_has_to_be_there
                a_batch_is_in_order_and_behind_the_last
                the_newer_of_import_and_fetch_counts
                whoever_is_only_imported_is_enabled_all_the_same
                rows_that_are_over_go_in_batches
            }
            api_access {
                clients_are_counted_and_unique
                a_revoked_client_stays_and_loses_its_tokens
                parallel_logins_get_one_token
                a_token_near_its_end_is_replaced
                a_token_is_found_with_its_user
            }
            sealed {
                every_value_is_met_once_and_replaced
                a_value_that_changed_meanwhile_stays
            }
            retention {
                documents_go_with_what_is_about_them
                everything_else_goes_by_its_own_time
            }
            words {
                messages_are_queued_in_order
                feedback_is_kept_newest_first
            }
        }
    };
}

pub(crate) use {contract_suite, promises};
