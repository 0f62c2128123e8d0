"""The words by which English notices tell what a date is for."""

from __future__ import annotations

import re

from notices.extract.english.phrases import WEEKDAY
from notices.extract.patterns import Pattern

DUE_BEHIND = Pattern(
    r"[\s,()|:-]{0,4}(?:(?:\w[\w'-]{0,20} ){0,4}(?:due\b|deadline)|(?:(?:all |the )?(?:candidates|students"
    r"|applicants|authors|participants|faculty|departments|schools|teams|parents) )?(?:must )?(?:submit|return|send"
    r"|hand in|turn in|upload|register|apply|enrol|pay)\b)",
    re.IGNORECASE,
)
TAKES_OVER = Pattern(
    rf"(?:{WEEKDAY}'s|\b(?:follow|following|in place of|on|replaces?|replacing|instead of|make up for|making up for"
    rf"|compensate for)"
    r"(?: the| a)?(?: regular| normal| usual)?) (?:timetable|schedule|classes|lessons)(?: of| for| on| from"
    r"| missed on| scheduled for){0,2}"
    r"(?: the)? ?\(?$|\b(?:in place of|makes? up for|making up for|compensates? for)(?: the| those| classes"
    r"| lessons| of| on| missed){0,3} ?\(?$",
    re.IGNORECASE,
)
"""Lessons of another day are given: that day is no date."""
MUST = Pattern(
    r"\b(?:must|should|have to|has to|need to|needs to|shall|please|kindly|required to|asked to|requested to)\b",
    re.IGNORECASE,
)
ACT = Pattern(
    r"\b(?:(?:pre-?)?regist(?:er|ration)s?|sign(?:ing)?[- ]?ups?|sign up|appl(?:y|ications?|icants?)|submi(?:t"
    r"|ssions?|tted|tting)"
    r"|enrol(?:l|ment|lment)?s?|rsvp|nominat(?:e|ions?)|call for (?:papers|proposals|abstracts)|pay(?:ment)?s?"
    r"|payable|vot(?:e|ing)|ballots?"
    r"|survey|questionnaire|course selection|add/drop|add or drop|upload|hand(?:ed)? in|turn(?:ed)? in"
    r"|return(?:ed)?(?= (?:the|your|all|it|to|this|by)\b)"
    r"|entr(?:y|ies)|bookings?|booked|book (?:a|your|online)|orders?|proposals?|abstracts?|manuscripts?|full papers?"
    r"|expressions? of interest|bids?|consent forms?"
    r"|withdraw(?:al)?|reply slips?|feedback|choose|select (?:your|their|a)|consultation|(?:course|module|option"
    r"|subject) (?:choices?|options?)"
    r"|selection|suggestions?|corrections?|comments?|contributions?"
    r"|deposits?|fees?"
    r"|(?:the|this|our) (?:call|portal|ballot|poll)|on sale)\b",
    re.IGNORECASE,
)
_LATEST = (
    r"(?:\b(?:no|not) later than|\bon or before|\bby(?: or on)?|\bbefore|\bprior to|\blatest by|\bin advance of"
    r"|\bdue(?: back| in)?(?: on| by| date| is| at|:){0,2}"
    r"|\b(?:deadlines?|due dates?|cut-?off(?: date)?s?|closing dates?|last (?:day|date))\b[^.;\n]{0,90}?(?: is"
    r"| will be| are|:|-| on| by| falls on)"
    r"|\bdeadline:?|\b(?:have|has) (?:until|till)|postmarked(?: by)?)"
)
_BOUND = (
    r"(?: (?:is|at|on|the|(?:end|close) of (?:the )?(?:working |business |school )?day|end of"
    r"|the end of(?: the day)?|start of|close of business|close of play|COB|EOD"
    r"|end of day|midnight|noon|lunchtime|school"
    r"|this coming|about|no later than|(?:the )?(?:end|close) of (?:school|business"
    r"|the (?:school )?day))\b){0,3},?(?: on)?:? {0,2}\(?(?:the )?$"
)
DUE = Pattern(_LATEST + _BOUND, re.IGNORECASE)
MAY_UNTIL = Pattern(
    r"\b(?:may|can|could|must|should|will) (?:still |also |only |then )?be (?!seen|viewed|visited|found|accessed"
    r"|heard|used|enjoyed|open|closed|on|in|at|available|offline|unavailable|held|running|shown|displayed|suspended"
    r"|interrupted)\w{3,12}\b",
    re.IGNORECASE,
)
UNTIL = Pattern(
    r"(?:\b(?:until|till|through|up to|up until|up to and including)|\bclos(?:es?|ed|ing)(?: on| at| by)?"
    r"|\bends?(?: on| at)?|\bending(?: on| at)?"
    r"|\bexpires?(?: on| at)?|\bwraps? up(?: on| at)?|\bends:|\bcloses:|\bfinish(?:es)?(?: on| at)?"
    r"|\bconcludes?(?: on| at)?"
    r"|\bruns (?:until|to)|\bto close(?: on)?)",
    re.IGNORECASE,
)
LEFT_OUT = Pattern(
    r"\b(?:no (?:[a-z]{2,12} )?(?:meetings?|class(?:es)?|sessions?|club|practice|lectures?|rehearsals?|training"
    r"|tours?|talks?|films?|shows?|screenings?|events?|activit(?:y|ies))|except"
    r"|excluding|but not|skipping)(?: for)?(?: on)?(?: the)? $",
    re.IGNORECASE,
)
"""No meeting on 18 June: a day that a series leaves out."""
STAYS_CLOSED = Pattern(r"\b(?:is|are|be|remains?) (?:\w{3,12}ly )?closed(?: on)? $", re.IGNORECASE)
DUE_AFTER = Pattern(
    r"^[\s,()|:-]{0,4}(?:is|will be|being)? ?(?:the )?(?:final |last |absolute |application |submission "
    r"|registration |nomination |entry |abstract |paper |early[- ]bird ){0,3}"
    r"(?:deadline|due date|cut-?off|closing date|last (?:day|date) (?:to|for|of (?:registration|application))"
    r"|(?:(?:online|early|early-bird|course|paper|abstract) )?(?:registration|applications?|nominations?"
    r"|submissions?|entries|voting|enrol?lment|booking)s? (?:closes?|ends?|due))",
    re.IGNORECASE,
)
DUE_LABEL = Pattern(
    r"\b(?:deadline|due|closing|closes?|cut-?off|last (?:day|date) (?:to|for|of (?:registration|application))|rsvp"
    r"|(?:apply|register|submit|return|reply|book|enter|order|enrol) by|reply by"
    r"|(?:registration|applications?|enrol?lment|booking|voting|nominations?|early bird|entries|sales?) ends?\b"
    r"|camera[- ]ready|(?:final|full|long|short|regular|revised|poster|workshop|tutorial|panel)? ?(?:(?:papers?"
    r"|abstracts?|manuscripts?|proposals?|poster|tutorial) submissions?|manuscripts?)"
    r"|submissions?|submit|payment|(?:final )?balance|instal?lment|deposit|nominations?|expressions? of interest"
    r"|(?:(?:outline|full|final|revised|grant|all|online|stage \d|\w{1,12}) )?(?:full papers?|final (?:versions?"
    r"|papers?|texts?)|revised (?:versions?|papers?)|proposals?|applications?"
    r"|abstracts?|manuscripts?|entries|forms?)$)",
    re.IGNORECASE,
)
DUE_COLUMN = Pattern(r"\b(?:deadline|due|closing|closes|submit by|apply by|last day)\b", re.IGNORECASE)
OPEN_LABEL = Pattern(
    r"\b(?:open(?:s|ing)?|begins?|starts?|launch|available|notification|notify|notified|acceptance|results?"
    r"|decisions?|announce\w{0,6}|released?|published|interviews?|ceremony|selected"
    r"|outcomes?|review)\b",
    re.IGNORECASE,
)
_THEIR_ACTS = (
    r"(?:posted|published|announced|released|notified|informed|contacted|available|issued|sent|e-?mailed|mailed"
    r"|made|reviewed|decided|finali[sz]ed"
    r"|confirmed|dispatched|uploaded|distributed|delivered|credited|refunded|processed|shortlisted|invited"
    r"|displayed|ready|selected|completed"
    r"|updated|known|communicated|declared|awarded|forwarded|circulated|marked|returned to (?:students|you|authors"
    r"|applicants|candidates))"
)
THEIRS = Pattern(
    rf"\b(?:will|shall|should|are|is|to|expected to|going to) (?:then |also |normally |only |all )?(?:be"
    rf"|have been) (?:\w{{1,12}}ly )?{_THEIR_ACTS}\b[^.;\n]{{0,60}}$"
    r"|\b(?:will|shall|should|can expect to) (?:hear|learn|be (?:notified|informed|contacted|told))\b[^.;\n]{0,60}$"
    r"|\b(?:we|(?:the |our )?(?:\w{1,20} )?(?:committee|office|jury|panel|editors?|organi[sz]ers?|university|school"
    r"|society|library|department|board|judges?|reviewers?|chairs?|secretariat|registry)"
    r"|you|applicants|authors|candidates|teams) (?:will|shall|aims? to|hopes? to|expects? to|plans? to|intends? to"
    r"|can expect to) (?:then |also |normally )?"
    r"(?:inform|notify|contact|announce|publish|post|release|let|hear|receive|respond|reply|review|send|decide"
    r"|issue|e-?mail|confirm|make|have|learn|know|be (?:notified|informed|contacted))\b[^.;\n]{0,60}$"
    r"|\b(?:results?|decisions?|grades?|marks|outcomes?|notifications?|winners?|offers?"
    r"|replies)\b[^.;\n]{0,40}\b(?:expected|announced|available|out|released|posted|published)\b[^.;\n]{0,20}$"
    rf"|\b(?:results?|decisions?|grades?|marks|outcomes?|notifications?(?: of \w{{1,20}})?):? (?:by|before"
    rf"|no later than) $",
    re.IGNORECASE,
)
OLD = Pattern(
    r"(?:original(?:ly)?|previously|initially|formerly|(?:was|were) (?:due|scheduled|planned|to)"
    r"|(?<!be )(?<!re-)\bscheduled for|planned for)[^.;\n]{0,60}$|\bfrom(?: the)?(?: original)? ?$|instead of ?$"
    r"|rather than ?$|\bnot (?:on )?$",
    re.IGNORECASE,
)
NEW = Pattern(
    r"(?:postponed|re-?scheduled|moved|extended|changed|deferred|delayed|put back|pushed back|brought forward"
    r"|shifted|re-?arranged)"
    r"[^.;\n]{0,60}?(?:to|until|till|through|for|on|by one week,?(?: to)?|and will (?:now )?(?:take place"
    r"|be held)(?: on)?) (?:the )?$|\b(?:later|earlier),? (?:i\.e\.,? )?(?:on|to) (?:the )?$|\bnew (?:date|deadline"
    r"|time|closing date|exam date)(?: is|:| will be| of"
    r"| for[^.;\n]{1,30}is){0,2} ?$"
    r"|\b(?:will|is|are|shall) (?:now|instead)(?: be| take| run|\b)[^.;\n]{0,50}$|\bwill (?:take place|be held"
    r"|run) instead (?:on )?$|\bis now $",
    re.IGNORECASE,
)
MOVED_AFTER = Pattern(
    r"[^.;\n]{0,60}?\b(?:has been|have been|is|are|will be|was|had to be|must be) (?:now )?(?:postponed"
    r"|re-?scheduled|moved|extended|deferred|brought forward|put back|re-?arranged|changed)",
    re.IGNORECASE,
)
MOVES = Pattern(
    r"postpon|re-?schedul|moved (?:to|from)|deferred"
    r"|delayed|put back|pushed back|brought forward|re-?arranged"
    r"|\b(?:date|time) (?:has )?(?:been )?changed|change of date",
    re.IGNORECASE,
)
EXTENDS = Pattern(
    r"\bexten(?:ded|sion of the (?:deadline|submission|registration))|deadline extension"
    r"|extend(?:ing)? the (?:\w{1,20} ){0,2}(?:deadline|period)",
    re.IGNORECASE,
)
CANCELS = Pattern(
    r"\bcancel(?:l?ed|lation of)|called off|will not (?:take place|be held|go ahead)|\bno longer (?:take|be held)",
    re.IGNORECASE,
)
CANCELLED_POLICY = Pattern(r"cancel[^.;\n]{0,40}(?:before|after|by|until|refund)|refund", re.IGNORECASE)
PAST = Pattern(
    r"(?:\bwas|\bwere|\bhas been|\bhave been|had been) (?:\w{1,20} ){0,2}(?:held|published|posted|founded"
    r"|established"
    r"|born|approved|issued|signed|released|announced|received|completed|adopted|updated|revised|opened"
    r"|launched) ?(?:back )?(?:on|in|by)? ?$"
    r"|(?:^|[(,|-]|\b(?:last|first|page|document|notice|article|version|website)) {0,2}(?:posted|published|updated"
    r"|modified|dated|issued|created|released|announced|signed|revised|approved)"
    r"(?: on| at| by [\w ]{1,20})?:? ?$|(?:\bborn|\bsince|\bas of|\bminutes of|\bletter of|\bcircular of"
    r"|\bcopyright|©|\be-?mail of|\bmemo of|\bdated)(?: on| at)?:? ?$"
    r"|\b(?:took place|last (?:year|month|week|term|semester)[^.;\n]{0,60}) ?(?:on|in|from)? ?$",
    re.IGNORECASE,
)
PAST_AFTER = Pattern(
    r"^[, ]{0,2}(?:we|the \w{1,20}|our \w{1,20})? ?(?:successfully )?"
    r"(?:held|hosted|organi[sz]ed|attended|visited|won|celebrated)\b",
    re.IGNORECASE,
)
CONDITION = Pattern(
    r"\b(?:born|employed|hired|registered|published|enrolled|obtained|received|completed|purchased|paid|submitted"
    r"|arriving|booked|bought|joined|graduated|graduating|those who|anyone who|papers|students who|under \d{1,2}"
    r"|aged \d{1,2})"
    r"[^.;\n]{0,40}(?:before|after|between|since|on or after|on or before|prior to|as (?:of|at)) (?:the )?$"
    r"|\b(?:issued|borrowed|bought|purchased|hired|employed) from (?:the )?$|\b(?:after|since|days of|following"
    r"|later than [\w ]{1,20} after) (?:the )?$|\b(?:under|over"
    r"|aged) (?:the age of )?\d{1,2}\b[^.;\n]{0,12} on $",
    re.IGNORECASE,
)
HAND_ON = Pattern(
    r"\b(?:submit|send|hand in|turn in|upload|pay|return (?:the|your|all|it|them|this"
    r"|completed))\b[^.;\n]{0,60}\bon $",
    re.IGNORECASE,
)
OPENS = Pattern(
    r"\b(?:starting|beginning|commencing|from|as (?:of|from)|effective|with effect from|starts?|begins?|commences?"
    r"|kicks? off|gets? under ?way|(?:re)?opens?(?: to \w{1,20})?|opening|resumes?|available|go(?:es)? on sale"
    r"|goes live|launch(?:es)?"
    r"|return to (?:school|class(?:es)?)|returns?|back)"
    r"(?: again)?(?: on| at| from| for [\w ]{1,30}? on)?:? (?:the )?$|\bopens?(?: at)?:? $",
    re.IGNORECASE,
)
STOPS = Pattern(r"\b(?:close|closing|shut|suspend|unavailable|interrupt|offline|down|cease)", re.IGNORECASE)
RESUMED = Pattern(
    r"\b(?:re-?opens?|resumes?|(?:be )?(?:restored|available|back)|returns?)\b[^.;\n]{0,20}$",
    re.IGNORECASE,
)
LABEL_ABOVE = Pattern(r"\b(?:dates?|when|times?|deadlines?)\b", re.IGNORECASE)
HYPOTHETICAL = Pattern(
    r"\b(?:in (?:the )?(?:case|event) of (?:rain|bad weather|wet weather)|if (?:it rains|wet|necessary|the weather)"
    r"|rain date|backup date|reserve (?:date|day)|weather permitting)",
    re.IGNORECASE,
)
CLASSES = Pattern(r"\b(?:class(?:es)?|lessons|school|lectures)\b[^.;\n]{0,30}$", re.IGNORECASE)

ORIGINALLY = Pattern(
    r"\b(?:original(?:ly)?|previous(?:ly)?|initial(?:ly)?|former(?:ly)?|old)\b[^.;\n]{0,60}$|\b(?:was|were) (?:due"
    r"|scheduled|planned|to (?:be|take))"
    r"[^.;\n]{0,60}$",
    re.IGNORECASE,
)
ACT_FOR = Pattern(
    r"\b(?:appl\w{1,9}|registration(?: fees?| forms?| details| information)?|nominat\w{1,5}|sign(?:ing)?[- ]up"
    r"|entries|register|enrol\w{0,5}) (?:is "
    r"|are )?(?:now )?(?:open |invited |welcome )?"
    r"(?:for|to attend|to join|in) (?:the |our |a |an |this )",
    re.IGNORECASE,
)
OPEN_FOR = Pattern(r"\b(?:open|opens|runs?|period|accepted|window|available|is|are|will)\b", re.IGNORECASE)
RSVP = Pattern(r"(?:please )?rsvp(?: (?:by|before|deadline|to))?", re.IGNORECASE)
HANDED = Pattern(
    r"submitted|sent|returned|handed|turned|uploaded|received|delivered|mailed|emailed|filed|postmarked|completed",
    re.IGNORECASE,
)
FACILITY = Pattern(
    r"\b(?:librar(?:y|ies)|school|offices?|campus|building|museum|pool|gym(?:nasium)?|canteen|cafeteria|shop|rooms?"
    r"|services?|system|catalogue|website|portal|servers?|cent(?:re|er)|lab(?:oratory)?"
    r"|counter|desk|gates?|halls?|car park|restaurant|university|college|bookstore|network|road|water|electricity"
    r"|power|elevator|lifts?)\b",
    re.IGNORECASE,
)
DUTY_CLOCK = Pattern(
    r"\b(?:must|should|shall|please|need to|have to|are (?:asked|required|requested|expected|advised) to"
    r"|is asked to|to)\b[^.;\n]{0,60}?"
    r"\b(?:report|arrive|be seated|be in|be at|be there|be present|assemble|check[- ]in|sign in|gather|register"
    r"|submit|hand in|return|reply|assembled|seated)\b[^.;\n]{0,60}?(?:by|before|no later than) $",
    re.IGNORECASE,
)
CLOCK_LEAD = Pattern(
    r"(?:\b(?:at|from|between|starts?|starting|begins?|beginning|opens?|kick-?off|@|is|time|daily|around|about)"
    r"|[,:(|-]) {0,2}\(?$",
    re.IGNORECASE,
)
CLOCK_END = Pattern(
    r"\b(?:return|end|finish|close|conclude|until|till|be back|collect|pick)\w{0,4}\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
TIME_LABEL = Pattern(
    r"[\s*•·-]{0,6}(?:(?:start(?:ing)?|event|exam|class|meeting|opening) )?(?:time|hours|timing)s? ?[:|-] {0,3}",
    re.IGNORECASE,
)
INSTEAD = Pattern(r"(?:\binstead of|\brather than|\band not(?: on)?)(?: the)? ?$", re.IGNORECASE)
WAS_TO = Pattern(r"\b(?:original|previous|initial|former|planned|scheduled|was to|were to|instead)", re.IGNORECASE)
CLOCK_NOT = Pattern(
    r"\b(?:by|before|until|till|after|doors(?: open)?(?: at)?|arriv\w{1,3}(?: at)?|than|closed|within) ?$",
    re.IGNORECASE,
)
WILL_NOW = Pattern(
    r"\b(?:will|is|are) now\b|\binstead\b|\b(?:one|a|two|three) (?:day|week|hour|month)s? (?:later|earlier)\b",
    re.IGNORECASE,
)
NO_CLOCK = Pattern(
    r"\b(?:arriv\w{1,3}|assembl\w{1,3}|gather|report|usual|normal|office hours|other days|weekdays|desk|call|phone"
    r"|every day|each day|hotline|doors|check-in opens|registration (?:desk )?(?:opens|from))\b",
    re.IGNORECASE,
)
PLACE = Pattern(
    r"(?:Venue|Location|Place|Where)(?:s)? ?[:|-] {0,3}(?P<labelled>[^\n;|]{2,70}?)(?=\.(?: |\n|$)|\n|;|\||$)"
    r"|\b(?:at|in|@) (?:the )?(?!\d{1,2}(?::\d\d)?\b(?! [A-Z]))(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]{0,6}\b)(?!(?:Year|Grade|English|Chinese|Word|PDF|Excel|Beijing time|Semester|Term|Class)\b)"
    r"(?P<at>(?:[A-Z0-9][\w.&'-]{0,30})(?: (?:of|the|and|[A-Z0-9][\w&'-]{0,30})){0,6})"
    r"|, (?:in |at )?(?:the )?(?P<room>(?:(?:[A-Z][\w'&-]{1,20} ){0,4}(?:Room|Rm\.?|Hall|Theatre|Theater|Auditorium"
    r"|Gymnasium|Gym|Building|Block|Lab|Laboratory|Library|Centre|Center|LT|Studio|Chapel|Ballroom|Stadium|Gallery"
    r"|Field|Court|Garden|Campus|Plaza|Cafeteria|Canteen|Atrium|Lounge)"
    r"(?: (?:[A-Z]?\d[\w-]{0,8}|[A-Z]\b|[A-Z]-?\d{1,4}))?|online|Zoom))(?=[,.;\n|)]|$| (?:for|to|on|at|in)\b)"
)
PLACE_COLUMN = Pattern(r"venue|place|location|room|where|hall", re.IGNORECASE)
CLOSES = Pattern(r"\b(?:clos(?:e|es|ing)|ends?|until|till|to|deadline)\b", re.IGNORECASE)
ROOM = Pattern(
    r"\b(?:Room|Rm|Hall|Theatre|Theater|Auditorium|Gym(?:nasium)?|Building|Block|Lab|Library|Centre|Center|LT"
    r"|Studio|Chapel|Ballroom|Stadium|Gallery|Campus|Online|Zoom|Cafeteria|Canteen|Atrium|Lounge|Lawn|[Ff]ield"
    r"|[Gg]rounds?|Home|Away)\b(?: [A-Z]?\d{0,4}[A-Z]?)?$"
)
PLACE_NOUN = Pattern(
    r"\b(?:Room|Rm|Hall|Theatre|Theater|Auditorium|Gym|Gymnasium|Building|Block|Lab|Labs|Laboratory|Library|Centre"
    r"|Center|LT|Studio|Chapel|Ballroom|Stadium|Gallery|Field|Court|Garden|Campus|Plaza|Cafeteria"
    r"|Canteen|Atrium|Lounge|University|College|School|Museum|Park|House|Hotel|Street|Road|Tower|Square|Aula"
    r"|Institute|Academy|Church|Club|Office|Floor|Lodge|Union|Observatory|Pool|Ground|Grounds|Lawn|Quad|Zoom)\b"
    r"|\d{3}"
)
HELD = Pattern(r"\b(?:held|place|meet|gather|venue|located|hosted|assemble)\b[^.;\n]{0,60}$", re.IGNORECASE)
AND_NO_MORE = Pattern(r"(?: (?:and|of|the|or|for)){1,3}$")
ROOM_BEHIND = Pattern(
    r", (?:[A-Z][\w'&-]{1,20} ){0,3}(?:Room|Hall|Theatre|Theater|Auditorium|Gym|Gymnasium|Building|Lab|Library"
    r"|Centre|Center|LT"
    r"|Studio|Chapel|Online)\b[^,]{0,12}$"
)
