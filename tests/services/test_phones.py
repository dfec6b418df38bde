"""One spelling of a mobile number; masked wherever it is shown."""

import pytest

from services.errors import Invalid
from services.phones import masked, normal_phone, phone_columns


@pytest.mark.parametrize(
    "typed",
    [
        "19900000012",
        "+86 199 0000 0012",
        "86-199-0000-0012",
        " 199 0000 0012 ",
        "１９９００００００１２",
        "1９９００００００１２",
    ],
)
def test_however_it_is_typed_it_is_the_same_number(typed):
    assert normal_phone(typed) == "19900000012"


@pytest.mark.parametrize("typed", ["", "1990000001", "199000000123", "29900000012", "0577-8888 8888", "王小禾"])
def test_what_is_no_mobile_number_is_refused_without_repeating_it(typed):
    with pytest.raises(Invalid) as refused:
        normal_phone(typed)
    assert refused.value.code == "phone_invalid"
    assert not typed or typed not in refused.value.message


def test_a_masked_number_shows_its_last_four_digits():
    assert masked("0012") == "*******0012"
    assert masked("") == ""


def test_a_row_stores_the_number_its_hash_and_its_tail():
    columns = phone_columns("19900000012")

    assert (columns["phone"], columns["phone_tail"], len(columns["phone_hash"])) == ("19900000012", "0012", 64)
