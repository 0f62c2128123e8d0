"""What a notice is about: the subject of its title, or of its first words where it has none."""

from __future__ import annotations

from notices.extract import whom
from notices.extract.patterns import Pattern, up_to

NAME_MAX = 40  # characters: a name fits on one line of a phone
_SIGN = Pattern(
    r"^(?:关于)?(?:认真|切实)?(?:推迟|延期|提前|取消)?(?:做好|举办|举行|召开|召開|舉辦|舉行|辦理|开展|组织开展|组织申报|组织参加|组织"
    r"|启动|报送|填报|申报|参加|推荐|征集|印发|转发|调整|公布)?(.+)$"
)
_PASSED_ON = Pattern("^(?:转知|轉知|转发|轉發)(?=.{4})")
_ANNOUNCES = Pattern(r"^[【\[]?[\u4e00-\u9fff]{0,6}(?:预告|预报|招募|推荐)[】\]]?\s*[|｜丨:：]\s*(?=.{3})")
"""讲座预告 | 星空的故事"""
_ACTS = ("举办", "举行", "召开", "开展", "组织", "做好", "启动", "参加")
_GENRE = Pattern(
    r"(?:工作|活动|的?补充|时间|相关|有关){0,2}(?:安排|日程|有关事项|相关事项|事项|事宜)?(?:的)?(?:紧急|补充|预备|更正)?(?:通知"
    r"|公告|通告|启事|须知|通报|预告|邀请函|函)?(?:[(][^()]{1,10}[)])?[)）]?$"
)
_ENTRIES = Pattern("参加(.{4,}[赛展评])(?:的|参赛|参展)?作品$")
"""征集参加科普讲解大赛作品: what they are for."""
_COLON = Pattern("[:：|｜]")
_GREETING = Pattern(r"^(?:各|全体)|尊敬的|亲爱的|大家好|各位|您好|Dear|@")
_CALLED = Pattern(r"^\s*(?:@\S{2,6}\s+|【[^】\n]{1,8}】)")
"""@所有人, before what a chat is told."""
_CALLED_OFF = Pattern(
    r"原定?[^,。;\n]{2,30}?(?:[日号)午晚]|举行|召开)的?([^,。;:\d\n的()]{2,20}?)(?:因故)?(?:取消|推迟|延期|改期|改为|改在)"
)
"""原定6月13日下午的家长会取消."""
_HEAD = Pattern(r"附件|公告單位|发布(?!会)|来源:|(?<!工)作者:|浏览|点击|\d{4}[-./](?!20\d\d学年)")
_OF_TIME = Pattern("(?:时间|日期|期限)$")
_NO_TOPIC = Pattern("(?:有关|相关)$|^(?:根据|依据|依據|奉|按照?|为|经|因|由于|有关|相关|具体)")
_FIRST_ITEM = Pattern(r"\n(?:[一1][、.]|[(][一1][)]|①)")
_CLAUSES = Pattern("[,。;:!?\n]")
_FOLLOWS = Pattern(
    r"(?:^|[\n,。;])(?:现[就将把对]|关于|对)?([^,。;:\n|>›»]{3,28}?)(?:的?(?:有关|相关|具体|工作)){0,3}(?:事项|事宜|安排"
    r"|要求|问题|通知|信息|如下){1,3}"
)
_HELD = Pattern(
    r"(?:举办|举行|召开|开展|组织|迎来|做好)了?(?:一次|本次|全员)?([^,。;:\n]{3,28}?)(?:的?(?:工作"
    r"|活动))?(?=[,。;:\n(]|有关|相关|现将|拟|将)"
)
_SENTENCE_MIN = 24  # characters: a shorter line that ends in a colon says whom it greets
_LIFTS = Pattern("^(?:现[就将把对]|关于|根据.{2,20}(?:要求|通知|精神)|为|我[校院]|本[校院]|即将|今年){1,3}")


_SAID = Pattern(r"(?<=.{5})(?:工作)?(?:(?<![自理缘事])由|委托|定于|拟于|将于|现?已启动).*$")
"""年度体检由市医院承担: what is said of it."""


def subject(title: str) -> str:
    """`关于举办2031年科普周的通知` is about `2031年科普周`; the name after a colon is nobody's to shorten."""
    title = _ANNOUNCES.sub("", title)
    _, found, body = title.replace("關於", "关于").rpartition("关于")
    title = _PASSED_ON.sub("", title)
    signs = found or (title.endswith("通知") and title.startswith(_ACTS))
    match = _SIGN.match(body) if signs else None
    name = match[1] if match else title
    if not found and _COLON.search(name):
        return name
    name = _GENRE.sub("", name).strip(" 的") or title
    entries = _ENTRIES.match(name) if name.endswith("作品") else None
    return entries[1] if entries else name


def greets(title: str) -> bool:
    """Whether what stands for a title is only whom the notice greets."""
    return _GREETING.match(title) is not None


def topic(opening: str) -> str:
    """What a notice without a title is about, from its first words; empty if they do not tell."""
    opening = _CALLED.sub("", up_to(_FIRST_ITEM, opening))
    off = _CALLED_OFF.search(opening)
    if off:
        return off[1]
    for pattern in (_FOLLOWS, _HELD):
        for match in pattern.finditer(opening):
            name = _OF_TIME.sub("", _LIFTS.sub("", match[1])).strip(" 的“”")
            told = len(name) > 2 and match[1][0] != "为" and not whom.is_turn(name)
            if told and not any(it.search(name) for it in (_NO_TOPIC, _GREETING, _HEAD)):
                return subject(name)
    for line in opening.split("\n"):
        clause = up_to(_CLAUSES, line.strip(" ,。"))
        trail = "|" in line or ">" in line
        calls = trail or (len(line) < _SENTENCE_MIN and line.rstrip().endswith(":")) or _GREETING.search(line)
        if len(clause) > 2 and not calls:
            told = (it for it in _CLAUSES.split(line.strip(" ,。")) if len(it) > 3 and not _NO_TOPIC.search(it))
            return "" if _HEAD.search(clause) else _SAID.sub("", next(told, clause))[:NAME_MAX]
    return ""
