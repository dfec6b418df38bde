"""The hot acts, one file each: what is asked, what must hold afterwards, and how the bare floor does it.

To add one, write its file with an `ACT` and name it below.
"""

from __future__ import annotations

from bench.acts import check_in, claim_wish, home, sign_up, wish_list
from bench.acts.act import Act

ACTS: dict[str, Act] = {module.ACT.case: module.ACT for module in (claim_wish, sign_up, check_in, wish_list, home)}
