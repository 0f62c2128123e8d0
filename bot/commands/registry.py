"""Everything that can be said to the bot, in the order of the help. A new command is a line here, its sentences, and
its function."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.commands import (
    announce,
    announcements,
    dates,
    duties,
    files,
    filters,
    groups,
    holds,
    latest,
    notice,
    profile,
    roles,
    scan,
    settings,
    start,
    stop,
    subscriptions,
    welcome,
    why,
)
from bot.commands.admin import invitations, menu, people, person, sources
from bot.commands.base import Answer, Command
from bot.commands.help import helper
from bot.commands.unknown import nearest
from bot.house import ADMIN, ORGANISER

COMMANDS: tuple[Command, ...] = (
    Command("latest", ("最新", "最新通知", "最近通知", "通知", "news", "notices", "latest notices"), latest.latest),
    Command("dates", ("活动", "日程", "日历", "活动安排", "日程安排", "events", "schedule", "calendar"), dates.dates),
    Command("deadlines", ("截止", "截止日期", "待办", "报送", "ddl", "due", "todo"), dates.deadlines),
    Command("subscriptions", ("我的订阅", "主题", "topics", "my subscriptions"), subscriptions.subscriptions),
    Command("subscribe", ("订阅", "关注", "follow"), subscriptions.subscribe),
    Command("unsubscribe", ("取消订阅", "取消关注", "unfollow"), subscriptions.unsubscribe),
    Command("filter", ("筛选", "过滤", "过滤条件", "筛选条件", "filters"), filters.run),
    Command("role", ("角色", "身份", "我的角色", "roles"), roles.role),
    Command("settings", ("设置", "提醒设置", "options"), settings.settings),
    Command("me", ("我的", "我", "个人", "profile"), profile.me),
    Command("language", ("语言", "lang"), profile.language),
    Command("help", ("帮助", "菜单", "功能", "怎么用", "?", "menu", "commands"), helper(lambda: COMMANDS)),
    Command("stop", ("退订", "停止", "停止接收", "全部退订", "别发了", "不要再发", "quit"), stop.stop),
    Command("announce", ("发布", "发通知", "发布通知"), announce.announce, ORGANISER),
    Command("announcements", ("我的发布", "已发布", "my announcements"), announcements.announcements, ORGANISER),
    Command("holds", ("待审", "待定", "待审通知", "pending"), holds.holds, ORGANISER),
    Command("admin", ("管理", "后台"), menu.menu, ADMIN),
    Command("members", ("成员", "成员管理"), people.people, ADMIN),
    Command("invite", ("邀请", "邀请码"), invitations.invite, ADMIN),
    Command("feeds", ("信息源", "来源"), sources.sources, ADMIN),
    Command("health", ("运行状态", "状态"), menu.condition, ADMIN),
    # Said without a slash, or behind a button; not in the help.
    Command("start", ("开始", "启动", "恢复", "resume"), start.run, listed=False),
    Command("hello", ("你好", "您好", "哈喽", "嗨", "在吗", "hi", "hey"), start.greet, listed=False),
    Command("today", ("今天", "今日", "今天的活动"), dates.today, listed=False),
    Command("week", ("本周", "这周", "这个星期", "this week"), dates.week, listed=False),
    Command("name", ("改名", "名字", "姓名", "昵称"), profile.name, listed=False),
    Command("leads", ("提前", "提醒", "提醒时间", "reminders"), settings.leads, listed=False),
    Command("quiet", ("免打扰", "勿扰", "静音", "mute"), settings.quiet_hours, listed=False),
    Command("notice", ("查看", "全文", "详情"), notice.run, listed=False),
    Command("roundup", (), latest.roundup, listed=False),
    Command("why", ("为什么", "为何", "为什么收到", "为什么没收到", "怎么没收到"), why.run, listed=False),
    Command("ack", ("收到", "已收到", "已阅", "received", "got it"), duties.ack, listed=False),
    Command("done", ("完成", "已完成", "办好了", "做完了"), duties.done, listed=False),
    Command("undone", (), duties.undone, listed=False),
    Command("snooze", ("稍后", "稍后提醒", "稍后再提醒", "later", "remind me later"), duties.snooze, listed=False),
    Command("remind", ("提醒我",), duties.remind, listed=False),
    Command("ics", ("加入日程", "日历文件"), duties.calendar, listed=False),
    Command("files", ("附件", "文件", "attachments"), files.run, listed=False),
    Command("skip", ("跳过",), welcome.skip, listed=False),
    Command("cancel", ("取消", "算了", "返回"), stop.cancel, listed=False),
    Command("groups", ("群", "群和频道", "我的群"), groups.shown, listed=False),
    Command("group", (), groups.group, listed=False),
    Command("draft", (), announce.draft, ORGANISER, listed=False),
    Command("qr", ("二维码",), scan.run, ORGANISER, listed=False),
    Command("withdraw", ("撤回", "撤销通知"), announcements.withdraw, ORGANISER, listed=False),
    Command("hold", (), holds.hold, ORGANISER, listed=False),
    Command("member", (), person.person, ADMIN, listed=False),
    Command("grant", (), roles.grant, ADMIN, listed=False),
    Command("decline", (), roles.decline, ADMIN, listed=False),
)

BY_WORD: Mapping[str, Command] = MappingProxyType(
    {word: it for it in COMMANDS for word in (it.name, f"/{it.name}", *it.words)}
)
"""Every word that begins a command: `start`, `/start`, `开始`."""

DIALOGS: Mapping[str, Answer] = {
    "name": profile.named, "leads": settings.leads_said, "quiet": settings.quiet_said, "announce": announce.said,
    "members": people.said, "hold": holds.written, "filter": filters.said, "feeds": sources.said,
}
"""What is done with words that answer a question, by the question's name."""

TAKES_ANY_WORDS = frozenset({"name", "announce"})
"""Dialogs whose answer may well begin with a command's word: there, only a command's words alone interrupt."""

START = BY_WORD["start"]
UNKNOWN = nearest(lambda: COMMANDS)
