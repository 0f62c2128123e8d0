"""What a sentence leaves at the two ends of a name: who takes part, 推迟一周举行, the form, the system and the
time of what is done."""

from __future__ import annotations

from notices.extract.patterns import Ending, Pattern, without

_TAKES_PART = Pattern(
    r"^(?:组织|組織)?[^,。;、]{0,14}?(?:(?:师生"
    r"|学生|學生|教职工|党员|干部|同学|家长|职工|员工|会员|教师|代表)[、和及]?){1,3}(?:代表)?"
    r"(?:(?:参加|参与|參加|參與|出席)(?=.{3})|(?=(?:收看|观看|收听|听取|参观)[^,。;]{2}))"
)
"""组织师生参加运动会 is called 运动会, 全体党员收看现场直播 is 收看现场直播."""
_MUST_COME = Pattern(r"^[^,。;、]{0,20}?(?:必?[须須]|应|應|需)(?:出席|参加|參加)(?=.{3})")
_FORE = Pattern(
    r"^(?:一年一度的|关于(?:组织|开展|举[办行]|召开|做好)?(?=.{4})"
    r"|第[一二三四五][阶階]段[-—:： ]+(?=.{3})|周[一二三四五六日][)）]起?(?=..)"
    r"|[【\[][^【】\[\]]{0,6}[】\]](?=.{3})|[\u4e00-\u9fff\d]{2,14}[】\]](?=.{3})|待(?=.{3,12}(?:结束|完成)$))"
)
_IN_SYSTEM = Pattern(
    r"^[^,。;、]{0,8}(?:在|登[录陆]|通过)[^,。;、]{1,14}(?:平台|系统|网站|官网|小程序)[”》\"]?上?"
    r"(?=.{4})(?!培训|使用|操作|升级|上线|维护|建设|改造|迁移|更新|停|功能|割接)"
)
"""教师在国家平台实名注册并晒课 is called 实名注册并晒课."""
_AFTER = Ending(
    "行办开幕天告知辦",
    r"(?:(?<=...)(?:推迟|延期|顺延|提前|改期)(?:[一二两三\d]个?(?:周|天|日|星期))?(?:举[行办]|召开|进行)"
    r"|(?<=....)(?:在|于)[^,。;在于]{1,12}(?:召开|举[行办]|開幕|开幕|進行|舉[行辦])"
    r"|(?<=....)(?:\d{1,2}|[一二两三四五六七八九十])天"
    r"|(?<=....)的?(?:通知|公告|通告)(?<=[的放假馆水电]..))$",
)
_ACTS = (
    "报名|申报|申请|缴费|交费|领取|投稿|预约|提交|办理|报送|注册|选课|填报|投票|打印|报到|登记|评审|上传|征集|征稿|答题|归还|收件|开课"
    "|報名|申報|申請|繳費|領取|投稿|預約|辦理|報送|註冊|選課|填報|報到|登記|評審|上傳|徵集|徵稿|繳交|補報|歸還|徵件|開課"
)
_OF_ACT = Ending(
    "式法间間期限放通统統台接道口)）",
    rf"(?<=..)(?:{'|'.join(f'(?<={it})' for it in _ACTS.split('|'))})"
    r"(?:系统|系統|平台|链接|通道|入口)?(?:开放|开通|開放)?"
    r"(?:方式|办法|辦法|期间|期間|期限|时间|時間|期)?(?:(?<=[间間期])[(（][^()（）]{2,14}[)）])?$",
)
"""网上报名时间, 申报系统开放, 报名方式: the act alone is its name."""
_TIME = Ending(
    "间間围单法点式项员求为為)）",
    r"(?<=..)(?:参加人员|注意事项)(?:[、及和](?:参加人员|注意事项|要求))?$"
    r"|(?<=..)(?<![、及和与])(?<!作息)(?<!运行)(?<!营业)(?<!开放)(?<!服务)(?<!供暖)(?<!時刻)(?:截止)?(?:时间|時間)"
    r"(?:[为為]|[、及和][^,。;]{0,10}(?:范围|名单|方法|地点|方式|要求|事项)|[(（][^()（）]{2,14}[)）])?$"
)


def cut(name: str) -> str:
    """A name without what a sentence leaves at its ends."""
    if name[:1] in _FORE_STARTS or "】" in name or "]" in name:
        name = without(_FORE, name)
    if "参" in name or "參" in name or "出席" in name or "看" in name or "听" in name:
        name = without(_TAKES_PART, name) if not _MUST_COME.match(name) else without(_MUST_COME, name)
    if "平台" in name or "系统" in name or "网" in name or "小程序" in name:
        name = without(_IN_SYSTEM, name)
    found = _AFTER.search(name)
    return name[: found.start()] if found else name


_FORE_STARTS = frozenset("一关第周待【[")


def of_act(name: str) -> str:
    """What is done, of a name that says when, how or in which system (网上报名时间, 申报系统开放)."""
    found = _OF_ACT.search(name) or _TIME.search(name)
    return name[: found.start()] if found else name
