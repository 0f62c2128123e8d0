"""Who is meant by a name: people and units, or a group of them whose turn it is."""

from __future__ import annotations

from notices.extract.patterns import Ending, Pattern, up_to

_PEOPLE = Pattern(
    r"^(?:各位?|部分|全体|全校|全院|所有|有关|相关|[本我]?[校院系班]){0,3}(?:老师|学生|教职工|教师|师生|员工|本科生|研究生"
    r"|新生|老生|毕业生|学院|单位|部门|同学|家长|代表|作者|选手|营员|学员|考生|申请人|申报人|负责人|辅导员|班主任"
    r"|系主任|导师|学校|教职员工|个人|团队|本人|人员|支部|班级|年级|院系|系部|院校|高校|县区|区县|社区|我校|我院|本校"
    r"|其余|全体|所有人|大家|听众|观众|市民|群众|居民|游客|村民|学生本人|指导教师|[^,。;]{0,6}秘书|课题组|项目组|答辩小组|教研室|[^,。;]{0,8}者"
    r"|[\u4e00-\u9fff]{1,3}(?:老师|主任|校长|园长|书记|科长|处长|同志)"
    r"|[咱你我]们.{0,3}|[^,。;]{0,10}(?:科协|协会|学会|团委|学生会|党委|工会|组委会|委员会|评审组|专家组|办公室"
    r"|报告厅|研究所|集团|物业(?:公司)?|(?:教育|科技|财政|人社|文旅)局|的?(?:同学|学生|人员|单位)|[^,。;、]{0,6}各班|(?!不|未|因)[^,。;]{1,10}的(?:老师|教师|师生|家长)|[教财科研社]{1,2}[务院]?[处部]|(?:学生|人事|组织|宣传|后勤|保卫|学工"
    r"|研究生|校区教务)[处部院办]|中心|学位办))(?:组织|负责|统一|凭收据)?$"
)
_PEOPLE_ENDS = frozenset(
    "众客志团业司师生工员院位门学长表者手人导任校体队部级系县区社余家们处组室会协委厅所心办责一据织书排"
)
_BRACKET = Pattern(r"[(（][^()（）]{0,12}[)）]?$")
_TURN = Pattern(
    r"^(?:本科|专科|硕士|博士)?(?:\d{2,4}级?[、,及和]?){0,4}\d{2,4}[级届]?(?:学生|本科生|研究生|新生)?$"
    r"|^第?[一二三四五六七八九十\d]{1,2}(?:轮|阶段|批次?|次|场|期|站|时间段|组|志愿)$|^[首次末]轮$"
    r"|^[高初大小]?(?:[一二三四五六七八九][、,及和]?){1,4}年级(?:学生)?$"
    r"|^(?:[高初大][一二三四][、,及和]?){1,4}(?:学生)?$|^(?:[^,。;、]{1,8}、){1,5}[^,。;、]{1,8}(?:学院|系|部|班)$"
    r"|^[一二三四五六七八九高初]{1,2}[(（]\d.{0,10}班$|^[^,。;]{1,9}校区(?:学生)?$|^(?:全体|不分年级)(?:学生)?$"
    r"|^(?:本科|研究|专科|硕士|博士|新|老|走读|住校|住宿|寄宿|留)生$|^(?:幼儿园|小学|中学|初中|高中)[部生组]?$|^其余$|^(?:线上|线下|线上线下)$|^\d{2,4}[-—~至]\d{2,4}班$|^(?:[^,。;、]{1,6}、){1,4}(?:附小|后勤|机关|离退休)$"
    r"|^.{0,4}组$|^[\u4e00-\u9fff]{1,10}(?:小学|中学|学校|学院|[一二三四五六七八九][小中]|幼儿园|中心校|街道)$|^[男女][生兵子]$"
)
_TURN_ENDS = frozenset("上下勤关休区组生兵子院系部班学校小中园道")
_TURN_STARTS = frozenset("0123456789第硕博专本首次末高初大小一二三四五六七八九全不其幼中")


def is_people(name: str) -> bool:
    """Whether a name says only who: 各学院, 申请人, 市科协."""
    who = _BRACKET.sub("", name) if name[-1:] in (")", "）") else name
    return who[-1:] in _PEOPLE_ENDS and _PEOPLE.match(who) is not None


def is_turn(name: str) -> bool:
    """Whether a name says only whose turn it is, and not what is done: 08级, 第一轮, 七年级, 南校区."""
    may_be = bool(name) and (name[0] in _TURN_STARTS or name[-1] in _TURN_ENDS)
    return may_be and _TURN.match(name) is not None


_OWNER = Pattern(
    r"(?:\d{1,2}[.、]|[(][一二三四五六七八九十\d][)])?"
    r"([^,。;:\d]{0,12}(?:[学中]部|年级|[高初][一二三]|(?<=.)(?:医院|[分支]行|营业厅|校区|分校|[分总]馆|中心|公司|园区))):"
)


def owner(line: str) -> str:
    """Whose a line is that begins with a unit and a colon (省立医院:…); empty for none."""
    told = _OWNER.match(line)
    return told[1] if told else ""


def with_owner(unit: str, name: str, tail: str) -> str:
    """The name of what happens at a unit: 放假 is 省立医院放假; where it is only the unit's, with what follows."""
    if not unit or (unit in name and name != unit):
        return name
    told = up_to(_CLAUSES, tail.strip(":,")) if name == unit else name
    return unit + told if len(unit + told) <= _NAME_MAX else name


_CLAUSES = Pattern("[,。;:]")
_NAME_MAX = 24  # characters


OF_WHOM = Ending(
    ":",
    r"(?:^|[、.)])[^,。;:\d]{0,8}(?:\d{0,4}[级届]|[初高][一二三]|[学新老考]?生|教师|职工|[学校]院|专业|校区|[班组类])[^,。;:]{0,4}:$"
)
"""08级:, 本科生:, 南校区:, a label that says whose dates follow."""
_GROUP_BEFORE = Ending(
    "级组班类院业区生",
    r"(?:^|[,、;]|^时间:)[^,。;:\d]{0,8}(?:年级|[组班类]|[学校]院|专业|校区|[学新老考]生)$",
)
_OF_SESSION = Ending(
    ":", r"(?:^|[、.)])(?:第[一二三四五六\d]{1,2}|[上下]半|[首末]|[A-F])(?:场次?|批次?|组):$"
)


def is_named(label: str) -> bool:
    """Whether a label says for whom the hours are that follow (一至三年级:, 第二场:)."""
    if label.endswith("时间:"):  # 值班时间:
        return False
    return bool(OF_WHOM.search(label) or _OF_SESSION.search(label) or _GROUP_BEFORE.search(label))
