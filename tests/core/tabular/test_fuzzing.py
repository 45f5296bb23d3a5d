"""A short seed of the fuzzing benchmark: damaged files are read or refused with a sentence, nothing else."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzzing.mutations import mutated
from tests.fuzzing.reading import read_through
from tests.fuzzing.seeds import FORMS, seeds_of

SHORT = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("form", FORMS)
@SHORT
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(form, data, tmp_path_factory):
    seeds = seeds_of(form)
    if not seeds:
        pytest.skip("the shared feeds are not here, and this format is not written by any library of ours")
    content = data.draw(st.sampled_from(range(len(seeds))).map(seeds.__getitem__))
    random = data.draw(st.randoms(use_true_random=False))
    path = tmp_path_factory.getbasetemp() / f"fuzz.{form}"
    path.write_bytes(mutated(content, random, form=form))
    assert read_through(path)
