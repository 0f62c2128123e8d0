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
_fold("○ΟОοо◯⚪⭕Ｏ〇", "〇")  # Greek, Cyrillic and drawn circles that stand for the zero of a Chinese year
_fold("卄廾丗貳弐叄", "廿廿卅贰贰叁")
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
_fold(
    "順棄視氣惡權風雲災颱懸傳讓們賓邊劇戲齊傷總計態遊適遷鐵隨險難靜頻顯飲飯齡龍婦屬帶幣幾庫廢強慮懇戰戶掃掛採搶擔擴攝",
    "顺弃视气恶权风云灾台悬传让们宾边剧戏齐伤总计态游适迁铁随险难静频显饮饭龄龙妇属带币几库废强虑恳战户扫挂采抢担扩摄",
)
_fold(
    "斷暫棟極榮機歸殘決沒況減爭狀獨獻異眾碼積稱種稅穩筆築籃紅細絕給統綜維緊緩編繪繼義聞聲職脫臨舊裝規親覺討訪診誤談謝",
    "断暂栋极荣机归残决没况减争状独献异众码积称种税稳笔筑篮红细绝给统综维紧缓编绘继义闻声职脱临旧装规亲觉讨访诊误谈谢",
)
_fold(
    "譯貴貼賞賣趕踐載輔輛輪這違遠釋鈴銀銷錢錯鎖陣陰階雙雜霧飛籌並啟啓訴誠諒謹驟輕圓壓喬寧廁慣撥晝暢橋歐殯瀏燈牆礙縮觸",
    "译贵贴赏卖赶践载辅辆轮这违远释铃银销钱错锁阵阴阶双杂雾飞筹并启启诉诚谅谨骤轻圆压乔宁厕惯拨昼畅桥欧殡浏灯墙碍缩触",
)
_fold(
    "誌貨賬質銘鋪閒韓頂飾騙鬧魚鳥黨勞執奪孫幹彈憶戀損棲樹潔澤濕獅瑪癥盃禦穀糧紛綫羅聖膠藍藥虛蟲衝裡註譽豐賢軍輩鍵鑒鑑",
    "志货账质铭铺闲韩顶饰骗闹鱼鸟党劳执夺孙干弹忆恋损栖树洁泽湿狮玛症杯御谷粮纷线罗圣胶蓝药虚虫冲里注誉丰贤军辈键鉴鉴",
)
_fold(
    "陳靈頓顧馬鮮黃來",
    "陈灵顿顾马鲜黄来",
)


_FORMAL = str.maketrans("壹贰叁参肆伍陆柒捌玖拾", "一二三三四五六七八九十")
_NUMBER = "[壹贰叁参肆伍陆柒捌玖拾零〇Oo0一二三四五六七八九十]"
_FORMAL_DIGITS = frozenset("壹贰貳弐叁叄肆伍陆陸柒捌玖拾")
_FORMAL_AT_ALL = Pattern(f"[壹贰叁肆伍陆柒捌玖拾]{_NUMBER}{{0,3}}[年月日号]")
_FORMAL_DATE = Pattern(rf"{_NUMBER}{{4}}年|(?<!{_NUMBER}){_NUMBER}{{1,3}}月{_NUMBER}{{1,4}}[日号]")
"""贰零叁壹年陆月拾贰日, as contracts and certificates write it; 登陆日, 伍老师 and 拾到 are words."""


_OFTEN = "，：（）"  # in nearly every text
TRADITIONAL = frozenset(char for char in _TABLE if char >= "\u4e00")
"""The characters of the traditional script that read as others."""
_RARE = Pattern(f"[{re.escape(''.join(char for char, to in _TABLE.items() if char != to))}{''.join(_FORMAL_DIGITS)}]")


def plain(text: str) -> str:
    """The text as the grammar reads it: half width, one kind of dash, bracket and blank, simplified characters.
    Exactly as long as the input."""
    for char in _OFTEN:
        text = text.replace(char, _TABLE[char])
    rare = set(_RARE.findall(text))  # a text has a dozen of them: replacing each is quicker than a table
    for char in rare:
        text = text.replace(char, _TABLE.get(char, char))
    if not rare.isdisjoint(_FORMAL_DIGITS) and _FORMAL_AT_ALL.search(text):
        text = _FORMAL_DATE.sub(lambda date: date[0].translate(_FORMAL), text)
    return text
