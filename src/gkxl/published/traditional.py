"""Traditional characters of the form's labels, as mirrors of official sites print them."""

from __future__ import annotations

from typing import Final

_PAIRS: Final = str.maketrans(
    "係內動務區問單國執報審專對層屬廢強後復採據數於會條業構機權決沒況減為爲無獲現當發監祕穩範糾納級組結絡經"
    "維總織繫繳繼續罰聯臺萬處補製複覆規計訊訟訪設許訴詢請議護費購轉辦這進過開關電項題類體險書來兩衛勞產響應與",
    "系内动务区问单国执报审专对层属废强后复采据数于会条业构机权决没况减为为无获现当发监秘稳范纠纳级组结络经"
    "维总织系缴继续罚联台万处补制复复规计讯讼访设许诉询请议护费购转办这进过开关电项题类体险书来两卫劳产响应与",
)


def simplified(label: str) -> str:
    """A label in simplified characters. Only for labels: what is filed is never changed.

    >>> simplified("行政複議") == "行政复议"
    True
    """
    return label.translate(_PAIRS)
