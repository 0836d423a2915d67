"""The twenty behaviours of facts.md §8: which tests hold each of them, and that none is forgotten."""

from importlib import import_module

import pytest

BEHAVIOURS = {
    1: "booking.test_a_direct_post_into_an_occupied_room_is_created_and_overlaps",
    2: "booking.test_an_invitation_into_an_occupied_room_is_created_then_declined",
    3: "booking.test_an_invitation_into_a_free_room_is_tentative_first_and_then_busy_with_the_organizers_name",
    4: "booking.test_an_invitation_to_a_past_meeting_is_never_answered",
    5: "policy.test_a_meeting_longer_than_maximum_duration_is_declined "
    "policy.test_a_meeting_beyond_the_booking_window_is_declined "
    "policy.test_a_series_beyond_the_horizon_is_declined_or_cut "
    "policy.test_a_meeting_outside_working_hours_is_declined_where_the_room_says_so "
    "policy.test_a_series_with_conflicts_is_accepted_within_the_thresholds",
    6: "booking.test_a_meeting_moved_onto_a_conflict_is_declined_and_leaves_the_room",
    7: "booking.test_a_cancelled_meeting_stays_in_the_room_as_cancelled_and_free "
    "booking.test_a_cancelled_meeting_leaves_a_room_that_removes_cancelled_meetings",
    8: "booking.test_a_room_that_declines_frees_the_slot_and_the_organizer_keeps_the_meeting",
    9: "delta.test_a_round_has_pages_and_ends_with_a_delta_link delta.test_a_page_may_be_empty_and_still_lead_on "
    "delta.test_occurrences_are_stripped_and_exceptions_are_whole delta.test_by_switch_the_master_is_absent "
    "delta.test_what_happens_outside_the_window_is_told_as_removed "
    "delta.test_a_deleted_occurrence_is_never_mentioned "
    "delta.test_a_dead_token_is_gone_with_a_place_to_begin_anew "
    "delta.test_by_switch_a_dead_token_is_a_bad_request",
    10: "reading.test_a_window_is_inclusive_at_its_start_and_not_at_its_end",
    11: "writing.test_the_same_transaction_with_the_same_body_is_created_once "
    "writing.test_the_same_transaction_with_another_body_is_refused",
    12: "writing.test_a_change_soon_after_create_meets_the_change_key_race",
    13: "throttling.test_the_fifth_request_at_once_is_too_many_and_told_to_wait_a_fraction "
    "throttling.test_parts_of_a_batch_beyond_four_are_refused_inside_a_good_answer",
    14: "reading.test_an_all_day_event_is_midnight_in_tokyo_too",
    15: "access.test_a_mailbox_out_of_scope_is_blocked_by_policy "
    "access.test_a_policy_takes_hold_after_its_propagation",
    16: "access.test_a_token_expires_in_the_middle_of_polling",
    17: "subscriptions.test_a_subscriber_that_answers_with_another_token_is_refused",
    18: "series.test_a_series_keeps_its_wall_clock_over_the_change_of_the_clocks",
    19: "writing.test_a_private_meeting_stays_private_only_where_the_flag_is_kept",
    20: "writing.test_taking_the_room_off_the_list_cancels_it_there_only",
}


@pytest.mark.parametrize("number", range(1, 21))
def test_every_behaviour_has_its_test(number: int) -> None:
    for name in BEHAVIOURS[number].split():
        module, test = name.split(".")
        assert callable(getattr(import_module(f"tests.sandbox.test_{module}"), test))
