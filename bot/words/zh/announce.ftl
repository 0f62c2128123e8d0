# 组织者：发布、查看、撤回
announce-text = 请把通知内容发给我，第一行是标题。里面的日期我会自动识别。
announce-text-again = 请发送新的内容，第一行是标题。原来的内容会被替换。
announce-choose = 请点按钮或回复数字选择；不发了就回复“取消”。
announce-open = 你有一份还没发布的草稿。要重新开始，请先取消。
announce-read = 《{ $title }》，识别到{ $count }个日期。
announce-roles = 发给谁？可以多选。
announce-topics = 只发给订阅了某些主题的人吗？可以多选。
announce-ack = 需要大家回复“收到”吗？
announce-preview =
    👆 成员看到的就是这样。
    发给：{ $roles }
    主题：{ $topics }
    共{ $count }人会收到。
announce-doubt = 有一处日期拿不准，先确认一下：
announce-sure = 确认发布吗？
announce-asks-ack = 会请大家回复“收到”。
announce-no-dates = 没有识别到日期，所以不会安排提醒。
announce-stars = 其中 Telegram { $count }条，按付费群发最多花{ $stars }颗星（Stars）。
announce-rooms = 另外发到{ $count }个群和频道。
announce-nobody = ⚠️ 目前没有人符合这个范围。
announce-quiet = 现在是免打扰时段，多数人会在{ $at }收到。
announce-gone = 这份草稿已经发布、取消或过期了。
announced = 已发布《{ $title }》，发给{ $count }人{ $rooms ->
    [0] {""}
   *[other] 、{ $rooms }个群和频道
}。
announcements-heading = 我的发布
announcements-hint = 回复数字看谁收到了。
announcements-none = 你还没有发布过通知。
announcement-unknown = 找不到这条通知，或者不是你发布的。
progress-sent = 已送达{ $sent }人，等待发送{ $waiting }人。
progress-failed = 发送失败{ $failed }人。
progress-acked = 收到：{ $said }/{ $all }
progress-silent = 还没回复：{ $names }
withdraw-sure = 撤回《{ $title }》？已收到的人会看到撤回说明，提醒也会取消。
withdrawn-before = 《{ $title }》之前已经撤回。
withdrew = 已撤回《{ $title }》，并告知{ $count }个已收到的账号。
everyone = 所有人
every-topic = 不限主题
button-announce-new = 发布通知
button-announcements = 我的发布
button-keep-text = 不改了
button-ack-yes = 需要
button-ack-no = 不需要
button-next = 下一步
button-send = 确认发布
button-date-none = 不设这个日期
button-text = 改内容
button-audience = 改范围
button-progress = 谁收到了
button-refresh = 刷新
button-withdraw = 撤回
button-withdraw-sure = 确认撤回
button-keep = 不撤回
taken-back = 发出去的已删除 { $gone } 条；{ $marked } 条改成了【撤回】（网页聊天里的，或在 Telegram 上太旧删不掉的）。
taken-back-left = 还有 { $left } 条改不了（找不到，或对方已屏蔽机器人）。
taken-back-waiting = 还有 { $waiting } 条正在处理。
