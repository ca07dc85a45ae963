"""Refusals carry a sentence for the reader and a name for the machine."""

from pendopo.kernel.errors import DomainError, NotFound


def test_a_refusal_has_a_sentence_a_status_and_a_name():
    refusal = NotFound()
    assert (refusal.status, refusal.code) == (404, "NotFound")
    assert str(refusal) == refusal.sentence == NotFound.sentence


def test_a_more_precise_sentence_replaces_the_general_one():
    refusal = DomainError("Kuota hari ini penuh.", quota=20)
    assert refusal.sentence == "Kuota hari ini penuh."
    assert refusal.details == {"quota": 20}
    assert DomainError.sentence != refusal.sentence
