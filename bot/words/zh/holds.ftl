# 待审：拿不准的地方，由组织者决定
holds-heading = 待审（{ $count }条）
holds-none = 没有待审的通知。
holds-first = 最早的日期：{ $day }
holds-more = ……另有{ $count }条
holds-hint = 这些通知里有拿不准的地方，决定之前不会发出。点按钮查看；也可以先发“待审”，再回复数字。
hold-heading = 【待审】有日期拿不准，决定之前不会发出
hold-heading-which = 【待审】要先确认它改的是哪一条通知，确认之前不会发出
hold-asks-which = 它改的是下面哪一条？选定后，那一条的日期和提醒跟着改，并告知大家。
hold-which = { $place }. 《{ $title }》（{ $on }发布）
hold-amends = ✓ 改的是《{ $title }》（{ $who }决定）
hold-amends-before = ✓ 改的是《{ $title }》（之前已决定）
hold-alone = ✓ 不是改哪一条，单独发布（{ $who }决定）
hold-alone-before = ✓ 不是改哪一条，单独发布（之前已决定）
hold-moved = 好的，日期和提醒已经跟着改，正在告知{ $count }人。
hold-place = 第{ $place }处，共{ $count }处
hold-quote = 原文：“{ $quote }”
hold-quote-attached = 附件《{ $name }》：“{ $quote }”
hold-asks-deadline = “{ $name }”到底哪天截止？
hold-asks-event = “{ $name }”到底是哪天？
doubt-weekday = { $day }不是{ $said }，日期和星期对不上。
doubt-lunar = “{ $phrase }”的公历和农历对不上。
doubt-past = 截止日期早于发布日期，可能写错了。
doubt-year = “{ $phrase }”没有写年份，推算不出是哪一年。
doubt-no-such-day = 没有“{ $phrase }”这一天。
doubt-unsure = “{ $phrase }”没有十足的把握。
hold-urgent = ⚠️ 最早的日期是{ $days ->
    [0] 今天
    [1] 明天
   *[other] { $day }
}，请尽快决定。
hold-passed = ⚠️ 其中的日期（{ $day }）可能已经过了，请尽快决定。
hold-decided = ✓ { $name }：{ $when }（{ $who }决定）
hold-decided-before = ✓ { $name }：{ $when }（之前已决定）
hold-no-date = 不设日期
hold-told = 已决定并发布：《{ $title }》
hold-told-quiet = 已决定：《{ $title }》。它是首次获取时已有的通知，不再另发，到时照常提醒。
hold-left-out = 《{ $title }》不发布（{ $who }决定）。
hold-superseded = 《{ $title }》的原文已有变化，这里不用再选。
hold-on-its-way = 好的，正在发给{ $count }人。
hold-late = 已经有人决定过了，以先决定的为准。
hold-unknown = 找不到这条待审的通知。
hold-write = “{ $name }”应该是哪天？请直接发送日期，例如：9月27日，或 9月27日17:00，或 9月15日至25日。
hold-not-a-date = 没看懂这个日期。请只发送日期，例如：2026年9月27日，或 9月27日17:00。
hold-confirm = “{ $name }”定为 { $when }，对吗？
hold-out-sure = 《{ $title }》整条不发布？不会有人收到它，也不会有提醒。
button-holds = 待审
button-hold-write = 写别的日期
button-hold-none = 不设日期，只发通知
button-hold-alone = 都不是，单独发布
button-hold-out = 整条不发
button-hold-out-sure = 确认不发
button-hold-confirm = 对，就是这天
help-holds = 拿不准的通知等你决定
health-holds = 待审：{ $count }条，最久{ $hours }小时
