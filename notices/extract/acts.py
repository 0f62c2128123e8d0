"""Whether the reader has to act: the nearest word that tells decides, then the heading, then the title."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from notices.extract import asides, words
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Ending, Keyed, Pattern, behind, each, either, up_to, without
from notices.extract.whom import OF_WHOM

_TIME_LABEL = Pattern(r"([^,。;:\n]{0,24}(?:时间|日期)[^,。;:\d]{0,8}[:为是]?)$")
_CLAUSE_MAX = 40  # characters right before a date
_ASIDE = Pattern(r"\([^()]{0,40}\):$")  # 正选(先选先得,不分年级):
_CHOICE = Pattern(r"选课|选修|选题|选导师|重修")
_ROUND = Pattern(r"第?[一二三四五\d首末]轮|先到先得|抢选|志愿|[初海补]选")
"""第一轮:, a label of the times at which courses are chosen."""
_ENDS_AS_LABEL = Pattern(r"(?:时间|日期|期限|阶段)[^,。;:\d]{0,8}[:为是]?$")
_BARE_LABELS = frozenset(("时间为", "时间:", "时间是", "时间定于", "时间从", "时间自"))
"""Behind a comma they say when that is which was told before it."""
_BEFORE_LABEL = Pattern(r"^[^,。;]*[:|](?=.)")
_LABEL = Ending(":", r"(?:^|[、.)|])[^,。;:\d]{2,48}:$")
_OF_DATES = Pattern(r"(?:时间|日期|期限|阶段|Dates)[^,。;:\d]{0,24}[:为是]?$")
_LABEL_ONLY = Pattern(
    r"^(?:[一二三四五六七八九十\d]{0,3}[、.)])?[(]?(?:起止|具体|办理|开放|受理|活动)?(?:时间|日期|期限)[:为]{0,2}$"
)
_OWN_LABEL = Pattern(
    r"(?<![^,。;:(\d])(?!起止|具体|办理|受理|有关|系统|开放|活动|工作)[^,。;:(\d]{2,10}(?:时间|日期)[:为]{1,2}$"
)
_GENERIC = Pattern(
    r"^(?:第?[一二三四五六七八九十\d]{0,3}[、.章节)]|[(][一二三四五六七八九十\d]{1,2}[)])?[^,。;]{0,6}?"
    r"(?:时间|日期|安排|日程|期限|时限|进度|节点|流程|步骤|事项|要求|:)"
)
_OPEN_TO_READERS = Pattern(r"可(?:预选|选课|报名)|^[,:]?(?:网上)?(?:报名|选课|预选|缴费)")
_READERS = Pattern(r"申请人|申报人|学生|考生|本人|教师|各(?:学院|单位|部门)|请")
_OBJECT = Pattern("将|把")
_AFTERWARDS = Pattern(r"后,|之后|[。;]")
_COMES_TO = Pattern(r"后,|之后|[。;]|报到")
_CLAUSES = Pattern(r"[,。;|]")
_TITLE = Pattern(
    r"选课|退补选|退/改选|改选|补选|报名|申报|征集|征文|缴费|注册|评教|填报|投稿|调查|调研|普查|测评|投票|问卷|申请(?!书)|报送|预约"
)
_IS_TIME = Pattern(r",?(?:为|是)([^,。;:\d]{2,10})(?:时间|日期|日|期|阶段)(?=[,。;(]|$)")
_AGAIN = Pattern("补[测填答选]")
"""10月21日为补测时间: what the notice asks for is done by then."""
_RESULT = Pattern(r"结果|公示|名单")
_ASKED = Pattern(r"(?:必?须|请|应当?|需|务必|要)(?:于|在|自|从)?$")
_DONE_WITHIN = Pattern(r"(?:期间|之间|间|之内|内),?[^,。;]{0,6}(?:完成|办理|办结)")
_IN_PERSON = behind((
    r"(?:[两三]天)?,?[^,。;]{0,6}?(?:(?:凭|持|携带?)[^,。;]{1,14})?",
    each(*"到去往至", then="[^,。;]{1,20}(?:更正|核对|年审|年检|盖章|办理|确认|换|签|领|取|登记|审核|审验)"),
))
"""持身份证到外语楼212更正: readers go there."""
_OR_ELSE = Pattern(each(
    "逾期", "过期", "超期", "超过时间", "过时", then="[^,。;]{0,8}(?:视|不|自动|作|关闭|停止|停报|锁定|截止)"
))
"""过期不再办理: who does not act in time is told what follows."""
_TITLE_OF_EVENT = Pattern(
    r"(?:活动|讲座|课程|培训|[夜营赛班会展日节])(?:现|正式|火热)?(?:开始|接受)?(?:报名|招募|预约)"
)
_NAMED_STRETCH = Pattern(r"[A-Z一二三四五六\d](?:航段|赛段|学段|期|季|营期|周期)$")
"""A航段2031年6月18日—7月2日: a stretch of what is applied for."""
_PLAIN_TIME = Pattern(r"^(?:活动|举办|开课)?时间:$")
_OPEN_TO_ALL = behind((r",?[^,。;]{0,10}", each(*"向对", then="[^,。;]{1,10}开放")))
_OF_ITSELF = Pattern(r"(?:[一二三四五六七八九十\d]{1,2}[、.])?(?:活动|比赛|竞赛|会议|培训|演出|体验)日期[:为]")
"""活动日期:7月9日至11日, with when to enrol told elsewhere."""
_STEP = Pattern(r"第[一二三四五\d](?:阶段|轮|批次?|期):?$")
_DONE = Pattern(r"(?:期间|之间|间|内)?,?[^,。;]{0,16}(?:完成|办理|办结|领取)")
_TAKES_PLACE = Pattern(r"[^,。;]{0,24}(?:举行|举办|召开|开展|开幕|进行)(?:$|[,。;])")
_HELD_THEN = behind((
    ",?(?:在[^,。;]{1,20})?", each("举行", "召开", "举办", "开幕", "开赛", "开营", then="(?:$|[,。;(])")
))
_HOLDS = Pattern(r"[^,。;]{0,12}(?:举行|举办|召开|开展|开讲|开赛)")
_ONLINE = Keyed(
    "系统|平台|网站|官网|小程序|APP|二维码|链接|问卷",
    r"[,:]?(?:[^,。;:\d]{0,4}[生人者员户])?(?:可|须|应|请|自行|统一|均)?(?:在|登[录陆]|通过|进入|访问|扫)(?![^,。;]*(?:公示|公布|直播|播[出放]|展[示出播]|查[询看]|审核|评审))"
    r"[^,。;]{0,16}(?:系统|平台|网站|官网|小程序|APP|二维码|链接|问卷)",
)
"""A span in which something is done in a system: readers do it."""
_REQUESTED = Pattern(r"(?:请|务必|须)[^,。;]{0,14}$")
_SETTLE = Pattern(
    r",?[^,。;]{0,8}(?:核对|核实|清点|领取|自查|更新|补齐|补缴|确认|完善|修改|换发|换领|盖章|签字|签订|查收|下载)"
)
"""请各单位6月3日至6日上门核对: readers do it."""
_SET_FOR = Pattern(r"(?:定|拟|安排|计划)(?:于|在)$")
"""补考报名定于: as good as a label."""
_TIME_SET = Pattern("时间(?:定|拟|安排|计划)(?:于|在)$")
_PAPER = Pattern(r"《[^《》]{1,40}》")
"""凭《受理证明》: the name of a paper is no act."""
_WITHIN_IT = Pattern(r",[^,。;]{0,6}(?:请|务必|须|应)[^,。;]{0,8}(?:此|上述|该|规定)(?:期间|时段|时间)")
"""4月16-18日,请务必在此时间内完成."""
_BY_OTHERS = behind((",?", "由[^,。;]{2,16}(?:安排|组织|负责)"))
"""由教研部安排: by those who arrange it."""
_GOES_ON = Pattern(r"进行(?:$|[,。;(])")
_HAPPENS_AT_ALL = either(
    _OPEN_TO_ALL.words, _BY_OTHERS.words, _OR_ELSE, asides.ON_DUTY, words.SHUT.words, words.LASTS_FOR.words,
    _HELD_THEN.words, _GOES_ON,
)
_LOGS_IN = Pattern(r"登[录陆]|自行|扫码")
_WILL = Pattern(r"将(?:于|在|从|自)?$")
_OF_A_MEETING = Pattern(r"[^,。;:|、]{0,8}[议读员讲训明进动布谈流]会")
"""申报动员会: an act that a meeting is about."""
_AT_A_DESK = Pattern("现场|窗口|大厅|柜台|办公室|[处科室]|部(?![分门])(?<!全部)")
_AS_FOLLOWS = Pattern(r",[^,。;]{1,16}如下")
"""上课时间为7月1日至26日,选课安排如下: what is told below."""
_NEAR = 80  # characters after a date: a verb farther off is about something else


class _Near(NamedTuple):
    """A span in its place, and the words right before it."""

    words: str
    when: When
    place: Place
    title: str


def within(when: When, place: Place, title: str) -> bool:
    """Whether the reader has something to do within a span. What is nearest is asked first: the label, what happens,
    the words behind, those before, the heading, the title."""
    here = _Near(_before(place), when, place, title)
    for rule in _RULES:
        answer = rule(here)
        if answer is not None:
            return answer
    return False


def _before(place: Place) -> str:
    """The clause that leads up to a date, without the label before it and without a bracket that has closed."""
    told = clause(_ASIDE.sub(":", place.lead) if place.lead.endswith("):") else place.lead, _CLAUSE_MAX)
    near = without(_BEFORE_LABEL, told.rstrip())
    inside = near.rpartition("(")[2] if ")" not in near else near
    return near if near.endswith("(") and words.HAND.search(near) else inside


def clause(lead: str, most: int) -> str:
    """The last clause of what leads up to a date, and no more than so many characters of it."""
    near = lead[-most:]
    return near[max(near.rfind(","), near.rfind("。"), near.rfind(";")) + 1 :]


def _by_label(here: _Near) -> bool | None:
    """报名:, 评审时间:, 送财务处盖章(…)."""
    near = here.words
    if not near:
        return None
    label = _ENDS_AS_LABEL.sub(":", _SET_FOR.sub(":", near))
    if (near.endswith("(") and words.HAND.search(near)) or ends_in_act(label):
        return True
    told = near if _ENDS_AS_LABEL.search(near) or _LABEL.search(near) else ""
    if told in _BARE_LABELS and here.place.lead.endswith(f",{told}"):
        told = clause(here.place.lead[: -len(told) - 1], _CLAUSE_MAX)
    told = _first(told)
    return told == "submit" if told else None


def _by_what_happens(here: _Near) -> bool | None:
    """Something is open, shut or held then; or there is a word for those who are late."""
    tail = here.place.tail
    told = tail and _HAPPENS_AT_ALL.search(tail)
    if told and (_OPEN_TO_ALL.match(tail) or _BY_OTHERS.match(tail)):
        return False
    if (told and _OR_ELSE.match(tail.lstrip(",("))) or _WITHIN_IT.match(here.place.rest):
        return True
    if asides.ON_DUTY.search(here.place.lead):
        return False
    if not told:
        return None
    shut = asides.ON_DUTY.match(tail) or words.SHUT.match(tail.lstrip(","))
    if shut or words.LASTS_FOR.match(tail) or _HELD_THEN.match(tail):
        return False
    if _GOES_ON.match(tail) and _first(here.words) == "event":
        return False
    return True if _OR_ELSE.search(tail) else None


def _by_words_behind(here: _Near) -> bool | None:
    """The cell before, and then what is said after the date: who goes where, with what, to do what."""
    near, place, tail = here.words, here.place, here.place.tail
    if tail.startswith(",") and _TIME_SET.search(near):
        return _first(near) == "submit"  # 参观时间定于6月3日至5日,各班定好后上报
    if place.left and (told := _first(place.left)):
        return told == "submit"
    if not (tail or place.row):
        return None
    if (_ASKED.search(near) and _DONE.match(tail)) or _IN_PERSON.match(tail):
        return True
    if _REQUESTED.search(near) and _SETTLE.match(tail):
        return True
    if near in ("于", "在", "应于") and _DONE_WITHIN.match(tail):
        return not is_review(place.sentence[: here.when.start - place.start])
    if _OBJECT.match(tail) and words.HAND.search(up_to(_CLAUSES, tail)):
        return True  # 将审核后的试卷送文印中心
    if _ONLINE.match(tail) or (place.row and _ONLINE.match(place.row.lstrip("| "))):
        return True
    if _RALLIES.match(tail):
        return True
    said = (_PAPER.sub("《》", tail) if "《" in tail else tail) + ("|" + place.row if place.row else "")
    told = _first(without(_AS_FOLLOWS, said)[:_NEAR])
    return told == "submit" or _later(said) if told else None


_RALLIES = Pattern(
    r",?(?:请|须|应)?组织[^,。;]{2,40}(?:投稿|投票|报名|答题|填报|申报|选课|注册)(?:、[^,。;、]{2,6})?(?:活动|工作)?(?:$|[,。;])"
)
"""组织师生参加海报大赛投稿、投票: what others hold is what readers act in."""


def _by_words_before(here: _Near) -> bool | None:
    near = here.words
    if near and ends_in_act(f"{near}:"):  # 比赛报名10月8日至10月18日
        return True
    told = (near and _first(near)) or (_first(here.place.column) if here.place.column else "")
    return told == "submit" if told else None


def _by_round(here: _Near) -> bool | None:
    """第一轮: in a notice of course choice."""
    if not _CHOICE.search(here.title):
        return None
    below = here.words.endswith(":") and _ROUND.search(here.place.heading)
    return True if below or _ROUND.search(here.words or here.place.column) else None


def _by_heading(here: _Near) -> bool | None:
    """The heading, where the words beside the date are only whom it is for, or that it is a time."""
    near, place = here.words, here.place
    told = _first(place.heading)
    whom = OF_WHOM.search(near)
    if whom and not told and _first(here.title) == "submit" and not place.tail:
        return True
    whose = whom and told == "submit"
    if near.endswith(":") and not whose and not (_ENDS_AS_LABEL.search(near) or _ENDS_AS_LABEL.search(place.heading)):
        return False  # a label of its own, and not one that tells of acting
    if _OWN_LABEL.search(near):
        return bool(_TITLE.search(near)) and not _RESULT.search(near)
    if _PLAIN_TIME.match(near) and _TITLE_OF_EVENT.search(here.title):
        return False
    generic = not near or _LABEL_ONLY.match(near) or is_step(near) or _GENERIC.match(place.heading)
    return told == "submit" if told and (whose or place.alone or generic) else None


def _by_title(here: _Near) -> bool | None:
    """The title, unless something is held then."""
    near, place = here.words, here.place
    if _OF_ITSELF.match(place.sentence):
        return False
    if (_WILL.search(near) and _HOLDS.match(place.tail)) or _NAMED_STRETCH.search(near):
        return False
    held = words.HELD.match(place.tail) or _TAKES_PLACE.match(place.tail)
    if held or words.HAPPENS.match(place.tail.lstrip(",期间")) or words.KINDS[0][1].search(place.sentence):
        return False
    return bool(_TITLE.search(here.title)) and not _RESULT.search(here.title)


_RULES = (
    _by_label, _by_what_happens, _by_words_behind, _by_words_before, _by_round, _by_heading, _by_title,
)


def happens(place: Place) -> bool:
    """Whether the cell before a date in a table names something that happens or that the organisers do."""
    return _first(place.left) in ("event", "review")


def asks(text: str) -> bool:
    """Whether a text tells of something for readers to do."""
    return bool(words.SUBMIT.search(text) or _TITLE.search(text))


def held(place: Place) -> bool:
    """Whether what follows says that something is held."""
    return bool(words.HELD.match(place.tail) or _TAKES_PLACE.match(place.tail) or _HOLDS.match(place.tail))


def _later(tail: str) -> bool:
    """After a step of the organisers' own, the reader's (…审核,申请人到…上传)."""
    clauses = _CLAUSES.split(tail[: _NEAR + 10])
    return any(_READERS.search(clause) and _first(clause) == "submit" for clause in clauses[1:])


@lru_cache(maxsize=512)  # titles and headings are asked about once for each date below them
def _first(text: str) -> str:
    """Which comes first: something to hand in (submit), a step of the organisers' (review), something that happens."""
    best, at = "", len(text) + 1
    for name, pattern in (("submit", words.SUBMIT), ("review", words.REVIEW)):
        found = pattern.search(text)
        if found and found.start() < at and (name == "submit" or text[found.end() : found.end() + 1] != "费"):
            best, at = "event" if _OF_A_MEETING.match(text, found.end()) else name, found.start()
    for _, pattern in words.KINDS if words.KIND.search(text, 0, min(at, len(text))) else ():
        found = pattern.search(text, 0, min(at, len(text)))
        if found and found.start() < at and text[found.end() : found.end() + 1] != "费":
            best, at = "event", found.start()
    return best


_NO_MORE = Pattern("(?:不能|无法|不可|不得)[^,。;|]{0,10}$")
"""单据均不能创建、提交."""


def hands_in(place: Place) -> bool:
    """Whether what follows tells someone to hand something in on the day."""
    tail = place.tail + (" " + place.row if place.row else "")
    found = words.HAND.search(tail[: _NEAR + 10])
    if not found or words.HELD.match(tail):
        return False
    before = tail[: found.start()]
    if _NO_MORE.search(tail, 0, found.end()):
        return False
    if _OBJECT.search(before):
        return not _AFTERWARDS.search(before)
    return not _COMES_TO.search(before) and not words.REVIEW.search(before[:12])


def ends_in_act(label: str) -> bool:
    """Whether a label's last word is something to do (说明会报名:)."""
    text = label.rstrip(": ")
    found = [it.end() for it in words.SUBMIT.finditer(text)] if label.endswith(":") else []
    return bool(found) and found[-1] == len(text)


def or_else(place: Place) -> bool:
    """Whether a sentence says what becomes of those who are late, and of nothing that happens (5月10日,过期不候)."""
    return bool(_OR_ELSE.search(place.rest)) and not _first(place.tail) and not place.row


def is_of_event(label: str) -> bool:
    """Whether a label names something that happens (缓考时间为)."""
    return _first(label) == "event" and _TIME_LABEL_ENDS.search(label) is not None


_TIME_LABEL_ENDS = Pattern("(?:时间|日期)[:为是]{1,2}$")


def under_act(place: Place) -> bool:
    """Whether a date stands behind a bare 时间: under a heading that names something to do."""
    label = _LABEL_ONLY.match(place.lead)
    return bool(label) and "活动" not in place.lead and _first(place.heading) == "submit"


def is_online(clause: str) -> bool:
    """Whether a clause sends its reader to a system (自行登录平台补测)."""
    return bool(_LOGS_IN.search(clause))


def in_column(place: Place) -> bool:
    """Whether the head of a table's column names what is handed in by the days below it (院系上报)."""
    return _first(place.column) == "submit" and not words.STARTS_COLUMN.search(place.column)


_TO_WHOM = Pattern(r"(?:提交|上报|报送|送交|递交)[至到给]?[^,。;|]{0,12}$")


def in_row(place: Place) -> bool:
    """Whether the cell a row begins with names what is handed in by its days (材料提交到院系 | 3月7日 | 5月30日)."""
    left = _NUMBER.sub("", place.left.strip())
    return not place.tail.strip() and bool(_TO_WHOM.search(left)) and not words.STARTS_COLUMN.search(place.column)


_NUMBER = Pattern(r"^\d{1,2}[.、)]")


def is_step(label: str) -> bool:
    """Whether a label names one of several times for the same act (第二阶段)."""
    return bool(_STEP.search(label))


def is_review(text: str) -> bool:
    """Whether it names a step of the organisers' own."""
    return _first(text) == "review"


def pays(place: Place) -> bool:
    """Whether what follows tells someone to pay, to register or to collect within the hours of a day."""
    clause = up_to(_CLAUSES, place.tail.lstrip(","))
    return bool(_AT_A_DESK.search(clause)) and _first(clause) == "submit"


def labelled(place: Place, title: str) -> bool:
    """报名时间:, 缴费日期为 right before the date, or above it where the date is all of its line; 可报名 or 为补报时间
    behind it. `title` is what the notice is about."""
    told = _IS_TIME.match(place.tail)
    if told and (words.SUBMIT.search(told[1]) or (_AGAIN.match(told[1]) and asks(title))):
        return True
    label = _TIME_LABEL.search(place.lead) if "时间" in place.lead or "日期" in place.lead else None
    text = label[0] if label else (place.above if place.alone else "")
    if not label and _LABEL.search(place.lead) and _OF_DATES.search(place.heading):  # 缴费时间 / 老生:8月29日
        text = place.heading
    return bool(text and words.SUBMIT.search(text)) or bool(_OPEN_TO_READERS.search(place.tail))
