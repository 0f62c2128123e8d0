"""Who owes what, in which form, to where: read from the sentence of a deadline and the lines that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notices.extract import deeds, formats
from notices.extract.contacts import URL, emails
from notices.extract.fold import Folded
from notices.extract.layout import Line, cell_under
from notices.extract.patterns import Pattern, any_of, up_to, without
from notices.extract.slotted import slotted

_PAPER = Pattern(
    r"《([^《》\n]{2,40})》(?:(?:[(][^()\n]{1,20}[)]|一式.{1,3}份){0,2}(?:以及|[及和与、])(?P<more>[^,。;:《》()\n]{2,16}))?"
)
_RULES = Pattern(r"公约|简章|制度|规程|守则|目录|通知|办法|意见|规定|细则|条例|精神|纲要|法》?$|指南|章程|手册$")
_OBJECT = Pattern(
    r"(?:将(?<![即现特]将)|把)(?!于|在|会|由|对|要|组织|举|继续|进一步|以|不|无|择)([^,。;:\n]{2,60}?)(?=\(|(?<![填申上汇通呈])报(?![告名到表])|交|送|发(?!票)|寄"
    r"|提交|上传|上交|于|以|通过|统一|存入|,|。|;|$)"
)
_HANDED = Pattern(r"[(（]|报|交|送|发|寄|提交|上[传交]|存入|统一[交报送]")
_AFTER_VERB = Pattern(
    r"(?:提交|报送|上报(?![名告])|填报|申报|上交|递交|送交|报(?![名告到表销])|交(?![流通换])|上传|填写|寄送|发送|提供|完成)(?:至"
    r"|到)?(?:本人|本单位)?"
    r"([^,。;:()\n《》至到给]{0,20}?(?:材料|申报书|项目书|任务书|申报表|推荐表|登记表|统计表|汇总表|信息表|审批表"
    r"|申请表|表|申请书"
    r"|报告(?![厅会人])"
    r"|名单|总结(?!会)|论文|作品|回执|方案|计划|信息|申请|稿件|文稿|证明|照片|截图|数据|试卷|成绩|课题|证书|费))"
)
_STUFF = Pattern(
    r"([\u4e00-\u9fff·]{2,20}?(?:材料|申请书|申报书|报名表|名单|总结(?!会)|论文|作品|回执|报告(?![厅会人])|清单|稿件|试卷))"
)
_STUFF_AT_ALL = Pattern("材料|申请书|申报书|报名表|名单|总结|论文|作品|回执|报告|清单|稿件|试卷")
_NOT_STUFF = Pattern(
    r"^(?:选手|学生|作者|考生)?(?:各|请|所有|以上|上述|相关|有关|的|为|并|该|其|按|凡)?(?:材料|报告|名单|作品|论文"
    r"|总结)?$"
)
_SUBJECT = Pattern(
    r"(?:请(?![假示教问柬])|要求|望)(?:有意[向愿]?[的之]?|有意参加的?|需要的?)?([^。;:\n]{2,120}?)(?=,?(?:务必|务|须|应|需|尽快|及时|认真|按"
    r"|结合|抓紧|将|把|填|提前|严格|根据|对照|自|从)?,?(?:于|在)?$)"
)
_OWNER = Pattern(
    r"(?:^|[,。;:、\d)!?|\n])((?:各|所有|全体|每|未|已|有|申请|参加|参赛|入选|符合|需|老|新|在校|毕业|本|硕"
    r"|博)?[^,。;:\n]{0,30}?"
    r"(?:单位|部门|学院|院系|系部|系|同学|学生|老师|教师|家长|代表|学校|科协|学会|支部|党委|总支|团委|会员|申请人"
    r"|申报人|参会人员|人员|作者|考生|负责人|课题组|项目组|班长|委员|辅导员|导师|秘书|新生|老生|毕业生|研究生|生|者|队"
    r"|组|协会|基地|(?:各|每个?)班级?|班主任|组长|本人|委员会|组委会|评委会|主办方|承办方|处|办公室|工会|局))"
    r"(?:,)?(?:请|须|应|需|务必|务|必须|要|均|可|将)?(?:于|在|务于)?$"
)
_OWNER_AT_ALL = Pattern(
    r"[位门院系部学生师长表校协会委支员人者组书队地班级任方处室局],?(?:请|须|应|需|务必|务|必须|要|均|可|将)?(?:于|在|务于)?$"
)
_NEAR = 7  # characters: an owner's last letter is no farther from the date
_AT_OR_WITH = Pattern("于|在|将")
_LED_TO = Pattern("[至到在给向往将把]|报(?<!申报)|提交")
_NO_OWNER = Pattern(
    r"^(?:[以经由填让向书沿]|附(?![中小属])|人(?![事大文员])|交(?!流)|报(?![告名到])|寄(?!宿)|送(?!审)|发(?![展起言]))"
    r"|^(?:告知|最迟|预算|一份|[连連]同|免|指定|确定)|[)）]达|\d份|一式|扫描件|[表]$|回执$|材料$|资格$|进行|[后]由"
    r"|签字|\d ?[月日]|[”、]$|时间|時間|申请$|^答辩|议题|类型$|人数$"
)
_SENDS = Pattern("报送|提交|上报|上交|送交|发送")
_TOWARDS = Pattern("[向对与为经]")
_OWNER_BEHIND = Pattern(
    r"[,:]?((?:各|所有|全体|每)?[^,。;:\n至到将把]{0,16}?(?:单位|部门|学院|同学|学生|老师|教师|申请人|申报人"
    r"|学校|科协|学会|负责人|人员|作者|考生|课题组|支部|党总支|党委|团委|班主任|组长|班长|秘书|导师|家长|各班|处"
    r"|部))(?=将|把|须|应|需|务必|请|,|按"
    r"|统一|向|登录|完成|提交|填|推荐|审[核议定]|汇总|上?报|组织|考察|于|自行|发|交|送)"
)
_SENT = (
    "交", "报", "送", "发", "寄", "递", "提交", "报送", "上报", "上传", "存入", "录入", "反馈", "传真", "送达", "汇总",
)
_TO = Pattern(
    any_of(  # each begins with its own letters, which is what makes the search quick
        *(f"{verb}(?:至|到|给|往|送(?![^,。;:!?\\n|《》(]{{2,14}}[至到给])|于)(?:指定|以下)?" for verb in _SENT),
        "报(?<![申填上汇呈通]报)(?!名|告|到|送|表|销|道|刊|备|价|考|酬)",
        "交(?<![提上递缴移转]交)(?![流通易换叉际友警往接至到给回于由付费表])",
        *(rf"{verb}(?:[^,。;:!?\n|《》(至到给]{{2,14}}[到至给](?!期)"
          r"|(?=[^,。;:]{0,8}(?:教师|导师|老师|辅导员|秘书|处|科|室)(?:[,。;]|$)))"
          for verb in ("提交", "报送", "上报", "递交")),
    )
    + r"([^,。;:!?\n|《》(]{2,30})(\([^()\n]{1,20}\))?"
)
_TOWARDS_WHOM = Pattern(r"(?<![面志定])向([^,。;:!?\n|《》]{2,16}?)(?:提[交出]|报送|递交|上报|申请|申报|登记|报名)")
_ARRIVES = Pattern(r"(?:审核|审批|审查|汇总|备案|进行|办理|登记|存档|统一|处理|初审|,).*$")
_SOMEWHERE = Pattern(
    r"(?:室|处|科|部|学校|高校|单位|办公室|办|中心|学院|院|协会|科协|会|组|辅导员|系统|平台|群|库|馆|台|老师|教师|班主任|导师|教研室"
    r"|组长|班长|支书|委员|秘书|局|厅|部门|(?<!全)部|党总支|党委|团委|支部|(?:班主任|辅导员|老师|教师|导师|秘书|组长"
    r"|负责人)邮箱|窗口"
    r"|大厅|[A-Z]?\d{3,4})$"
)
_BY_MAIL = Pattern(r"邮箱|信箱|邮件|电子版|电子稿|电子文档|发至|发到|发送|E-?(?i:mail)|e-?(?i:mail)|回执")
_ADDRESS = Pattern(
    r"地[址点](?<=(?:报送|提交|邮寄|寄送|收件|投稿|送交|交表|递交|收稿)地.)[:为]([^。;,\n|]{2,40})"
)
_ASK = Pattern(
    r".{0,6}(?:(?:联系|咨询|联络|监督|举报|投诉|答疑)(?:人|方式|电话|邮箱|信箱)|(?:疑问|异议|问题)[^,。;]{0,6}(?:请|可)?[,]?(?:联系|发|致))"
)
_ITEM = Pattern(r"(?:[(]?[一二三四五六七八九十\d]{0,3}[、.)])?[请由凡]?")
_ENCLOSED = Pattern(r"^附\s?件")


_FORMS = Pattern(
    r"(?<=.{2})(?:的)?[(（]?(?:PDF|Word|Excel|WPS|纸质|电子|(?:加?盖公?章)?的?扫描件|打包|汇总后"
    r"|整理后).*$", re.IGNORECASE
)
_IN_FORMS = frozenset("PpWwEe质子描包总理")
"""One of them is in each: most names are spared the search."""


class Duty(NamedTuple):
    audience: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()


@slotted
class Area:
    """The spans of folded text that tell of one deadline: its sentence, and all that belongs to it."""

    start: int
    end: int
    sentence: tuple[int, int]
    at: int
    """Where the date stands."""
    until: int
    step: tuple[int, int] | None = None
    """What of its sentence is its own, where that tells of several deadlines one after the other."""
    lines_at: int = -1
    """Where the lines begin of which `start` is a part, where earlier ones in them are about another deadline."""
    first_at: int = -1
    """Where the first date of its sentence stands."""

    clause: tuple[int, int] | None = None
    """Of a sentence that tells several deadlines, each with what is done by it: what is told of this one."""

    @property
    def own(self) -> tuple[int, int]:
        return self.step or self.sentence


def duty(folded: Folded, area: Area, mailboxes: tuple[str, ...], own: str) -> Duty:
    """What is owed by the date of `area`. `mailboxes` are those the notice names apart; `own` is what it is about."""
    text = folded.text
    first, last = area.clause or area.own
    sentence = text[first:last]
    whole = text[area.start : area.end]
    if "\n附" in f"\n{whole}":
        whole = "\n".join(line for line in whole.split("\n") if not _ENCLOSED.match(line))
    materials = _materials(folded, first, last, area.at, area.until, own)
    for start in dict.fromkeys((area.sentence[0] if area.step else area.start, area.start, area.lines_at)):
        if not materials and start >= 0 and not area.clause:
            materials = _materials(folded, start, max(area.end, last), start, start, own)
    return Duty(
        _owed_by(folded, area), materials, formats.asked(whole), _destinations(folded, area, sentence, mailboxes),
    )


def in_row(folded: Folded, lines: Sequence[Line], at: int, duty: Duty) -> Duty:
    """The duty of a row of a table, with those its column 责任单位 names where its words name nobody."""
    cell = None if duty.audience else cell_under(lines, at, _RESPONSIBLE)
    if cell is None or cell[1] - cell[0] > _RESPONSIBLE_MAX:
        return duty
    return duty._replace(audience=_split(folded, *cell))


_RESPONSIBLE_MAX = 40  # characters: a longer cell says more than who
_RESPONSIBLE = Pattern("责任|负责|完成单位|牵头|承担|实施主体|对象|参加人")


def _materials(folded: Folded, start: int, end: int, at: int, after: int, own: str) -> tuple[str, ...]:
    """The papers of a stretch; what follows the date, which stands from `at` to `after`, is asked before the rest."""
    if papers := _entitled(folded.text[start:end]):
        return papers
    match = _OBJECT.search(folded.text, after, end)
    if match is None and start < after:
        match = _OBJECT.search(folded.text, start, end)
    handed = match and (deeds.is_paper(match[1].rstrip("等及和")) or _HANDED.match(folded.text, match.end()))
    if match and handed and len(several := _listed(folded.text[match.start(1) : end])) > 1:
        return several[:_MATERIALS_MAX]
    if match and handed and deeds.is_thing(match[1]):
        return _one(folded.shown(match.start(1), match.end(1)), own)
    told = _BEFORE_IT.search(folded.text, start, at)
    named = _listed(told[1]) if told and deeds.may_name_papers(told[1]) else ()
    if told and named and len(named) == len(_LISTS.split(_BRACKETED.sub("", told[1]))):
        return named[:_MATERIALS_MAX]
    match = _AFTER_VERB.search(folded.text, after, end)
    if match is None and _STUFF_AT_ALL.search(folded.text, start, max(at, end)):
        match = _STUFF.search(folded.text, start, at) or _STUFF.search(folded.text, after, end)
    if match and not _NOT_STUFF.match(match[1]) and deeds.is_thing(match[1]):
        return _one(folded.shown(match.start(1), match.end(1)), own)
    return ()


def _entitled(text: str) -> tuple[str, ...]:
    """The papers that are asked for by their titles, and what is asked for beside them."""
    if "《" not in text:
        return ()
    asked = (m for m in _PAPER.finditer(text) if not _RULES.search(m[1]) and _is_asked(text, m))
    return tuple(dict.fromkeys(it for m in asked for it in (m[1], *_besides(m["more"]))))[:_MATERIALS_MAX]


def _is_asked(text: str, paper: re.Match[str]) -> bool:
    """Whether a title in 《》 is that of a paper to be handed in, and not of a talk or a book."""
    return deeds.is_paper(paper[1]) or bool(_HANDS.search(text, max(0, paper.start() - _NEAR), paper.start()))


def _one(name: str, own: str) -> tuple[str, ...]:
    """A paper by its name, or nothing where the words are a piece of a sentence."""
    name = without(_LED_UP, without(_LED_UP, _trimmed(name, own)))  # 各单位填写, then 打印的
    return () if len(name) < 2 or _PIECE.search(name) else (name,)


_NEAR = 6  # characters before 《
_HANDS = Pattern("[填交报送寄发将把]|附(?<!见附)")
_LED_UP = Pattern(
    r"^(?:(?:各|本)?(?:单位|部门|学院|分工会|平台|年级|申请人|负责人|班级)?(?:下载|打印|填写|导出|修改|撰写|核对|确认|领取|提交|发布|收齐|整理"
    r"|查收)(?:并|后|好|将){0,2}|由[^,。;]{1,4}收齐|(?:各)?(?:单位|部门|学院)将?(?=审)|[\u4e00-\u9fff]{0,6}(?:系统|平台|网上)(?:打印|上传|生成|提交)的?"
    r"|(?:字|分钟|页)(?:以内|左右)?的?|届|[人者](?=[\u4e00-\u9fff]{3})|一份|急需|且|[Ww]ord版|[\u4e00-\u9fff]{0,4}将(?=审))(?=..)"
)
"""What stands before the name of a paper: who does what with it, how long it is."""
_PIECE = Pattern(
    r"^(?:名|费$|表$|此前|已送|尚未|不|遇|如|致|点前|月底|日以|年以|小时|级者|急|现面向|六级|录用|会前|会后|后台)|第一时间|决定|拟于|统一审核"
    r"|清点|预订|以后|作报告|同步|挂号|密封|收到|撤销|收回|暂停|核对未|征集|面向|由|一律|\||元$|应届|在系统|由于|确因|登[录陆]|无需|年(?![度终报鉴级会])|^通过|一般|停开|采取|随试卷|拍照"
)


def _listed(text: str) -> tuple[str, ...]:
    """The papers that an object lists (申报书纸质版一式三份(盖章)和电子版汇总表报送……)."""
    told = up_to(_SENT_ON, _BRACKETED.sub("", text.partition("\n")[0]))
    names = [deeds.trimmed(_without_form(without(_FORM_FIRST, it))) for it in _LISTS.split(told)]
    papers = (it for it in names if deeds.is_paper(it) and deeds.is_thing(it) and not _PIECE.search(it))
    return tuple(dict.fromkeys(papers))


def _besides(more: str | None) -> tuple[str, ...]:
    """What is asked for behind a paper in 《》."""
    name = deeds.trimmed(_without_form(up_to(_SENT_ON, more))) if more else ""
    return (name,) if name and deeds.is_paper(name) and deeds.is_thing(name) else ()


_BEFORE_IT = Pattern(r"([^。;:\n《》]{2,80}?)(?:请|须|应|需|务必|统一)?(?:于|在)?$")
"""What stands right before a date: 汇总表(Excel)、推荐表(一式两份)于."""
_MATERIALS_MAX = 8  # of one deadline: more are read in the notice
_BRACKETED = Pattern(r"[(][^()\n]{0,40}[)]")
_SENT_ON = Pattern(
    "[,。;:!?\n|]|(?<![申填汇上呈通预])报(?=[^,。;告名表到销]{2,14}[处室科部局办会院])"
    "|统一|一并|分别|报送|提交|上报|报至|交[至到]|[寄发]送|[发送寄]至|上传|邮寄"
)
_LISTS = Pattern("以及|[、及和与]")
_FORM_FIRST = Pattern(
    "^(?:(?:JPE?G|PNG|PDF|[Ww]ord|MP4)格式的?)?(?:(?:加?盖公?章|签字|打印)?后?的?"
    "(?:纸质|电子|扫描|书面|PDF|[Ww]ord|[Ee]xcel)[版稿件档]?的?)+"
)


def _trimmed(name: str, own: str) -> str:
    """The name of a paper without the notice's own name before it, which goes without saying, and without the forms
    it is asked in."""
    name = deeds.trimmed(_without_form(name)) or name
    for length in range(min(len(name) - 4, len(own)), 1, -1):
        if name[:length] in own and name[length:].startswith(("活动", "工作", "项目")):
            return name[length:]
    return name


def _without_form(name: str) -> str:
    return name if _IN_FORMS.isdisjoint(name) else _FORMS.sub("", name)


def _owed_by(folded: Folded, area: Area) -> tuple[str, ...]:
    """Who is asked for this date; in a sentence that names nobody anew for it, who is asked for the first one."""
    first, last = area.own
    owers = _owners(folded, first, area.at, area.until, last)
    if owers or area.step or area.first_at < 0:
        return owers
    return _owners(folded, first, area.first_at, area.first_at, area.first_at)


def _owners(folded: Folded, start: int, at: int, until: int, end: int) -> tuple[str, ...]:
    """The units or people that a sentence asks: between 请 and the date, or the subject right before the date, or the
    one right behind it."""
    match = _SUBJECT.search(folded.text, start, at)
    if match is None or _AT_OR_WITH.search(match[1]):
        match = _owner(folded.text, start, at)
    if match is None or _LED_TO.search(match[1]):
        match = _OWNER_BEHIND.match(folded.text, until, end)
    if match is None or _TOWARDS.match(match[1]) or _SENDS.search(match[1]):
        return ()
    start = match.start(1) + len(_ITEM.match(match[1])[0])  # type: ignore[index]
    return _split(folded, start, match.end(1)) if start < match.end(1) else ()


def _split(folded: Folded, start: int, end: int) -> tuple[str, ...]:
    depth, last, out = 0, start, []
    for index in range(start, end):
        char = folded.text[index]
        depth += (char == "(") - (char == ")")
        if char in "、,和及" and depth <= 0:
            out.append(folded.shown(last, index))
            last = index + 1
    out.append(folded.shown(last, end))
    names = [_who(name) for name in out if name and name != "请" and ("》" not in name or "《" in name)]
    names = [name for name in names if len(name) > 1 and not _NO_OWNER.search(name)]
    if len(names) > 1 and names[0].startswith("各"):
        names[0] = names[0][1:]
    return tuple(names)


def _who(name: str) -> str:
    """Who does it, of the words before a date: without what they do before that (准考证由考生, 街道汇总后)."""
    name = _ASIDE.sub("", name)
    return _HOW_OWED.sub("", up_to(_DOES_FIRST, name.rpartition("由")[2] or name))


_DOES_FIRST = Pattern(
    "填写|汇总|准备|继续|登录|审核后|做好|为一队|打印|下载|加盖|盖章|剪下|务必|携带|整理|征集|相互|以?[0-9]人|组织(?![部者])(?=..)|安排|提前|按每|就(?![业读餐寝医诊])"
)
_ASIDE = Pattern("^[(（][^()（）]*[)）]")
_HOW_OWED = Pattern("(?:统一|须|应|均|提出|需要?|负责)+$|^(?:须|应|需)+")


def _destinations(folded: Folded, area: Area, sentence: str, mailboxes: tuple[str, ...]) -> tuple[str, ...]:
    found = _mails(folded.text[area.start : area.end], sentence)
    if not found and not area.step and 0 <= area.lines_at < area.start:
        found = _mails(folded.text[area.lines_at : area.end], sentence)
    found += [m[0] for m in URL.finditer(sentence)] if "www." in sentence or "http" in sentence else []
    first, last = area.clause or area.own
    asked = _TOWARDS_WHOM.finditer(folded.text, first, last) if "向" in sentence else ()
    places = [folded.shown(*m.span(1)) for m in asked if _SOMEWHERE.search(m[1])]
    places += rooms(folded, first, last)
    places += [folded.shown(*m.span(1)) for m in _ADDRESS.finditer(folded.text, area.start, area.end)]
    if mailboxes and not any("@" in it for it in found) and _BY_MAIL.search(sentence):
        found += mailboxes
    return tuple(dict.fromkeys((*found, *places)))


def rooms(folded: Folded, start: int, end: int) -> list[str]:
    """The rooms, desks and people that verbs of handing in lead to in a stretch."""
    return [room for m in _TO.finditer(folded.text, start, end) if (room := _room(folded, m))]


def _mails(text: str, sentence: str) -> list[str]:
    """The mailboxes of a stretch but for those that are only there to ask at."""
    if "@" not in text:
        return []
    return list(emails("\n".join(line for line in text.split("\n") if line in sentence or not _ASK.match(line))))


def names_who(text: str, start: int, at: int, until: int, end: int) -> bool:
    """Whether someone is named right before a date, or right behind it, as who is to act by it."""
    return _owner(text, start, at) is not None or _OWNER_BEHIND.match(text, until, end) is not None


def _owner(text: str, start: int, at: int) -> re.Match[str] | None:
    """Who is named right before `at`."""
    near = max(0, start - 1)
    return _OWNER.search(text, near, at) if _OWNER_AT_ALL.search(text, max(near, at - _NEAR), at) else None


def _room(folded: Folded, match: re.Match[str]) -> str:
    """The place a verb of handing in leads to, without what is done there; empty if it is no place."""
    name = _ARRIVES.sub("", match[1])
    if not _SOMEWHERE.search(name) or "@" in name:
        return ""
    whole = name == match[1] and match[2] and "@" not in match[2]
    start = match.start(1) + len(name) - len(name.lstrip("至到给往"))
    return folded.shown(start, match.end(2) if whole else match.start(1) + len(name))
