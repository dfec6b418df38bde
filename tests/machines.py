"""State machines of use cases, each run on a database of its own."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from models.database import open_database
from tests.cast import Cast
from tests.conftest import NOW, Engine


class UseCaseMachine(RuleBasedStateMachine):
    """Begins with the cast alone; `engine` is given by `keeps_its_promises`."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.url = self.engine.fresh()
        self.opened = open_database(self.url)
        self.opened.connect()
        self.cast = Cast(NOW)

    def teardown(self) -> None:
        self.opened.close()
        self.opened.close_all()
        self.engine.drop(self.url)


def keeps_its_promises(machine: type[UseCaseMachine], engine: Engine, *, runs: int, steps: int) -> None:
    """Let it take so many runs of up to so many steps; fails with the shortest sequence that breaks a promise."""
    machine.engine = engine
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
