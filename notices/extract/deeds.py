"""What is done by a day: a verb with its object (交回执, 完成审核), without who does it, where and how."""

from __future__ import annotations

import re
from typing import NamedTuple

from notices.extract import verbs, whom
from notices.extract.patterns import Pattern, beginning, up_to, without

_TRAIL_ENDS = frozenset("起并后章字版稿档件F份套张作宜毕时一包总额等的和及与以或、了nd")
_DEST = Pattern(
    r"(?:[处室科部局馆厅院系]|办公室|中心|学院|协会|科协|学会|辅导员|老师|教师|班主任|导师|秘书|组长|班长|班委|委员"
    r"|邮箱|信箱|平台|系统|窗口|[\w.]+@.*|\d{3,4}室?|楼.*|[党团]委|支部|工会|单位|群|组委会|委员会|评审组|机构|我|人|点"
    r"|@)$"
)
_TRAILS = Pattern(
    r"(?:以(?:电子)?邮件(?:方式|形式)?|的?(?:WORD|[Ww]ord|电子|核章扫描|扫描)档案?|的?(?:电子[版稿档件]|纸质[版稿件]|纸版|扫描件|PDF版?|[Ww]ord版?|书面版|打印[版稿]|原件"
    r"|复印件)(?:[和及与、](?:电子|纸质|[Ww]ord|PDF)[版稿]?)?|一式[\d一二两三四五六七八九十]{1,3}份"
    r"|各?[\d一二两三四五六七八九十]{1,3}(?:[-~至]\d{1,3})?[份套张]|工作|事宜|手续完毕|完毕|同时|统一|打包后?(?:一起|一并)?|一起|一并|汇总|足额"
    r"|加?盖公?章(?:版"
    r"|件)?|签[字章]|等|的|和|及|与|以|或|、|了|时){1,4}$"
)
_AFTER = Pattern(r",|。|;|!|\?|\||\n|并(?<=.并)(?![列购网])|后(?<=.后)(?![勤期续备台置])")
_STOPS = Pattern(
    r"^(?:逾期|过[期后时]|缺损|损坏|遗失|丢失|届时|此后|其后|在此|听满|录取后|否则|以便|如|若|未"
    r"|联系|咨询|地[点址]|凡|不|无|超过|晚|迟|视|额满|电话|邮编|每[人班校组队]{1,2}(?:最多|限))"
)
_OPEN_BRACKET = Pattern(r"[(][^()]*$")
_IN_BRACKETS = Pattern(r"[(][^()\n]{0,60}[)]")
_SENTENCE = Pattern("[。;!?|\n]")
_NEEDED = Pattern(
    r"(?:确?需要?|想要?|要求?|申请|有意|希望|拟)([^,。;:的需]{2,12}?)的(?:同学|学生|单位|部门|老师|教师|人员"
    r"|者)?,?(?:请|须|应|需|务必)*(?:于|在)?$|(?:^|[,。;])((?:补办|更换|延期|变更|更改|修改|取消"
    r"|退)[^,。;:的]{0,10})的(?:同学|学生|单位|部门|老师|教师|人员|者)?,?(?:请|须|应|需|务必)*(?:于|在)?$"
)
"""需要更换队员的,请于: what those want who are asked."""
_LAST = beginning(
    ",:一不于从公到加务原可在均将并应得待必截打拟晚最现由盖章签经统自至要请需须",
    r"(?:(?:请?由|(?<!申)请(?!于|在|务|各))[^,。;]{1,14}|[经待][^,。;]{2,16}后|(?:打印|签字|加?盖|公|并){0,3}章后"
    r"|签[字章]后)?(?:现|将|拟|请|务必?"
    r"|须|应当?|需要?|必须|要|均|统一|一律|原则上|最[迟晚]|不得|不能|可延?|得|晚|截止?|截至|[,:])*(?:于|在|自|从|至|到)*$"
)
_DOER = Pattern(
    r"^(?:请|由|凡|望)?(?:各|每|全体|所有|有关|相关)?[^,。;:的将把]{0,14}?(?:单位|部门|学院|学校|同学们?|学生|老师"
    r"|教师|家长|科协|学会|申请人|申报人|申报者|负责人|人员|作者|考生|课题组|项目组|支部|总支|党委|团委|班主任|班长"
    r"|秘书"
    r"|导师|系部|各系|各班|团队|者|代表|处|局)(?:请|须|应当?|需|务必|均|统一|要|可)*(?=.)"
)
_CHANGED = Pattern(
    r"([^,。;:]{2,12}?)(?:如|若|确)?有(?:变动|调整|变化|更改|变更)(?:的?[^,。;:]{0,6})?,?(?:请|须|应|需|务必)*(?:于"
    r"|在)?$"
)
_ASKED_IN = 12  # characters between those who want something and the date
_NEAR = 12  # characters: what stands before a verb is its object, if it is no longer
_WHOLE = range(3, 17)  # characters of a clause that is called by all of its words (审议后报组织部)
OBJECT_MAX = 22  # characters: a longer object tells more than what it is


_TITLED = Pattern("《[^《》]+》")


class Deed(NamedTuple):
    """A verb and its object, each empty where it is not said; `hands` where something is handed in."""

    verb: str
    thing: str
    hands: bool

    @property
    def name(self) -> str:
        plain = self.thing[1:-1] if self.hands and _TITLED.fullmatch(self.thing) else self.thing
        if self.hands and len(plain) >= verbs.SELF_TOLD_MIN and verbs.SELF_TOLD.fullmatch(plain):
            return plain
        return self.thing + self.verb if self.verb in verbs.ONCE else self.verb + self.thing

    @property
    def whole(self) -> bool:
        """Whether it says what is done."""
        return bool(self.thing) or not (self.hands or self.verb in verbs.WANTS or self.verb in verbs.ONCE)


def told(lead: str, tail: str, papers: str = "") -> Deed | None:
    """What is done by a date between `lead` and `tail`, both of its sentence: the first clause behind it that tells a
    deed, completed by what stands before it; `papers` is what is handed in where the sentence does not say it."""
    tail = _IN_BRACKETS.sub("", tail) if "(" in tail else tail
    sentence = up_to(_SENTENCE, tail.lstrip(" ,:)"))
    held = _held(sentence)
    if held:
        return held
    bare, whole = None, ""
    for clause in _AFTER.split(sentence, 3)[:3]:
        if _STOPS.match(clause):
            break
        found = _deed(clause)
        if found and found.whole:
            return found if found.thing else found._replace(thing=_right_before(lead))
        bare = found if found and found.hands else bare or found
        if bare and bare.hands:
            whole = without(_VIA, sentence.split(",")[0])
            by_others = without(_DOER, whole)
            whole = by_others if bare.verb[0] in by_others or "《" in whole else whole
            break
    if bare and bare.verb in _DOING and (asked := _asked_before(lead)):
        return asked
    wanted = _NEEDED.search(lead) if "的" in lead[-_ASKED_IN:] else None
    if wanted and (bare is None or not bare.hands):
        return Deed("", wanted[1] or wanted[2], False)
    changed = _CHANGED.search(lead) if bare and bare.verb in verbs.TELLS else None
    if bare and changed:
        return bare._replace(thing=changed[1] + "变动")
    thing = before(lead, bare is None or bare.hands, bare is not None)
    if bare is None:
        return Deed("" if verbs.VERB.match(thing) else "提交", thing, True) if thing else None
    thing = thing or (papers if bare.hands else "")
    if thing or not bare.hands:
        return bare._replace(thing=thing)
    return Deed("", whole, False) if len(whole) in _WHOLE and "@" not in whole else bare


_VIA = Pattern("^通过[^,。;]{2,8}(?=[报发交送])")
_DOING = frozenset(("办理", "完成"))
_OF_THINGS = Pattern(
    r"(?:票据|单据|款|费|书籍?|图书|课程|证|卡|材料|经费"
    r"|宿舍|寝室|房间|柜子?|玻璃|卫生|设备|物品|场地|钥匙)$"
)


def _right_before(lead: str) -> str:
    """The thing right before a date whose verb needs none (跨年票据可延至): only what is handled like that."""
    name = before(lead, True, True)
    return name if _OF_THINGS.search(name) else ""


def _asked_before(lead: str) -> Deed | None:
    """What is asked before 办理: 须填写《申请单》,于…办理."""
    for clause in reversed(_plain(lead).split(",")):
        found = _deed(without(_DOER, _LAST.sub("", clause))) if _MUST.search(clause) else None
        if found and found.thing:
            return found
    return None


_MUST = Pattern("须|应|需|请")


def _plain(lead: str) -> str:
    return _OPEN_BRACKET.sub("", _IN_BRACKETS.sub("", lead)) if "(" in lead else lead


def before(lead: str, paper: bool = True, near: bool = False) -> str:
    """The thing that a sentence names before its date (提案表务必于): a `paper`, or anything; right before the date,
    where that is `near` its verb, any thing that is short."""
    held = _HELD_BEFORE.search(lead)
    if held and not _NO_THING.search(held[1]):
        return trimmed(held[1])
    clauses = _plain(lead).split(",")
    clauses = clauses[:-1] if clauses[-1] in _ASKS_ALONE and len(clauses) > 1 else clauses  # 宣传图片,请于
    for clause in reversed(clauses):
        name = _BY_WHOM.sub("", trimmed(_LAST.sub("", clause).rpartition(":")[2]))
        name = trimmed(without(_DOER, name))
        if len(name) < 2 or whom.is_people(name) or _NO_THING.search(name):
            continue
        for match in verbs.VERB.finditer(name):
            if verbs.AT_END.search(name, match.end()):
                name = trimmed(name[match.end() :]) or name
                break
        if not paper or verbs.AT_END.search(name):
            return name
        right_before = near and clause is clauses[-1] and len(name) <= _NEAR
        if right_before and not verbs.VERB.search(name) and not whom.is_turn(name):
            return name
    return ""


_ASKS_ALONE = frozenset(f"{it}{at}" for it in ("请", "务必", "请务必", "须", "应") for at in ("", "于", "在"))
_BY_WHOM = Pattern(r"(?<=..)(?:由|经|须)[^,。;]{1,14}$")
_NO_THING = Pattern(
    r"开始|不少于|不超过|\d人|[周天日月即级]$|(?:时间|阶段|期限|事项|典礼)$|不得|^(?:附|以|按)|签字|盖章|[的][时候]|后$"
    r"|\d日"
)
_HELD_BEFORE = Pattern(
    r"(?:将(?<![即现特]将)|把)([^,。;:\n]{2,40}?)(?:[(][^()]{0,30}[)])?,?(?:务必|务|须|统一)?(?:于|在)?$"
)


def is_bare(name: str) -> bool:
    """Whether a name is a verb alone that wants its object (报送, 填写)."""
    found = verbs.VERB.match(name)
    return found is not None and found.end() == len(name) and not Deed(name, "", found["hand"] is not None).whole


def ends_in_deed(name: str) -> bool:
    """Whether a name ends in what is done (第一志愿填报)."""
    return any(it.end() == len(name) for it in verbs.VERB.finditer(name))


def handed(papers: str, verb: str = "提交") -> str:
    """What is handed in, where the sentence says no verb."""
    return Deed(verb, papers, True).name


def tells(clause: str) -> bool:
    """Whether a clause says what is done to what."""
    found = _deed(clause)
    return found is not None and bool(found.thing)


def is_thing(name: str) -> bool:
    """Whether a name can be that of something handed in, and is no piece of a sentence."""
    return not _NO_THING.search(name) and not verbs.FORM.fullmatch(name)


def may_name_papers(text: str) -> bool:
    """Whether a text has a letter that the name of a paper may end with: what has none names none."""
    return not verbs.AT_END.ends.isdisjoint(text)


def is_paper(name: str) -> bool:
    """Whether a name is that of something handed in."""
    return verbs.AT_END.search(name) is not None


def _held(sentence: str) -> Deed | None:
    """将OBJECT…VERB: the verb is behind its object."""
    found = verbs.HELD.search(sentence)
    if found is None or (thing := trimmed(found[1])) == "":
        return None
    match = verbs.VERB.match(sentence, found.end())
    if match is None:
        return None
    return Deed(_called(match), thing, match["hand"] is not None)


def _verb(clause: str) -> re.Match[str] | None:
    """The first verb of a clause that is no part of a title or of the name of a system (《中期检查书》, “学习系统”)."""
    if "《" not in clause and "“" not in clause:
        return verbs.VERB.search(clause)
    outside = (
        it for it in verbs.VERB.finditer(clause)
        if all(clause.count(a, 0, it.start()) <= clause.count(b, 0, it.start()) for a, b in ("《》", "“”"))
    )
    return next(outside, None)


def _deed(clause: str) -> Deed | None:
    match = _verb(clause)
    if match is None:
        return None
    before_it, after = clause[: match.start()], clause[match.end() :]
    hands = match["hand"] is not None
    found = verbs.THING.match(after)
    thing = trimmed(found[1]) if found else ""
    if hands and (len(match[0]) == 1 or _DEST.search(thing)) and not verbs.AT_END.search(thing):
        thing = ""
    verb = _called(match)
    thing = "" if _NO_OBJECT.match(thing) else thing
    if match["self"]:
        how = verbs.HOW.search(before_it)
        verb = (how[0] if how else "") + verb
    if verb in verbs.TELLS and _DEST.search(thing):
        thing = ""
    whose = _WHOSE.search(before_it) if "级" in before_it or "校区" in before_it else None
    return Deed((whose[0] if whose else "") + verb, thing, hands)


_NO_OBJECT = Pattern("如需|若|带(?!.?[队头教])|凭(?!证)")
"""领取时带身份证: how it is done, and not to what."""
_WHOSE = Pattern(r"(?:[^,。;在]{1,9}校区|\d{2,4}级|[^,。;]{1,6}年级)(?:的?学生)?(?=均?可?$)")


def _called(match: re.Match[str]) -> str:
    """The verb as a name has it."""
    verb = match[0]
    if match["hand"] is not None and verb in verbs.LOOSE:
        return verbs.LOOSE[verb]
    short = match["hand"] is not None and (len(verb) < 2 or verb in ("私发", "打包发", "转发"))
    return verbs.SHORT.get(verb[-1:], verb) if short else verb


def trimmed(name: str) -> str:
    """The name of a thing without the forms it is asked in, and without what only leads up to it."""
    if not name or verbs.FORM.fullmatch(name):
        return ""
    name = name.strip(" “”\"：:,、")
    name = without(_LEADING, name if name[:1].isalpha() and name[0] not in _NUMERALS else without(_NUMBER, name))
    name = (_TRAILS.sub("", name) if name[-1:] in _TRAIL_ENDS else name) or name
    if name.count("“") != name.count("”") or "”" in name.partition("“")[0]:
        name = name.replace("“", "").replace("”", "")
    if "》" in name.partition("《")[0]:  # 《检查项目表》, torn in two, and another one
        name = name.partition("》")[2].lstrip("、和及") or name
    if ("《" in name) != ("》" in name):
        name = name.replace("《", "").replace("》", "")
    return name if len(name) <= OBJECT_MAX else ""


_NUMERALS = frozenset("第一二三四五六七八九十")
_NUMBER = Pattern(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.章节]|[(]?[一二三四五六七八九十\d]{1,2}[)]|\d{1,2}[、.)](?!\d)"
    r"|[①-⑳]){1,2}"
)
_LEADING = Pattern(
    r"^(?:(?:[^,。;]{0,4})汇总的|请|将|把|其中|以及|及|和|并|的|所有|上述|以上|同时|另|填写|填[好妥]"
    r"|(?:加?盖公?章|签字)后?的(?=《)|\d{1,5}字的){1,4}(?=..)"
)
