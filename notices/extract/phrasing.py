"""A name as people read it: without bullets, numbers, dates, and what leads up to it; and whether it says anything."""

from __future__ import annotations

from notices.extract import endings, venues, whom
from notices.extract.fold import Folded
from notices.extract.patterns import Pattern, beginning, without
from notices.extract.titles import NAME_MAX
from notices.extract.width import TRADITIONAL, plain

_NUMBER = Pattern(
    r"^(?!(?:一、二|二、三|三、四|四、五|五、六|七、八|八、九)年级)(?:第?[一二三四五六七八九十]{1,3}(?:,?、|[.章节])|[(（]?[一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．)](?!\d)|\d{1,2}、(?=20\d\d)|[①-⑳㈠-㈩]"
    r"| ?\d{1,2} ?[\]】]"
    r"|\d?\ufe0f?\u20e3|[^\w\s《“\"「『【\[(#]){1,3}\s*"
)
_EMPTY = Pattern(
    r"^(?:(?:具体|活动|安排|有关|相关|工作|会议|办理|受理|起止|基本|主要|重要|进度|举办|举行|开放|实施){0,3}(?:时间"
    r"|日期|日程|安排|地点|时限|期限|阶段|节点|周期|时间段|、|和|及|与|对象|方式|程序|形式|内容|进度|要求|事项|流程"
    r"|步骤|办法|说明|规定|主题|期间|咨询电话){0,4}|(?:申请|报到|征文|填写)(?:时间|日期|方式|办法)|最[多少].*"
    r"|本次|此次|其中|并|期间|现|现将|兹|决定|现定|定|以及|和|与|什么时候"
    r"|(?:温馨|重要|特别|友情|紧急)(?:提示|提醒|通知)"
    r"|本学期|本月|今年|当天|次年|年末|另|每[周月日天场人次].*|共.*|同时|推迟|延期|改期|提前|取消|顺延|其他"
    r"|截止(?:时间|日期)?|截稿|延长|[dD]{2}[lL]"
    r"|[Ww]hen|[Dd]ate|[Tt]ime|[Kk]ey dates?|改[到至为]|调[到至整]|补上|结束|开始|完成|务必"
    r"|不予|无法|召开|举行|举办|开展|进行|全天|上午|下午|晚上|早上|会期.*|经研究.*|根据.*|按照.*|请.*|记者.*|据.*"
    r"|现更正.*|更正为.*|以.{2,12}为准|通过.{2,14}操作|按《.*|经[^营济典验历纪].{2,}|间?完成|[两三]天.*|以.{0,6}告知|遇雨.*|最迟.*|\d?X|大?课间|第.学期(?:期[末初中])?"
    r"|[逾过超][期时].{0,8}(?:视|不|自动|作|关闭|停止).*"
    r"|限.{0,8}|经.{2,16}研究.{0,3}|接.{2,12}通知|主题[为是].*|[通新][知闻]公告|首页|为.{4,}|因.*|由于.*|各单位|报名表"
    r"|先[到选报].{0,3}先.{1,3}|下学期|上学期|旨案|[听观]众|配合|白天|[早晚]自习后|前\d{1,2}周|各[市州县区]{1,3}|安排通知|事项通知"
    r"|日期.*范围|.{0,4}学期安排\d+周|[^,。;]{1,8}可(?:登[录陆]|到|在).*|预计|敬请.*|在下列.*|法定节假日.{0,4}|结合.*(?:情况|实际)|集中|学校批准|(?:20\d\d年)?(?:[寒暑]假|假期|节日?|国庆|春节)期间|.{0,10}(?:规定|上述|该|此)的?(?:时间|时段|期限)段?内.*|同上|同左|同一时间|分别[在于].*"
    r"|(?:过|此)后.*|本[报刊台网].{0,6}讯|(?:腾讯)?会议(?:号|ID).*|更正|关于取消|今年计划|同日|当日|时间由.*|报告人"
    r"|第?\d{1,2}周?(?:[-~—–至到]{1,2}第?\d{1,2}周)?|(?:报告|讲座|演讲)?(?:题目|主题)|区域|轮次|科目|整体|顺序|调整后|时段|通道|(?:系统)?开放时间|系统|名单|原|则.*|照常|各方队|[一二三四五六日]{1,2}[至到][一二三四五六日]|[^A-Za-z]?)$"
)
_EMPTY_WITHIN = Pattern(
    r"^(?:.{1,8}及报到(?:日期|时间)?|.{0,4}日期、.*|.{0,4}\d+节|.*参加|.{0,4}每周.*|.{0,8}(?:等有)?关问题|.*即(?:开始|有效|可)"
    r"|.*为准|[^,。;]{0,8}不限(?:人数|.{0,4})|.{1,10}(?:自负|不变)|.{0,6}时间[、和及与]地点|[^,。;]{1,3}[后仍再]"
    r"|.{0,4}日?\d{1,2}(?::\d{2})?)$"
)
_WITHIN = frozenset("及、节加每题即准限负变地后仍再0123456789")
"""One of them is in each of these, which begin with any letter: most names are spared the search."""
OF_TIME = beginning(
    ":|、】与具及和安截日时期的起：",
    r"的?(?:具体|起止|截止){0,2}(?:时间|日期|期限|时限)?(?:(?<=[间期])[、和及与]地点)?(?:安排|截止)?[:：|】]*$"
)
"""What a name says of time alone, at its end."""
DATED = Pattern(r"[(（\[【]?(?:(?:20|1[0-4])\d{1,2}年)?\d{1,2}月\d{1,2}日.*$")
_OPEN_BRACKET = Pattern(r"[(（【\[][^()（）】\]]*$")
_NO_NAME = Pattern(r"[\d.、 ~/:—–-]*")
_OPENS = Pattern(
    "^(?:[是此该該][项項]|原(?![则件因创文版稿著理籍子料始生野点])|[我本][校院园馆園館]|现|并|决定|经研究|兹|其中|统一|正式|的|让|请|于|及|和|与|到|至|由|是|为|将|须|应|需|要|拟|可"
    "|仅|只|均|怎[么样]|如何|[两三]天|届时|(?:课后)?方可|才能|同时|另外?|上?述(?!职)|订于|定于)+(?=.{2})"
)
_NOT_OPENING = Pattern(
    "^(?:到[校岗期位]|现[场金有代]|及[时格]|和[平谐]|与会|由于|为期|请假|可[能以持]|要[求闻点]|应[急届聘用缴]|需[要求]|正式[上开]"
    "|另行|将[军来]|是否|拟[录聘推奖表资立接发授入])"
)
_LEADS_ON = Pattern(
    "(?:现|将|拟|统一|原则上|必|(?<!顺)(?<!蔓)延|[预預暂暫]定于?|(?<!照常)(?<!正常)(?<!继续)进行|仍|则|就|再|(?<=学校)决|(?<![預簽修制徵])訂|(?<![审评认鉴制])定于?|于|在|为|可|须于?|谨|謹|(?<!立)即|(?<!申)(?<!邀)请|顺延|的|和|及|与|或|并|了|是|至|(?<![报報签簽])到|自"
    "|从|由|让|把|应|需|相应|(?<![预签修制征])订于?|[,，、:：])+$"
)
_CALLS_OUT = Pattern(r"(?:现|正式|火热)?(?:开始)?(?:招募|报名|来|启动|开讲)(?:中|啦|了)[!！~]*$")
_HELD_AT = Pattern(r"^在[^,。;\n]{2,14}?(?:召开|举[行办]|开展|进行|开(?=[^,。;]{1,12}会))(?=.{2})")
"""在行政楼401开教研室会 is called 教研室会."""
_HOSTED = Pattern(r"^(?:[^,。;]{0,16}(?:主|承|举)办|举行|召开|开展)的(?=.{4})")
_BY_WHOM = Pattern(r"(?<=..)(?<![自理缘事])由[^,。;]{1,5}$")
_DECIDED = Pattern("^[^,。;]{0,10}决定[将把]?(?=.{2})")
_SAYS_MORE = Pattern(r"(?<=.{3})(?:将|拟)(?:[在于由延]|拉开|正式|隆重|陆续|同步|继续|举|召|开|展|推出|持续|面向).*$")
"""主场展览活动将展出百余件展品 is called 主场展览活动."""


def clean(name: str) -> str:
    """A name without its number, its bullets, what leads up to it and what leads on from it."""
    name = name.strip(" :：,，、。|；;”\"’").lstrip("(（【[")
    if not name:
        return ""
    if name[-1:].isascii() and not name[:1].isascii():
        name = _GLOSS.sub("", name)
    if not name[:1].isalpha() or name[0] in _DIGITS:
        name = without(_NUMBER, name).strip()
    if not name[:1].isalpha() and _NO_NAME.fullmatch(name):
        return ""
    name = name if name[0] not in _OPENERS or _NOT_OPENING.match(name) else without(_OPENS, name)
    name = _AS_FOLLOWS.sub("", name) if name.endswith("如下") else name
    name = _BY_WHOM.sub("", name) if "由" in name else name
    name = _SAYS_MORE.sub("", name) if "将" in name or "拟" in name else name
    name = without(_HELD_AT, _led_on(name)) if name[0] == "在" else _led_on(name)
    name = without(_HOSTED, name) if "的" in name else name
    name = without(_DECIDED, name) if "决定" in name else name
    name = endings.cut(name if _PAIRED.isdisjoint(name) else _whole(name))
    return name[:NAME_MAX].strip(" 【】[]:：,，、。|；;")


def _whole(name: str) -> str:
    """A name without quotation marks and brackets torn in two, and without what it says in brackets at last."""
    if ("《" in name) != ("》" in name):  # 将《登记表》 torn in two
        name = name.split("》")[0].replace("《", "")
    if name.count("“") != name.count("”") or "”" in name.partition("“")[0]:  # “科学之夜”活动, torn in two
        name = name.replace("“", "").replace("”", "")
    if _OPEN_BRACKET.search(name):
        name = _led_on(_OPEN_BRACKET.sub("", name))
    if name[-1:] in _CLOSERS and name.count("(") + name.count("（") < name.count(")") + name.count("）"):
        name = name.rstrip("】])）")
    return _GLOSSED.sub("", name) if len(name) > _LONG and name[-1] in ")）" else name


_PAIRED = frozenset("《》“”(（【[)）】]")
_GLOSS = Pattern(r"(?:截止|截至)?(?<=[\u4e00-\u9fff]) [A-Za-z][A-Za-z -]{2,40}$| ?[Dd]eadline$")
"""录用通知 Notification of acceptance: the same in English."""
_GLOSSED = Pattern(r"[(（][^()（）]{4,}[)）]$")
_AS_FOLLOWS = Pattern("(?<=..)的?(?:具体)?(?:时间|時間|日期|安排|事项)*如下$")
_LONG = 16  # characters: a longer name says no more in brackets
_DIGITS = frozenset("第一二三四五六七八九十")
_OPENERS = frozenset(
    "此该該原课方才我本现并决经兹其统正的让请于及和与到至由是为将须应需要拟可仅只均怎如两三届同另上述订定"
)
_CLOSERS = frozenset("】])）")
_LED_ON = frozenset("谨謹即上行必一仍则就再决訂现将拟定于在为可须请延的和及与或并了是至到自从由让把应需订,，、:：")


_INVITES = Pattern(r"邀(?<=....邀)[请請]?[您你大]家?(?:参|參|来|來|共|一[起同]|报|報|观|觀)[^,。;|]{0,10}$")
"""科普讲解大赛邀你参赛: whom it calls."""


def _led_on(name: str) -> str:
    name = _INVITES.sub("", name) if "邀" in name else name
    name = _CALLS_OUT.sub("", name) if name[-1:] in "中啦了!！~" else name
    return _LEADS_ON.sub("", name) if name[-1:] in _LED_ON else name


def as_written(folded: Folded, name: str) -> str:
    """A name as the source writes it, in its own script, where it stands there in one piece."""
    at = folded.text.find(name) if name else -1
    return folded.shown(at, at + len(name)) if at >= 0 else name


def says(name: str) -> bool:
    """Whether a name says what is done: not who does it, nor where, nor that it has a time."""
    if not name:
        return False
    name = name if TRADITIONAL.isdisjoint(name) else plain(name)
    empty = _EMPTY.match(name) or (not _WITHIN.isdisjoint(name) and _EMPTY_WITHIN.match(name))
    return not empty and not whom.is_people(name) and not venues.is_place(name)
