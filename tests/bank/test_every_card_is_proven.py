"""A card cannot slip in unproven: each block runs, each wrong claim is shown or excused with a reason."""

import record


def test_no_mark_and_no_excuse_is_left_over():
    assert record.dangling() == []


def test_at_most_five_per_cent_of_the_blocks_cannot_run():
    assert len(record.not_run()) <= record.MOST_NOT_RUN * len(record.all_blocks())


def test_every_block_and_every_wrong_claim_has_a_test():
    record.complete = True
    assert record.owed() == []
