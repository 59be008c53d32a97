"""Names that files can have on every system."""

from __future__ import annotations

import pytest

from gkxl.files.names import safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("A/B:*?", "A_B___"),
        ("nul", "_nul"),
        ("COM1.某局", "_COM1.某局"),
        ("某局...", "某局"),
        ("...", "_"),
        ("a\nb\x1b\u202e", "a_b__"),
        ("长" * 80, "长" * 60),
        ('a\\b/c:d*e?f"g<h>i|j\n', "a_b_c_d_e_f_g_h_i_j_"),
    ],
)
def test_what_windows_forbids_is_gone(name: str, safe: str) -> None:
    assert safe_name(name) == safe
