"""One width and one script for the grammar: each character becomes exactly one, so offsets survive.

Deliberately not NFKC: it would turn `①6月3日` into `16月3日` and change lengths. The folded text is for reading dates
and duties only; what people are shown is always a slice of the text as it was written.
"""

from __future__ import annotations

import re

from notices.extract.patterns import Pattern

_TABLE: dict[str, str] = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ! to ~


def _fold(written: str, to: str) -> None:
    """Every character of `written` reads as the character of `to` below it, or as the only one there is."""
    _TABLE.update(zip(written, to if len(to) > 1 else to * len(written), strict=True))


_fold("—–－―─‐‑‒−﹣━﹘", "-")
_fold("～〜∼˜﹏∽", "~")
_fold("\u3000\u00a0\u2002\u2003\u2009\u200a\u200b\u202f\u205f\ufeff\t", " ")
_fold("\r\x0b\x0c\x85\u2028\u2029", "\n")
_fold("。｡", "。")
_fold("︰∶ː﹕", ":")
_fold("﹐、﹑﹔﹗﹖", ",、、;!?")
_fold("﹙﹚❘│┃︱∣¦║", "()|||||||")
_fold("〔［〖【﹝⦗", "[")
_fold("〕］〗】﹞⦘", "]")
_fold("○ΟО◯Ｏ〇", "〇")  # Greek, Cyrillic and drawn circles that stand for the zero of a Chinese year
_fold("‧・．•∙", "·")
_fold("．", ".")
# The words of dates, duties and forms, as Taiwan and Hong Kong write them.
_fold(
    "報時點週務號間開辦會學繳請於為訂舉課場講習試賽競訓練選錄審評發佈電郵實結終領聯絡話員師長導參與應須後遲還國書紙",
    "报时点周务号间开办会学缴请于为订举课场讲习试赛竞训练选录审评发布电邮实结终领联络话员师长导参与应须后迟还国书纸",
)
_fold(
    "蓋頁見據現將擬預關閉館節慶補調單處廳樓檢驗測閱覽數遞達費歲從繫續紀屆級歷曆農當兩個標題徵對負責組織體園動區縣圖",
    "盖页见据现将拟预关闭馆节庆补调单处厅楼检验测阅览数递达费岁从系续纪届级历历农当两个标题征对负责组织体园动区县图",
)
_fold(
    "説說術業專門東車運輸線網絡訊資產際經濟華陽陸臺灣憑證獎勵財務隊興趣議論壇晚間準備擇優畢業許願與參觀變更離監護類項",
    "说说术业专门东车运输线网络讯资产际经济华阳陆台湾凭证奖励财务队兴趣议论坛晚间准备择优毕业许愿与参观变更离监护类项",
)


_fold(
    "記攜營隊轉踴躍畫劃證現場簡單逕滿優獲頒獎禮寫檔環習經費額納匯擇選購買贈樂藝術設備驗證樣護衛醫療養歡鄉鎮區塊構復複製協",
    "记携营队转踊跃画划证现场简单径满优获颁奖礼写档环习经费额纳汇择选购买赠乐艺术设备验证样护卫医疗养欢乡镇区块构复复制协",
)
_fold(
    "範圍級別處數條約簽證據確認識讀聽說話語詞課業績績優勝敗較連續進達過運動員實驗廣闊處罰則項費範無論諮詢詳內資訊紹",
    "范围级别处数条约签证据确认识读听说话语词课业绩绩优胜败较连续进达过运动员实验广阔处罚则项费范无论咨询详内资讯绍",
)
_fold("協辦單該館網頁鐘點樓層廠電腦軟體開連補調課溫馨", "协办单该馆网页钟点楼层厂电脑软体开连补调课温馨")


_FOLDED = Pattern(f"[{re.escape(''.join(_TABLE))}]")


def plain(text: str) -> str:
    """The text as the grammar reads it: half width, one kind of dash, bracket and blank, simplified characters.
    Exactly as long as the input."""
    for char in set(_FOLDED.findall(text)):  # a text has a dozen of them: replacing each is quicker than a table
        text = text.replace(char, _TABLE[char])
    return text
