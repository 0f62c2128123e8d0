"""Notices of our own making, one for each way of writing a date and each role a date can play.

A finding is written `start/end` for an event (`start/` without an end, `/end` without a start) and as its moment for a
deadline. Years are 2031: 1 June is a Sunday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Own:
    name: str
    text: str
    events: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    title: str | None = None
    published: date | None = date(2031, 5, 20)


def _of(name: str, text: str, events: str = "", deadlines: str = "", title: str | None = None,
        published: date | None = date(2031, 5, 20)) -> Own:
    return Own(name, text, tuple(events.split()), tuple(deadlines.split()), title, published)


FORMS = (
    _of("a full date", "科普讲座定于2031年6月17日举行。", "2031-06-17/2031-06-17"),
    _of("month and day", "科普讲座定于6月17日举行。", "2031-06-17/2031-06-17"),
    _of("a bare day after a month", "6月3日开营,5日参观科技馆,8日返程。", "2031-06-03/2031-06-03 2031-06-05/2031-06-05 2031-06-08/2031-06-08"),
    _of("blanks inside", "讲座定于 2031 年 6 月12 日 举行。", "2031-06-12/2031-06-12"),
    _of("full width", "讲座定于２０３１年６月１２日（周四）１４：３０举行。", "2031-06-12T14:30/"),
    _of("dashes", "活动时间:2031-06-12 至 2031-06-14", "2031-06-12/2031-06-14"),
    _of("dots", "展览时间:2031.6.3-6.12", "2031-06-03/2031-06-12"),
    _of("Taiwan style", "研習於6/12(四)舉行。", "2031-06-12/2031-06-12"),
    _of("Chinese numerals", "定于二〇三一年六月十二日召开座谈会。", "2031-06-12/2031-06-12"),
    _of("Chinese numerals with a round zero and 廿", "定于二○三一年六月廿二日召开座谈会。", "2031-06-22/2031-06-22"),
    _of("the Republic's years", "請於120年6月12日前完成填報。", "", "2031-06-12"),
    _of("号 for 日", "6月12号下午3点在报告厅开班会。", "2031-06-12T15:00/"),
    _of("元月", "期末考试于2032年元月九日进行。", "2032-01-09/2032-01-09"),
    _of("a range in a month", "科技周于6月3日至12日举办。", "2031-06-03/2031-06-12"),
    _of("a range without the first 日", "科技周于6月3~12日举办。", "2031-06-03/2031-06-12"),
    _of("a range across months", "社会实践6月27日-7月9日进行。", "2031-06-27/2031-07-09"),
    _of("a range across months without 日", "社会实践5月28—6月4日进行。", "2031-05-28/2031-06-04"),
    _of("a range across years", "展览于2031年12月24日—2032年1月9日举行。", "2031-12-24/2032-01-09"),
    _of("a range with clocks", "系统停机时间为6月3日8:30—6月5日17:10。", "2031-06-03T08:30/2031-06-05T17:10"),
    _of("days and daily hours", "展厅6月3~8日8:00~17:30开放。", "2031-06-03T08:00/2031-06-08T17:30"),
    _of("two days in a row", "运动会6月3、4日举行。", "2031-06-03/2031-06-04"),
    _of("two days apart", "讲座分别于6月3日、12日举行。", "2031-06-03/2031-06-03 2031-06-12/2031-06-12"),
    _of("an afternoon clock", "6月12日下午3:20召开家长会。", "2031-06-12T15:20/"),
    _of("an afternoon clock of 24 hours", "6月12日下午16:40召开家长会。", "2031-06-12T16:40/"),
    _of("half past in Chinese", "6月12日下午四点半召开家长会。", "2031-06-12T16:30/"),
    _of("a quarter past", "6月12日上午8点一刻集合出发。", "2031-06-12T08:15/"),
    _of("noon as forenoon", "投稿于6月12日上午12:00截稿。", "", "2031-06-12T12:00"),
    _of("midnight", "报名截至6月20日24点。", "", "2031-06-20T23:59"),
    _of("the start of a day", "投稿截止时间:6月20日0:00", "", "2031-06-20T00:00"),
    _of("hours that look like days", "6月13日上午8-11时体检。", "2031-06-13T08:00/2031-06-13T11:00"),
    _of("a weekday in brackets", "家长会定于6月17日（周二）召开。", "2031-06-17/2031-06-17"),
    _of("a weekday and a clock in brackets", "家长会定于6月17日（周二下午2:30）召开。", "2031-06-17T14:30/"),
    _of("a relative day beside its date", "将于本周四（6月5日）开展消防演练。", "2031-06-05/2031-06-05"),
    _of("a teaching week beside its date", "第15周（6月5日）前完成出卷。", "", "2031-06-05"),
    _of("next year's January", "补考定于1月9日进行。", "2032-01-09/2032-01-09", published=date(2031, 12, 24)),
    _of("an open end", "6月12日起开放新馆。", "2031-06-12/"),
    _of("an end cut off", "公示时间:2031年6月12日—", "2031-06-12/"),
    _of("the end of a month", "请于9月底前完成开题。", "", "2031-09-30"),
    _of("the end of February", "请于2032年2月底前完成开题。", "", "2032-02-29"),
    _of("a clock on the next line", "举行日期\n2031年6月6日\n14:30\n二号楼", "2031-06-06T14:30/"),
    _of("a tag inside", "讲座定于6月<b>12</b>日举行。", "2031-06-12/2031-06-12"),
    _of("a hour that is missing", "请于6月12日点前提交材料。", "", "2031-06-12"),
)

ROLES = (
    _of("a time to enrol is due too", "6月3日至12日网上报名。", "2031-06-03/2031-06-12", "2031-06-12"),
    _of("a label for enrolling", "一、报名时间:6月3日-6月12日", "2031-06-03/2031-06-12", "2031-06-12"),
    _of("a heading for enrolling", "二、报名时间\n6月3日9:00至6月12日17:00\n三、考试时间\n6月28日", "2031-06-03T09:00/2031-06-12T17:00 2031-06-28/2031-06-28", "2031-06-12T17:00"),
    _of("a time of publicity is nobody's duty", "公示期为6月3日至6月9日。", "2031-06-03/2031-06-09"),
    _of("a time of review is nobody's duty", "6月3日至6月9日,组织专家评审。", "2031-06-03/2031-06-09"),
    _of("in on a day", "请各班于6月6日上午10点将名单送到教务处。", "", "2031-06-06T10:00"),
    _of("in before a day", "务于6月20日(周五)前交齐。", "", "2031-06-20"),
    _of("not later than", "申报书提交不得迟于6月20日17点。", "", "2031-06-20T17:00"),
    _of("a label that says due", "截稿日期:6月20日", "", "2031-06-20"),
    _of("due at the end of a sentence", "6月20日报名截止。", "", "2031-06-20"),
    _of("by the end of work", "请于6月20日下班前报送。", "", "2031-06-20"),
    _of("open from today", "即日起至6月20日接受报名。\n科协\n2031年6月2日", "2031-06-02/2031-06-20", "2031-06-20"),
    _of("a holiday with a day made up", "端午节放假时间为6月23日至25日,共3天。6月28日(星期六)正常上班。\n2031年6月9日", "2031-06-23/2031-06-25 2031-06-28/2031-06-28"),
    _of("the day whose lessons are taken over", "6月14日(星期六)上6月9日(星期一)的课。", "2031-06-14/2031-06-14"),
    _of("a day off joined to a weekend", "6月9日(周一)校庆停课,接前面的周末。", "2031-06-07/2031-06-09"),
    _of("an event postponed", "原定6月5日举行的宣讲移到6月19日举行。", "2031-06-19/2031-06-19"),
    _of("an event postponed without a day", "原定于6月5日举行的宣讲延期举行,时间待定。"),
    _of("a deadline extended", "申报截止时间由原定的6月5日延长至6月19日。", "", "2031-06-19"),
    _of("a deadline extended, the old one still printed", "关于延长征文截止时间的通知\n原截止时间为6月5日,现延期至6月19日24:00。", "", "2031-06-19T23:59"),
    _of("a past condition", "6月5日前已提交的同学不必重交。"),
    _of("people a rule is for", "2030年12月31日(含)以前入职的教师可以参加。"),
    _of("a signature", "请各单位遵照执行。\n教务处\n2031年5月12日"),
    _of("a signature in Chinese numerals", "请各单位遵照执行。\n教 务 处\n二〇三一年五月十二日"),
    _of("the page's own dates", "关于遵守纪律的通知\n发布日期:2031-05-12 来源:教务处 浏览:512次\n请各单位遵照执行。"),
    _of("a cited paper", "根据《关于评选的通知》(科协发〔2031〕58号),学校2031年4月9日印发了方案。"),
    _of("a letter number", "依府教字第1200612345號函辦理。"),
    _of("school years and classes", "2031-2032学年第一学期,31级、30级学生参加。"),
    _of("counts and phones", "浏览:512次,照片4-6张,电话62819307,满60分。"),
    _of("months only", "比赛时间:2031年10月-11月"),
    _of("a third of a month", "拟于9月上旬举办。"),
    _of("a rule that stands", "每学年末考核一次,会议召开前一周的周五11:30前上报。"),
    _of("another's event as a reason", "因6月5日至8日省馆举办博览会,决定年会于6月20日举行。", "2031-06-20/2031-06-20"),
    _of("what is over", "6月5日,我校成功举办了科普报告会,师生反响热烈。", published=date(2031, 6, 9)),
    _of("each by its own day", "老生在8月31日前、新生在9月3日前将学费存入银行卡。", "", "2031-08-31 2031-09-03"),
    _of("a chain of duties", "学生于6月10日前交学院,学院于6月12日前审核,学院于6月15日前汇总报科研处。", "", "2031-06-10 2031-06-12 2031-06-15"),
    _of("paper and file on different days", "纸质件6月10日前、电子件6月12日16:20前报送科教楼215室。", "", "2031-06-10 2031-06-12T16:20"),
    _of("one phrase, two deadlines", "春、秋两季分别于4月18日、10月17日前提交报告。", "", "2031-04-18 2031-10-17", published=date(2031, 3, 3)),
    _of("a table with a column that says due", "序号 | 事项 | 截止日期 |\n1 | 提交申请表 | 6月10日 |\n2 | 提交论文 | 6月20日17点 |", "", "2031-06-10 2031-06-20T17:00"),
    _of("a table of steps", "时间 | 内容 |\n6月3日 | 召开动员会 |\n6月4日-6月9日 | 学生网上报名 |\n6月12日-6月15日 | 专家评审 |", "2031-06-03/2031-06-03 2031-06-04/2031-06-09 2031-06-12/2031-06-15", "2031-06-09"),
    _of("counted from an event", "宣讲会定于6月10日召开,宣讲会结束次日交心得体会。", "2031-06-10/2031-06-10", "2031-06-11"),
    _of("counted in days from an event", "答辩定于6月10日举行,答辩后三天内提交修改稿。", "2031-06-10/2031-06-10", "2031-06-13"),
    _of("working days from who knows when", "请在签收后七个工作日内交齐。"),
    _of("a weekly course", "6月3日至6月24日每周二晚18:40-20:10授课。", "2031-06-03T18:40/2031-06-24T20:10"),
    _of("dates in a series", "每周二、周四(6月3日、6月5日、6月10日、6月12日)正常报账。", "2031-06-03/2031-06-12"),
    _of("hours of a second clock", "26日13:35开幕。会期6月26日至27日。", "2031-06-26/2031-06-27", published=date(2031, 6, 1)),
    _of("an inaugural meeting told twice", "定于6月12日召开工作会议。\n一、时间:6月12日(星期四)9:00\n二、地点:三楼会议室", "2031-06-12T09:00/"),
    _of("a report in a newspaper", "本报讯(记者 王一)5月18日,记者从市科协获悉,全市科技周将于5月24日至31日举办。", "2031-05-24/2031-05-31"),
    _of("no year anywhere", "5月15日前提交论文。", published=None),
    _of("a year in the title only", "关于2031年科普讲解大赛的通知\n大赛于6月12日举行。", "2031-06-12/2031-06-12", published=None),
    _of("a school year in the title", "2031-2032学年第一学期选课通知\n选课时间:1月5日-1月9日", "2032-01-05/2032-01-09", "2032-01-09", published=None),
    _of("what lasts until", "材料在网站保留到6月26日。"),
    _of("the last day", "6月20日为最后一天报名。", "2031-06-20/2031-06-20", "2031-06-20"),
    _of("collected on two days", "请班长在6月21日、22日两天把报名表交到一号楼。", "2031-06-21/2031-06-22", "2031-06-22"),
    _of("moved inside the same sentence", "会议时间由6月5日调整为6月9日上午9:00。", "2031-06-09T09:00/"),
    _of("cancelled", "原定6月5日的运动会取消。"),
    _of("a power cut", "因检修线路,6月7日8:00至6月7日18:00停电。", "2031-06-07T08:00/2031-06-07T18:00"),
    _of("a night without power, told in two clauses", "6月12日22:30停机,13日5:00恢复。", "2031-06-12T22:30/2031-06-13T05:00"),
    _of("if it rains", "运动会6月12日举行,若遇大雨,改到6月13日。", "2031-06-12/2031-06-12"),
    _of("one phrase, two audiences", "教师组、学生组分别在6月12日、13日比赛。", "2031-06-12/2031-06-12 2031-06-13/2031-06-13"),
    _of("who did not answer", "6月20日前未提交的视为放弃。", "", "2031-06-20"),
    _of("until, without a word for it", "报名时间至6月20日。", "", "2031-06-20"),
    _of("two sittings in a day", "论文提交时间:6月12日8:30-11:30,下午14:30-17:30", "2031-06-12T08:30/2031-06-12T17:30", "2031-06-12T17:30"),
    _of("spans in a row", "1月10日至1月12日、1月28日至2月4日闭馆。", "2031-01-10/2031-01-12 2031-01-28/2031-02-04", published=date(2031, 1, 3)),
    _of("years typed with letters", "二楼会议室2O31年6月12日开会。", "2031-06-12/2031-06-12"),
    _of("a clock before which people are there", "典礼于6月12日14:00在礼堂举行。全体毕业生13:30前入场完毕。", "2031-06-12T14:00/", "2031-06-12T13:30"),
    _of("a time of counting", "统计时间:2030年6月1日至2031年5月31日期间所获奖项。"),
    _of("winter hours", "自10月8日起执行冬季作息时间。", "2031-10-08/"),
    _of("put off to the same hour", "原定于6月5日19:00在东区水上报告厅举行的讲座,推迟至6月12日(周四)同一时间,地点不变。", "2031-06-12T19:00/", title="关于推迟举办科普讲座的通知"),
    _of("from now on to the end of a day", "缴费时间:即日起至6月10日24:00。\n财务处\n2031年5月20日", "2031-05-20/2031-06-10T23:59", "2031-06-10T23:59"),
    _of("from now on, whenever that is, to an hour", "缴费时间:即日起至6月10日17:00。", "/2031-06-10T17:00", "2031-06-10T17:00"),
    _of("how long a school lasts", "暑期学校七月十四日至二十五日,为期两周。报名截止六月卅日。", "2031-07-14/2031-07-25", "2031-06-30", title="暑期学校报名启事"),
    _of("office hours", "咨询电话:0551-63600000,工作时间:周一至周五8:30-11:30。"),
    _of("before school is out", "各班于6月13日放学前将报名表交体育组。", "", "2031-06-13"),
    _of("a zero typed among Chinese numerals", "科普讲座定于二0三一年六月十七日举行。", "2031-06-17/2031-06-17", published=None),
    _of("a weekday said again with dots", "本周四(5.22)下午2:30在行政楼401开会。", "2031-05-22T14:30/"),
    _of("what an earlier notice asked", "前期通知(2031年5月6日发布)要求5月22日前提交报告,现将截止时间延长至5月29日16时。", "", "2031-05-29T16:00", title="关于延期提交的补充通知"),
    _of("a lecture hall is no report", "地点:教研楼三楼报告厅\n报名:扫描二维码,6月15日20:00截止", "", "2031-06-15T20:00"),
)
