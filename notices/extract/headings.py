"""The outside of a notice: title, issuer, number, days of signature and publication, and whom it is addressed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from notices.extract import numbered, venues
from notices.extract.fold import Folded
from notices.extract.layout import Line, Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.slotted import slotted
from notices.extract.words import HAPPENS, NOTICE
from notices.extract.years import Anchor, dated

_PAGE_LINES = 5  # lines at the top that a page's own date stands in
_PAGE_LABEL = Pattern(r"^(?:日期|时间|发布|发文日期|成文日期)[^\d]{0,6}[12]")
_TITLE_LINES, _TITLE_MAX = 3, 80  # lines and characters of a title
_HEAD_LINES = 10  # lines of a notice that its title, number and page data stand in
_PAGE = Pattern(
    r"浏览|点击|阅读|人气|来源|发布(?:日期|时间|人|者|于|单位)?|更新|作者|本站|编辑|访问|发表|上传|创建|字体|打印|责任"
    r"|发稿|日期|时间"
)
_PAGE_SURE = Pattern(
    r"浏览|点击|点阅|阅读[量数次\d(:]|阅读$|人气|来源|发布(?:日期|时间|人|者|于)|更新(?:时间|日期|于)|添加(?:时间|日期)|作者:|本站|访问量|\[大中小\]|\[打印|\[关闭"
    r"|公告(?:时间|日期):|最后(?:修改|更新|编辑|回复|由)|发表(?:于|时间|日期)|上传(?:时间|日期)|发稿|字号|\{\{|\$\{"
)
_ORG = Pattern(
    r"(?:部|处|院|室|局|会|办|中心|校|馆|委|科协|组|厅|司|科|所|社|队|公司|集团|大学|小学|中学|高中|[一二三四五六七八九十]中|街道|政府|团|系|站|基地|工会|办公厅|联"
    r"|\)|园|协)$"
)
_ORG_MAX = 3  # characters of the longest
_ORG_ENDS = frozenset(  # its last letters: a look at one spares most lines the rest
    "部处院室局会办心校馆委协组厅司科所社队团学中道府系站地联)园"
)
_NOT_ORG = Pattern(r"[。;:!?|]|通知|联系|电话|附件|地点|时间|如下|安排|特此|\d{5}|^[一二三四五六七八九十\d(][、.)]")
_ADDRESSED = (
    *"院系部校委组局所园处会办生", "单位", "部门", "机构", "企业", "公司", "中心", "基地", "团队", "组织", "集体",
    "班级", "科协", "总支", "同学", "老师", "教师", "导师", "家长", "代表", "会员", "理事", "朋友", "员工", "职工",
    "人员", "全体成员", "负责人", "用户", "读者", "居民", "选手",
)
"""What the name of those ends in whom a notice is addressed to."""
_ADDRESSED_MAX = 160  # characters
_IN_BRACKETS = Pattern(r"[(][^()]{0,20}[)]$")
_NO_ADDRESS = Pattern("[。;!?|《》]")
_NOT_TO = Pattern(
    r"时间|地点|日期|如下|联系|要求|附件|内容|主题|对象|方式|主办|承办|来源|发布|安排"
    r"|^[一二三四五六七八九十\d(]{1,4}[、.)]|^\[?\d|程序|事项|流程|简介|主持|参加|出席"
)


@slotted
class Outside:
    """What stands around the body. `spent` are the indexes of phrases that belong to it and are no key dates."""

    title: str
    issuer: str | None
    doc_number: str | None
    signed: date | None
    paged: date | None
    month: date | None
    """The first of the month that a signature names without a day (二〇〇八年二月)."""
    year: int
    """That of the notice's number; 0 for none."""
    audience: tuple[str, ...]
    spent: frozenset[int]


def outside(
    folded: Folded, found: Sequence[Line], whens: Sequence[When], around: Sequence[Place], title: str | None
) -> Outside:
    """The outside of a folded notice."""
    signed_at = _signature(found, whens, around)
    signed = _full(whens[signed_at]) if signed_at is not None else None
    paged_at = [
        i for i in range(len(whens))
        if i != signed_at and (_is_page(found, whens, around, i) or (signed and _is_cover(whens[i], around[i], signed)))
    ]
    paged = next((day for i in paged_at if (day := _full(whens[i]))), None)
    heading = _title(found)
    number = numbered.of(folded, found)
    spent = frozenset(paged_at) | ({signed_at} if signed_at is not None else frozenset())
    shown = title or ""
    if heading and not title:
        top, last = _first_line(found, heading), found.index(heading)
        shown = "".join(folded.shown(line.start, line.end) for line in found[top : last + 1])
    return Outside(
        shown, _issuer(folded, found, None if signed_at is None else around[signed_at].line, heading),
        number, signed, paged, None if signed else _month(found, whens, around), numbered.year_of(number),
        _audience(folded, found), spent,
    )


def _full(when: When) -> date | None:
    first = when.days[0] if when.days else None
    if first is None or not first.year or not first.month:
        return None
    found = dated(first, Anchor()) if first.day else None
    return found.day if found is not None and not isinstance(found, str) else None


def _signature(found: Sequence[Line], whens: Sequence[When], around: Sequence[Place]) -> int | None:
    """The last date that stands alone, or behind an organisation's name, with the year written out."""
    closing = next((at for at, line in enumerate(found) if line.text.startswith(_CLOSING)), len(found))
    for index in range(len(whens) - 1, -1, -1):
        when, place = whens[index], around[index]
        if len(when.days) != 1 or not when.days[0].day or when.opens or when.mark:
            continue
        if not when.days[0].year and not _ends_bare(found, place):
            continue
        line = found[place.line]
        before = line.text[: when.start - line.start].strip()
        behind = line.text[when.end - line.start :].strip(" )。.|")
        if _GOES_ON.match(behind) and _ends_as_org(before) and not _NOT_ORG.search(_LAST_OF.split(before)[-1]):
            return index
        if behind and not (place.line > 1 and _FOOTER.match(behind)):
            continue
        last = 0 <= (closing if place.line < closing else len(found)) - place.line <= _SIGNED_NEAR
        in_full = line.text.startswith("中华民国")
        before = _signer(before)
        if before:
            rest = line.text[: when.start - line.start].rstrip()[: -len(before)].rstrip()
            apart = place.line or rest.endswith(("。", "!", ")", ";")) or rest[-1:].isdecimal()
            if place.line == len(found) - 1 and apart and _signs(before, bool(when.days[0].year)):
                return index
            if len(before) <= 30 and _ends_as_org(before) and not _NOT_ORG.search(before) and place.line > 1:
                return index
        elif place.line > 1 and (_is_org(place.above) or (last and (in_full or not _labels(place.above)))):
            return index
    return None


_FOOTER = Pattern("(?:[学本]校)?(?:[校园]区)?(?:邮编|邮政编码|地址|备案|版权|技术支持|ICP|Copyright)")
"""What a page ends with, torn into the line of the signature."""
_GOES_ON = Pattern("[(]?(?:联系人|联系电话|联系方式|附件|抄送|主题词)")
"""市科协2031年5月12日联系人:王老师: a page that has lost its lines."""
_LAST_OF = Pattern("[。;,!?》]")
_SIGNED_NEAR = 4  # lines from the end, or from those of an office that come behind it
_CLOSING = ("主题词", "抄送", "抄报")


def _is_cover(when: When, place: Place, signed: date) -> bool:
    """Whether the day of signature stands below who signs on a cover, too."""
    return place.alone and not (when.opens or when.mark) and _full(when) == signed and _is_org(place.above)


def _month(found: Sequence[Line], whens: Sequence[When], around: Sequence[Place]) -> date | None:
    """The month that stands alone in the last lines, below who signs or behind."""
    for when, place in zip(whens, around, strict=True):
        named = len(when.days) == 1 and when.days[0].year and when.days[0].month and not when.days[0].day
        if named and place.alone and len(found) - place.line <= _SIGNED_AT_END and _is_org(place.above):
            return date(when.days[0].year, when.days[0].month, 1)
    return None


_SIGNED_AT_END = 3  # lines from the last: a list of attachments may follow


def _ends_bare(found: Sequence[Line], place: Place) -> bool:
    """Whether a date without a year ends the text, below who signs or behind."""
    if place.line < len(found) - 1:
        return False
    return (place.alone and place.line > 1 and _is_org(place.above)) or bool(_SIGNS.fullmatch(place.lead))


_DATED = Pattern(r"(?:(?:19|20|2O)[\dO]{2}|[一二][〇零Oo0][〇零Oo0一二三四五六七八九]{2})[年.\-/][^。;]{0,12}$")


def _signs(before: str, dated: bool) -> bool:
    """Whether what stands before the last date of a text is a name; before a full date any short one will do."""
    return bool(_SIGNS.fullmatch(before) or (dated and _NAME.fullmatch(before) and not HAPPENS.search(before)))


_NAME = Pattern(r"[\u4e00-\u9fff]{2,8}(?<![到至在于从自为是])")
_SIGNS = Pattern(
    r"[\u4e00-\u9fff]{1,10}(?:部|处|院|室|会|办|中心|校|馆|委|组|科|所|社|社区|队|司|团|系|站|园|协|业|老师|联"
    r"|小学|中学)[,: ]?"
)
"""A name that a date follows at the end of the text."""


_CLAUSES = Pattern(r"[。;,!?:)]")
_ATTACHED = Pattern(r"^(?:附件:?)?\d[.、,].{2,}(?:通知|表|方案|名单|简章|指南)(?=[\u4e00-\u9fff]{4,16}$)")
"""2.省厅通知, behind which the signature goes on in its line."""


_NUMBERS = " 0123456789-"  # of a telephone before the name


def _signer(before: str) -> str:
    """The name right before a date of signature: the whole of a short line, the last words of a long one."""
    before = _ATTACHED.sub("", before)
    if len(before) <= 30:
        return before.strip()
    return _CLAUSES.split(before)[-1].removeprefix("特此通知").strip(_NUMBERS)


def _is_org(line: str) -> bool:
    name = line.strip(" ").removesuffix("(代章)").strip("()")
    return len(line) <= 60 and _ends_as_org(name) and not _NOT_ORG.search(line)


def _ends_as_org(name: str) -> bool:
    """Whether it ends as the names of offices, schools and societies do."""
    return name[-1:] in _ORG_ENDS and _ORG.search(name[-_ORG_MAX:]) is not None


_LABEL = Pattern(r"(?<!重要)(?:时间|日期|地点|期限)[^,。;]{0,8}:?$")


def _labels(line: str) -> bool:
    return bool(_LABEL.search(line.strip()))


def _is_page(found: Sequence[Line], whens: Sequence[When], around: Sequence[Place], index: int) -> bool:
    """Whether a date is the page's own: when it was put there, changed, read."""
    when, place = whens[index], around[index]
    line = found[place.line].text
    if "起" in place.lead and _SHOWN_FROM.search(place.lead) and "年" not in line:
        return True
    full = len(when.days) == 1 and when.days[0].year and when.days[0].day
    if full and _PRINTED.fullmatch(place.tail) and len(line) <= _PRINTED_MAX:
        return True
    if full and not place.line and _JUST_CALLED.search(place.lead):
        first = found[0].start
        return "年" not in line[when.start - first : when.end - first]
    if not full or len(line) > 80:
        return False
    if _PAGE_SURE.search(line) and "。" not in line and ";" not in line:
        return True
    if place.alone and when.token == "date" and when.opens and "-" in line and "年" not in line:
        return True
    if _TO_THE_SECOND.search(line) and place.lead[-1:].isalpha() and not _LEADS_UP.search(place.lead) and not place.row:
        return True
    if place.alone and place.line < _HEAD_LINES and _PAGE_SURE.search(place.above):
        return True
    if place.line >= _PAGE_LINES:
        return False
    if place.alone and when.token == "date":
        return not (_labels(place.above) or _SECTION.match(place.above))
    iso = "-" in line and "年" not in line and not when.closes
    return len(line) < 30 and iso and _PAGE_LABEL.match(line) is not None


_SHOWN_FROM = Pattern("(?:^|公告|刊登|张贴|发布)(?:日期|时间|期间)?起[迄讫止]:?$")
"""日期起迄2031-05-14 16:10~2031-06-07 16:10: how long a page shows what it says."""
_PRINTED = Pattern("印(?:发|制)?[)。]?")
_PRINTED_MAX = 50  # characters of a line that says who printed a notice, and when
_TO_THE_SECOND = Pattern(r"\d[-/]\d{1,2}[-/]\d{1,2} ?\d{1,2}:\d\d:\d\d")
"""科普网2031-05-14 20:54:25: the hour to the second behind a name; no person tells it so."""
_LEADS_UP = Pattern("[于在为是至到自从起]$|截止|时间|日期")
_SECTION = Pattern("[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十][)]")
"""一、城市公交: what stands below is no page's own."""
_JUST_CALLED = Pattern("的(?:通知|公告|通告|公示)$")
"""A page all of whose words stand in one line has its day behind the title."""


def _title(found: Sequence[Line]) -> Line | None:
    """The first line that calls itself a notice, else the first line that is no number."""
    head = [line for line in found[:_HEAD_LINES] if not line.row]
    for line in head:
        is_rest = len(line.text) <= _REST_MAX and _BROKEN_OFF.fullmatch(line.text)
        if is_rest and _first_line(found, line) < found.index(line):
            return line
        names = len(line.text) <= _TITLE_MAX and _CALLS_ITSELF.search(line.text)
        if names and not _NO_TITLE.search(line.text) and not _TRAIL.search(line.text):
            return line
    first = head[0] if head else None
    if first is None or any(it.search(first.text) for it in (_NO_TITLE, _PAGE_SURE, _TRAIL)):
        return None
    if numbered.fills(first.text):
        return None
    return first if 4 <= len(first.text) <= 60 else None


def _first_line(found: Sequence[Line], title: Line) -> int:
    """Where a title begins that was broken over two or three lines: 关于举办…/机器人竞赛的/通知."""
    at = found.index(title)
    for top in range(at, max(-1, at - _TITLE_LINES), -1):
        line = found[top].text
        if top < at and (found[top].row or numbered.fills(found[top].text) or any(it.search(line) for it in _NO_PART)):
            break
        if "关于" in line:
            return top if sum(len(it.text) for it in found[top : at + 1]) <= _TITLE_MAX else at
    return at


_CALLS_ITSELF = Pattern(NOTICE.source + "|时间表|须知|流程")
_NO_TITLE = Pattern(
    r"^(?:(?:通知公告|通知|公告|公示|首页|附件.*|当前位置.*)$|(?:[一二三四五六七八九十]{1,3}、|[(]|\d{1,2}[、.)])"
    r"|附件|特此|点击(?:查看|下载)|[^关]{2,24}文件$)|[。;:]"
)
_TRAIL = Pattern("[>›»]")
"""Where a page stands in its site: 首页 > 通知公告."""
_NO_PART = (_NO_TITLE, _CALLS_ITSELF)
_BROKEN_OFF = Pattern("的?(?:通知|公告|通告|公示|启事)")
"""What is left of a title on its last line."""
_REST_MAX = 3  # characters of it


_SENDER = Pattern("([^关《》“]{3,30}?)关于")
_ISSUERS = Pattern(r"(?<=[会局部委院办厅处心协校馆所社团科组])[ \u3000]{1,2}(?=[\u4e00-\u9fff]{3})")
"""市科学技术协会 市教育局: two issuers in one line."""
_BETWEEN_NAMES = Pattern(r"\s{3,}|、")


def _issuer(folded: Folded, found: Sequence[Line], signed: int | None, title: Line | None) -> str | None:
    """Who signed: the lines above the date of signature, else an organisation in the last lines, else the title's."""
    if signed is not None:
        line = found[signed]
        before = _DATED.split(line.text)[0].rstrip() if not _DATED.match(line.text) else ""
        name = _signer(before)
        if name:
            end = line.start + len(before)
            return _named(folded, end - len(name), end)
        top = signed
        while top and signed - top < 30 and _is_org(found[top - 1].text) and not found[top - 1].text.startswith("各"):
            top -= 1
        if top < signed:
            return _named(folded, found[top].start, found[top].end)
    for line in found[-5:] if signed is None else ():
        apart = len(line.text) >= 2 and line is not title and line is not found[0]
        if apart and _is_org(line.text) and not venues.is_place(line.text):
            return _named(folded, line.start, line.end)
    sent = title and _SENDER.match(title.text)
    return _named(folded, title.start, title.start + sent.end(1)) if title and sent else None


def _named(folded: Folded, start: int, end: int) -> str:
    """The first name of a line of names."""
    first_at, last_at = folded.span(start, end)
    first = _BETWEEN_NAMES.split(folded.source[first_at:last_at].strip())[0]
    letters = "、".join(part for part in _ISSUERS.split(first) if part) if _ISSUERS.search(first) else first
    letters = letters.replace(" ", "").replace("\u3000", "")
    return letters if len(letters) >= 2 else folded.shown(start, end)


def _audience(folded: Folded, found: Sequence[Line]) -> tuple[str, ...]:
    """Whom it is addressed to: the line before the body that ends with a colon, or the 主送 line."""
    for line in found if "主送" in folded.text else ():
        if line.text.startswith(("主送:", "主送机关:")):
            return _names(folded, line.start + line.text.index(":") + 1, line.end)
    for line in found[:_HEAD_LINES]:
        name, colon, _ = line.text.partition(":")
        if colon and len(name) > 1 and _is_addressed(name) and not _NOT_TO.search(name):
            number = numbered.NUMBER.match(name)
            return _names(folded, line.start + (number.end() if number else 0), line.start + len(name))
    return ()


def _is_addressed(name: str) -> bool:
    """Whether what stands before a colon is people or units."""
    whom = _IN_BRACKETS.sub("", name) if name[-1] == ")" else name
    return whom.endswith(_ADDRESSED) and len(whom) <= _ADDRESSED_MAX and not _NO_ADDRESS.search(whom)


_MARKS = Pattern("[(),;]")


def _names(folded: Folded, start: int, end: int) -> tuple[str, ...]:
    depth, last, out = 0, start, []
    for mark in _MARKS.finditer(folded.text, start, end):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if mark[0] in ",;" and depth <= 0:
            out.append(folded.shown(last, mark.start()))
            last = mark.end()
    out.append(folded.shown(last, end))
    return tuple(name.strip("。. ") for name in out if name.strip("。. "))
