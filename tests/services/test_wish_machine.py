from tests.machines import keeps_its_promises
from tests.services.wish_machine import WishMachine


def test_whatever_people_do_in_whatever_order_the_counts_are_right(engines):
    keeps_its_promises(WishMachine, engines["sqlite"], runs=15, steps=40)
