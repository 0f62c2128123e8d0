"""What else a notice asks of those who hand in: names of files, how many may be sent, what becomes of what is late.

Only the sentences around a few telling words are looked at; each requirement then goes to the deadline it stands by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notices.extract import layout
from notices.extract.fold import Folded
from notices.extract.patterns import Pattern, either
from notices.model import RequirementKind
from notices.reading import Deadline, Evidence, Requirement

PER_DEADLINE_MAX = 6  # requirements of one deadline: more are read in the notice
_CLEAR = 60  # characters behind a telling word that are read with it, however long its sentence is
_SHOWN_MAX = 40  # characters of a requirement: one line of a phone, twice
_CLAUSE = frozenset(",。;:!?\n|()")

# How files and mails are named -----------------------------------------------------------------------------------

_JOINED = r"[^,。;:!?\n|()“”\"'+_《》]{1,16}(?:[+_][^,。;:!?\n|()“”\"'+_《》]{1,16}){1,6}"
_HYPHENED = r"[^,。;:!?\n|()“”\"'+_《》-]{1,12}(?:-{1,2}[^,。;:!?\n|()“”\"'+_《》-]{1,12}){1,6}"
_QUOTED = r"[“\"「『‘'《[][^“”\"「」『』‘’'《》\n[\]]{2,60}[”\"」』’'》\]]"
_NAMED = Pattern(
    rf"(?:命名|文件名|名称|主题|标题|题目|格式|邮件名|[注标写]明|备注)(?:方式|格式|规则|规范|要求|栏|处|中|请|均|须"
    rf"|需|应|务必|必须"
    rf"|统一|设置|设|写|用|使用|采用|按照?|以|为|是|成|称|:|格式|注明|标明|写明|标注|如下|,){{0,6}}(?:样式|例如|如)?"
    rf"(?P<it>{_QUOTED}|{_JOINED}|{_HYPHENED})"
)
_NAMED_SO = Pattern(
    rf"(?:以|按照?|用|采用|参照)(?P<it>{_QUOTED}|{_JOINED}|{_HYPHENED}|[^,。;:!?\n|()“”\"'为]{{2,20}}?)"
    r"(?:的)?(?:格式|形式|方式|规则|顺序|样式)?(?:进行|统一|来|重新)?(?:命名|(?:作)?为(?:邮件)?(?:主题|标题|文件名"
    r"|名称))"
)
_FILES = Pattern(
    r"文件|文档|邮件|邮箱|附件|电子[版稿档]|压缩包|打包|照片|图片|视频|扫描件|作品|稿件|材料|表格|汇总表|报名表|信封"
    r"|论文|@|pdf|word|ppt|excel",
    re.IGNORECASE,
)
_MAIL = Pattern(r"邮件|邮箱|信封|电邮|@|发送|发至|发到|e-?mail", re.IGNORECASE)
_TITLE_WORD = Pattern(r"^(?:主题|标题|题目|名称|格式|[注标写]明|备注)")
_DIGITS = Pattern(r"[“\"]?[\d-]+[”\"]?")
_ITEM = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}(?:[)）、]|[.．](?!\d))|[①-⑳])\s*")
_HONOURED = Pattern(r"被|荣[誉获]|称号|烈士|先生|授予|拟命名|命名大会|冠名|予以命名|评为|认定")

# How many ---------------------------------------------------------------------------------------------------------

_N = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})(?:[-~至到](?:\d{1,4}|[一二两三四五六七八九十]{1,3}))?"
_U = (
    r"(?:项|人|名|篇|件|份|幅|队|支|组|位|部|门|首|套|节|户|家|场|本|张|个(?!半|小时|月|工作日|字|星期|礼拜"
    r"|学[期年分]|百分|自然|日|年"
    r"|单位|标点))"
)
_WHO = (
    r"(?:单位|学院|院系|系部?|部门|学校|高校|校|人|教师|老师|作者|选手|代表队|参赛队|队伍?|团队|班级?|支部|区县|县|市"
    r"|区|课题组|项目|学会|科协"
    r"|基地|机构|企业|公司|社团|组别?|负责人|申请人|申报人|参赛者|投稿人|同学|学生|考生|家庭|专业|年级|教研室|实验室"
    r"|处室|科室|园区?|村|社区"
    r"|街道|乡镇|镇|类别?|党委|党支部|推荐单位)"
)
_ATMOST = r"(?:不超过|不得超过|不能超过|不应超过|不可超过|不多于|最多|至多|限定?在?|仅限|控制在|不大于)"
_EACH = Pattern(
    rf"每(?:(?:一?个|一|所|支)?{_WHO},?每)?(?:一?个|一|所|位|名|支|件|组|类)?{_WHO}[^,。;:!?\n每]{{0,18}}?(?:{_ATMOST}|限|只能|只可|只|仅|可|推荐|选派"
    rf"|选送|报送|申报|遴选|组织|提交)"
    rf"[^,。;:!?\n\d每]{{0,14}}?{_N}{_U}"
)
_EACH_HAS = Pattern(rf"每(?:一?个|一|所|支)?{_WHO}(?:各)?{_N}(?:项|名|人|篇|队|支|件|个名额)(?!一)")
_LIMIT = Pattern(
    r"(?:限|仅限|限额|最多|至多)(?:每[^,。;\n]{1,8})?(?:报名?|推荐?|荐|申报|申请|报送|送|选?派|投稿?|参[加赛会]?"
    r"|填报?|选报?|招[收募]?|额|定员?|提交|推选|遴选)?"
    rf"(?:为|在|:)?{_N}{_U}"
)
_AMONG = Pattern(
    r"(?:人数|成员|队员|数量|总数|名额|团队|小组|队伍|合作者|作者|指导(?:教师|老师)|教师|申报|推荐|报送|选送|选派"
    r"|参赛|参会|参加|参与|代表|负责人"
    rf"|作品|项目|随行|家属|课题|同一)[^,。;:!?\n\d]{{0,12}}?{_ATMOST}(?:为|在)?{_N}{_U}"
)
_PLACES = Pattern(
    rf"名额(?:总数|合计|共计|限制)?(?:为|共|共有|:|限|仅|只有|控制在|是){{0,2}}{_N}(?:{_U})?|(?:设|共|限|仅有?|提供"
    rf"|分配)?{_N}个名额"
)
_QUOTAS = (_EACH, _EACH_HAS, _AMONG, _LIMIT, _PLACES)
_NO_QUOTA = Pattern(
    r"去年|往年|上届|上年|已(?:经)?(?:有|推荐|报)|共有|了|投票|[一二三四五六七八九十\d]票|借阅|复印|补助|奖励|万元"
    r"|元(?!旦)|表彰|获奖"
)

# What becomes of what is late -------------------------------------------------------------------------------------

_MISSED = (
    r"(?:(?:如|若|凡)?(?:逾期|过期|过时|超期|超时|迟交|迟报)|(?:如|若|凡)?(?:未|不)(?:按[时期要规照]|在规定|能?按时"
    r"|及时|能在|在上述)|截止(?:日期|时间)?(?:之?后|以后)"
    r"|(?:仍|尚)?未[^,。;:!?\n]{1,14}(?:的|者)(?=,?(?:一律|均|则|将|按)?(?:视|不予|不再|取消|作))"
)
_IS_MISSED = Pattern(f"{_MISSED})")
_IS_FORFEITED = Pattern(
    rf"{_MISSED}|(?=[^视]{{2,24}}视)[^,。;:!?\n]{{2,16}}(?:的|者)?,?(?:一律|均|则|将)?"
    r"视(?:为|作|同)(?:自动|自愿|主动)?(?:放弃|弃权|退出))"
)
_OUTCOME = Pattern(
    r"不予|不再|不受理|不接[受收]|不收|不[等候]|不补|不另|恕不|作废|放弃|弃权|取消|自负|自理|自行承担|无效|后果|不得"
    r"|无法|概不|一律|关闭|扣|不列入"
    r"|不纳入|通报|视[同作为]|停止|停借|不计|不退|不参与|退回|清理|不能|补考|重修"
)
_TOLD = Pattern(
    r"因(?:个人)?(?:逾期|未|迟)|由于(?:逾期|未)|被(?!视)|曾|去年|往年|了(?!解)|贷款|账款|利息|食品|药品|的(?:原因"
    r"|情况|问题)"
)

_TELLING: tuple[tuple[RequirementKind, Pattern], ...] = (
    ("naming", Pattern("命名|文件名|主题|标题|注明|标明|写明|备注|名称格式|为名称")),
    ("quota", Pattern("每|限|不超过|不得超过|多于|最多|至多|名额|控制在")),
    ("lateness", Pattern(
        "逾期|过期|过时|超期|超时|迟交|迟报|未|不按|不及时|截止后|截止时间后|截止日期后|视为|视作|视同"
    )),
)


_TELLING_AT_ALL = either(*(telling for _, telling in _TELLING))


class Stated(NamedTuple):
    """A requirement, and the sentence of the input in which it stands."""

    it: Requirement
    sentence: tuple[int, int]


def found(folded: Folded, until: int) -> list[Stated]:
    """The requirements a text states before `until`, in its order."""
    first_told = _TELLING_AT_ALL.search(folded.text, 0, until)
    if not first_told:
        return []
    out: dict[tuple[RequirementKind, str], tuple[int, Stated]] = {}
    for kind, telling in _TELLING:
        for start, end in _sentences(folded.text, telling, first_told.start(), until):
            for first, last, sure in _READ[kind](folded.text, start, end):
                stated = _stated(folded, kind, first, last, sure, (start, end))
                out.setdefault((kind, stated.it.text), (first, stated))
    return [stated for _, stated in sorted(out.values(), key=lambda it: it[0])]


def _sentences(text: str, telling: Pattern, at: int, until: int) -> Iterator[tuple[int, int]]:
    """The sentences from `at` on that hold one of the telling words, each once."""
    while match := telling.search(text, at, until):
        start, end = layout.sentence(text, match.start(), match.start())
        yield start, end
        goes_on = end - match.start() >= 2 * _CLEAR  # where it was cut, and not where it ends
        at = match.start() + _CLEAR if goes_on else end


def _stated(
    folded: Folded, kind: RequirementKind, first: int, last: int, sure: float, sentence: tuple[int, int]
) -> Stated:
    start, end = folded.span(first, last)
    shown = folded.shown(first, last).strip("“”\"'「」『』《》[]【】‘’ ，,：:")
    shown = shown if kind == "naming" else _ITEM.sub("", shown)
    evidence = Evidence(folded.source[start:end], start, end)
    return Stated(Requirement(kind, shown, evidence, sure), folded.span(*sentence))


Spans = Iterator[tuple[int, int, float]]
_SURE, _FAIR = 0.9, 0.8


def _naming(text: str, start: int, end: int) -> Spans:
    """“单位+姓名+作品名称”, in quotes or with signs between its parts; without either only beside a word for a file."""
    for pattern in (_NAMED, _NAMED_SO):
        for match in pattern.finditer(text, start, end):
            before = text[start : match.start("it")]
            told = text[match.start("it") : match.end("it")]
            joined = any(sign in told for sign in "+_-")
            quoted = told[0] in "“\"「『‘'《["
            close = _MAIL if pattern is _NAMED and _TITLE_WORD.match(match[0]) else _FILES
            if _HONOURED.search(text, start, match.end()) or not (
                close.search(before) or (joined and "命名" in match[0]) or "文件名" in match[0]
            ):
                continue
            if _DIGITS.fullmatch(told):
                continue
            yield match.start("it"), match.end("it"), _SURE if joined or quoted else _FAIR


def _quota(text: str, start: int, end: int) -> Spans:
    """每单位限报2项, 不超过3人, 名额30人: to the end of the clause."""
    taken = start
    for pattern in _QUOTAS if text.find("名额", start, end) >= 0 else _QUOTAS[:-1]:
        for match in pattern.finditer(text, start, end):
            first, last = match.start(), _clause_end(text, match.end(), end, match.start())
            if first < taken and last <= taken:
                continue
            if _NO_QUOTA.search(text, _clause_start(text, first, start), last):
                continue
            taken = max(taken, last)
            yield first, last, _SURE


def _lateness(text: str, start: int, end: int) -> Spans:
    """逾期不予受理, 未按时提交的视为自动放弃: from the condition to what comes of it."""
    at, missed = start, _IS_FORFEITED if text.find("视", start, end) >= 0 else _IS_MISSED
    while match := missed.search(text, at, end):
        first = match.start()
        last = _clause_end(text, match.end(), end, first)
        if not _OUTCOME.search(text, match.start(), last) and text[last : last + 1] == ",":
            last = _clause_end(text, last + 1, end, first)
        at = max(last, match.end())
        if _OUTCOME.search(text, first, last) and not _TOLD.search(text, max(start, first - 2), last):
            yield first, last, 0.95


def _clause_end(text: str, at: int, end: int, first: int) -> int:
    """The end of the clause that holds `at`, or `at` where it would be too much to show."""
    stop = at
    while stop < end and text[stop] not in _CLAUSE and stop - first <= _SHOWN_MAX:
        stop += 1
    return stop if stop - first <= _SHOWN_MAX else at


def _clause_start(text: str, at: int, start: int) -> int:
    while at > start and text[at - 1] not in _CLAUSE:
        at -= 1
    return at


_READ = {"naming": _naming, "quota": _quota, "lateness": _lateness}


# Whose they are ---------------------------------------------------------------------------------------------------


def given(
    stated: Sequence[Stated], deadlines: Sequence[Deadline]
) -> tuple[tuple[Deadline, ...], tuple[Requirement, ...]]:
    """The deadlines with the requirements that are theirs; those for which there is no deadline."""
    if not stated or not deadlines:
        return tuple(deadlines), tuple(it.it for it in stated)
    theirs: dict[int, list[Requirement]] = {}
    for it in stated:
        named = _named(it.it, deadlines)
        theirs.setdefault(_owner(it, deadlines) if named is None else named, []).append(it.it)
    return tuple(
        it._replace(requirements=tuple(theirs[at][:PER_DEADLINE_MAX])) if at in theirs else it
        for at, it in enumerate(deadlines)
    ), ()


def _named(it: Requirement, deadlines: Sequence[Deadline]) -> int | None:
    """The deadline of those whom a quota names (每所学校限报5项), where just one is theirs."""
    told = it.kind == "quota" and all(due.audience for due in deadlines)
    whose = _EACH_WHO.match(it.text) if told else None
    if whose is None:
        return None
    theirs = [at for at, due in enumerate(deadlines) if any(whose[1] in who for who in due.audience)]
    return theirs[0] if len(theirs) == 1 else None


_EACH_WHO = Pattern(rf"每(?:一?个|一|所|位|名|支)?({_WHO})")


_OWN_STEP = Pattern("评审|评选|审核|复核|初审|复审|公示|公布")
"""What the organisers do themselves: nobody is late with it."""


def _owner(stated: Stated, deadlines: Sequence[Deadline]) -> int:
    """The deadline in its own sentence, the last one before it; else the nearest, and what is late or how a file is
    named is told behind it rather than before."""
    at = stated.it.evidence.start
    first, last = stated.sentence
    all_places = [(it.evidence.start, index) for index, it in enumerate(deadlines)]
    places = [it for it in all_places if not _OWN_STEP.search(deadlines[it[1]].what)] or all_places
    near = [it for it in places if first <= it[0] < last] or places
    before = max((it for it in near if it[0] <= at), default=None)
    after = min((it for it in near if it[0] > at), default=None)
    if before is None or after is None:
        return (before or after or (0, 0))[1]
    if near is not places or stated.it.kind != "quota":
        return before[1]
    return before[1] if at - before[0] <= after[0] - at else after[1]
