"""Uses of a key that falls silent are not forgotten."""

from datetime import date, timedelta

import time_machine

from core.apikeys import selectors, services


def test_a_burst_before_a_silence_is_counted_on_its_day(people):
    new = services.create_key(by=people.admin, tenant_id=people.tenant.pk, name="Till", scopes=["read:products"])
    with time_machine.travel("2026-03-02 10:00Z", tick=False) as clock:
        for _each in range(5):
            services.key_behind(new.secret, address="203.0.113.7")
        clock.shift(timedelta(days=7))
        services.key_behind(new.secret, address="203.0.113.7")
        found = selectors.key_statistics(people.tenant.pk, new.id)
    assert (found.total, found.days) == (6, [(date(2026, 3, 2), 5), (date(2026, 3, 9), 1)])
