from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.wish_machine import WishMachine


def test_whatever_people_do_in_whatever_order_the_counts_are_right(engines):
    WishMachine.engine = engines["sqlite"]
    run_state_machine_as_test(
        WishMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
