# 通知、提醒、变更
notice-tag = 通知
notice-more-dates = ……之后还有 { $count } 个日期
notice-unsure = 原文中{ $phrases }未能确定日期，请以原文为准。
button-full = 查看全文
button-source = 原文
button-ack = 收到，已知道了
button-calendar = 加入日程
button-remind = 提醒我
button-share = 分享
button-done = 已完成
button-snooze = 稍后再提醒
full-issuer = 发布单位：{ $value }
full-number = 文号：{ $value }
full-published = 发布日期：{ $value }
full-dates = 关键日期
full-requirements = 报送要求
requirement-naming = 文件或邮件名：{ $text }
requirement-quota = { $text }
requirement-lateness = { $text }
requirement-of = { $what }：{ $line }
full-contacts = 联系人
full-link = 打开原文
button-files = 附件（{ $count }）
files-none = 《{ $title }》没有附件。
full-attachments = 附件
full-attachment-unread = （没能读出内容，请打开看）
full-sources = 来源：
line-event = 📅 { $when }
line-deadline = ⏰ { $when }前
line-mail-to = 发 { $where }{ $more ->
    [0] {""}
   *[other] 等
}
line-web = 登录 { $where }{ $more ->
    [0] {""}
   *[other] 等
}
line-hand-to = 交 { $where }{ $more ->
    [0] {""}
   *[other] 等
}
line-owed-by = { $who }
line-owed-by-units = { $who }等{ $count }类单位
line-owed-by-many = { $who }等{ $count }类对象
line-place = 地点：{ $place }
left-over = 已结束
left-running = 进行中
left-days = { $days ->
    [0] 今天
    [1] 明天
    [2] 后天（还有2天）
   *[other] 还有{ $days }天
}
left-hours = 还有{ $hours }小时
left-minutes = 还有{ $minutes }分钟
reminder-heading = 【提醒】
reminders-heading = 【提醒】近期有{ $count }件事
reminder-from = 　来自《{ $title }》
change-heading = 【更正】通知内容有变化
change-moved = { $name }：由 { $old } 改为 { $new }
change-moved-place = { $name }：由 { $old } 改为 { $new }，地点：{ $place }
change-place = { $name }：地点或报送要求有变化，请查看全文
change-place-to = { $name }：地点由 { $old } 改为 { $new }
change-place-known = { $name }：地点为 { $new }
change-times = （共{ $count }次）
change-added = 新增 { $name }：{ $new }
change-withdrawn = 取消 { $name }（原定 { $old }）
change-deleted = { $name }（原定 { $old }）已从日历里删去，应该是取消了，请以主办方的消息为准
change-open = { $name }：原定 { $old }，新的时间另行通知
change-reminders-moved = 之前设的提醒已按新日期调整。
change-reminders-gone = 相关提醒已取消。
change-more = ……等{ $count }处变化
change-reason = 原文：“{ $reason }”
changes-moved = 变更：原定 { $old } → { $new }
changes-open = 变更：原定 { $old }，新的时间另行通知
changes-cancelled = 取消：原定 { $old }
roundup-heading = { $feed }一次新增 { $count } 条
roundup-more = ……另有 { $count } 条
roundup-dated = 其中 { $count } 条有日期要记，到时候照常提醒。
button-roundup = 查看全部 { $count } 条
withdrawn-heading = 【撤回】
withdrawn-body = 《{ $title }》已由发布者撤回，请以最新通知为准。
