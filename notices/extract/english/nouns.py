"""The words that make names in English notices: things that take place, acts, people, and what is no name."""

from __future__ import annotations

import re

from notices.extract.english.phrases import MONTH, WEEKDAY
from notices.extract.patterns import Pattern
from notices.reading import EventKind

_I = re.IGNORECASE
KINDS: tuple[tuple[EventKind, Pattern], ...] = (
    ("holiday", Pattern(
        r"holiday|no (?:classes|school|lessons|tutorials|lectures|seminars|teaching)|clos(?:ed|ure)\b|recess\b|day off"
        r"|vacation|\bbreak\b|half[- ]?term|reading week|new year's day",
        _I,
    )),
    ("exam", Pattern(
        r"\bexam(?!ination period| period| season)|mid-?term"
        r"|(?<!-)\bfinals\b|\btests?\b|\bquiz\b|defen[cs]e|\bviva\b|mock|\bpaper \d", _I
    )),
    ("exhibition", Pattern(r"exhibit|\bfair\b|\bexpo\b|showcase|poster session", _I)),
    ("training", Pattern(
        r"workshop|training|boot ?camp|\bcourse\b|summer school|\bcamp\b|class\b(?! of)|tutorial|induction", _I
    )),
    ("lecture", Pattern(r"lecture|seminar|\btalk\b|colloqui|webinar|keynote", _I)),
    ("contest", Pattern(
        r"contest|competition|olympiad|tournament|hackathon|championship|\brace\b|\bmatch\b|sports day"
        r"|\bfinal\b(?! exam)|\bheats?\b|challenge|gala|semi-?final|quarter-?final|\bround\b",
        _I,
    )),
    ("meeting", Pattern(
        r"meeting|conference|symposium|forum|assembly|congress|town hall|briefing|orientation|summit|\bAGM\b"
        r"|information session",
        _I,
    )),
)
_THING = (
    r"(?:talk|lecture|seminar|workshop|webinar|colloquium|course|meeting|conference|symposium|forum|fair|exhibition"
    r"|concert|ceremony|camp|trip|visit|tour"
    r"|competition|contest|tournament|quiz|exam(?:ination)?s?|test|assembly|reception|party|dinner|lunch|drill"
    r"|briefing|orientation|open day|open house|session"
    r"|screening|performance|play|festival|hackathon|olympiad|challenge|race|match|sale|election|audition|rehearsal"
    r"|interview|training|retreat|reunion"
    r"|picnic|clinic|drive|gathering|debate|showcase|day|night|evening|week|AGM|office hours|(?-i:Awards)|celebration"
    r"|inspection"
    r"|survey"
    r"|symposia|service|tea|hike|walk|club|discussion|holidays?|break|term|closure|shutdown|suspension"
    r"|maintenance|outage"
    r"|audition|examinations|interviews|round|final|semi-final)"
)
ABOUT = Pattern(
    rf"\b(?P<thing>talk|lecture|seminar|workshop|webinar|session|briefing|colloquium|panel discussion"
    rf"|masterclass) (?:on|about|entitled|titled|called|:)"
    rf"(?: how to)? [\"“‘']?(?P<topic>(?!{WEEKDAY}|{MONTH})[A-Za-z][^.,;:\n|()\"”]{{2,50}})",
    _I,
)
QUOTED = Pattern(rf"\b(?P<thing>{_THING}),? [\"“](?P<topic>[^\"”\n]{{3,60}})[\"”]", _I)
PIECE = Pattern(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bProf)\.(?= |$)|[;|(]| - |(?<!^Dr \w\w\w)(?<=[a-z]{3}), (?=[A-Z])")
OPENS_NAME = Pattern(r" ?\)? {0,2}[:|~-]|\)? {0,4}[A-Z\"“]|\t")
OFFERED = Pattern(
    r"(?:\bthere (?:will be|is)|\bare (?:cordially |warmly )?invited to(?: attend| join)?|\binvite(?:s|d)? (?:you"
    r"|everyone|all [\w ]{1,30}?|[\w ,-]{1,50}?) to(?: join"
    r"| attend| take part in)?|\bjoin us(?: [^.;\n]{0,60}?)? (?:for|at)|\bcome (?:along )?to"
    r"|\b(?:will (?:be )?|is |are |to )?(?:hold|host|present|organi[sz]|run|offer|celebrat|stag)(?:e|es|s|ing)?"
    r"|\b(?:attend|welcome to|take part in|join))"
    rf" (?:the |our |its |their |a |an |another |this year's )?(?P<name>(?:[\w'&/-]{{1,24}} ){{0,6}}?{_THING}(?: of"
    rf" [A-Z][\w ]{{2,30}})?)\b",
    _I,
)
SUBJECT = Pattern(
    r"\s{0,4}(?:Please (?:note|be advised) that |Reminder: |Note: |This year's |Next year's )?(?:the |our |your "
    r"|this |an? )?(?P<name>[A-Za-z\d\"“][^,.;:\n|()]{1,70}?)"
    r"(?:,? (?:originally|previously|which|that|scheduled|planned|due to|to be held)\b[^.;\n]{0,90}?)?,? "
    r"(?:will|is|are|takes?|starts?|begins?|opens?|reopens?|shall|has|have|runs?|closes?|ends?|commences?|meets?"
    r"|resumes?|returns?|restarts?|on|from|at|must|should|can|may|expires?|was|were|falls?|begin|between|concludes?)\b",
    _I,
)
NOUNS = Pattern(rf"\b(?P<name>(?:[A-Za-z][\w'&-]{{0,20}} ){{0,4}}{_THING})\b", _I)
IS_THING = Pattern(rf"\b{_THING}\b", _I)
STATE = Pattern(
    r" (?:(?:will|is|are|has|have|shall|to|be|been|now|fully|temporarily|partially|also|remain"
    r"|remains) ){1,4}(?:\w{3,12}ly )?(?P<state>closed|suspended|unavailable|interrupted|posted|published|announced"
    r"|released|notified|informed|available|confirmed|issued|dismissed|contacted|interviewed|displayed|decided|shut"
    r"|offline|cancelled|canceled|due|e-?mailed|invited|sent|paid|presented|made|declared|communicated|given"
    r"|launched|restored|refunded|inspected|returned|distributed|handed out|collected|visible|taken|cut|removed"
    r"|replaced|renewed|switched off)\b"
    r"|(?:,? (?:which|who) )? ?(?:will )?(?P<state2>go(?:es)? on sale)\b",
    _I,
)
STATES = {"shut": "closed", "canceled": "cancelled", "unavailable": "unavailable"}
GOES = Pattern(
    r" (?P<will>will |(?:are|is) expected to |(?:are|is) due to )?(?P<verb>closes?|re-?opens?|resumes?|ends?"
    r"|expires?|begins?|starts?|commences?|opens?|finish(?:es)?|concludes?|meets?|returns?|restarts?|kicks? off)\b",
    _I,
)
INFORMS = Pattern(
    r" will (?:inform|notify|contact|e-?mail|write to|tell)(?: all| the)? (?P<whom>[a-z]{3,20}(?: [a-z]{3,20})?)(?="
    r" (?:by|on|of|no|before|in|about)|[.,])",
    _I,
)
BECAME = Pattern(
    r" (?:closed|suspended|unavailable|refunded|posted|published|announced|available|closes?|re-?opens?|resumes?|ends?"
    r"|expires?|begins?|starts?|returns?|restarts?|on sale)$",
    _I,
)
PERSONS = Pattern(
    r"^(?:[\w-]{1,16} ){0,3}(?:candidates|applicants|students|pupils|authors|participants|graduates|families"
    r"|parents)\b",
    _I,
)
PERSON = Pattern(
    r"\b(?:students?|pupils?|candidates?|applicants?|participants?|members|parents?|teachers?|staff|authors?|teams?"
    r"|schools|coaches|nurse|committee|dean|principal|head ?teacher|director|president|jury|editors?|organi[sz]ers?"
    r"|guests?|visitors?|volunteers?|year \d+|society"
    r"|university|department|office|cross|faculty)$",
    _I,
)
REASON = Pattern(
    r"^\s{0,3}(?:[A-Z][\w ]{2,30}: )?(?:due to|because(?: of)?|owing to|in view of|in light of|as a result of"
    r"|on account of|to mark|as part of|for|if|when|once|should|provided|subject to|during|throughout)[^,;\n]{2,80}, ",
    _I,
)
CONNECTS = Pattern(
    r"^\s{0,3}(?:(?:and|but|so|then|while|please note that|in addition|also|finally|afterwards|therefore"
    r"|however)[ ,]{1,2}){1,2}",
    _I,
)
NOTHING = Pattern(
    r"\b(?:there (?:will be|is|are)|have|has) (?P<name>no [\w-]{3,20}(?: [\w-]{2,20}){0,2}?)(?= (?:in|on|from|at"
    r"|between|for|this|until|tomorrow|today)\b| \(|[.,;])",
    _I,
)
UP_TO = Pattern(
    r"^.{0,60}\b(?:a|an|the|our|its|their|be|is|are|was|will|at|for|to|in|sit|attend|take|from|with|and|your|may"
    r"|can) (?=\S)",
    _I,
)
VERB_FIRST = Pattern(
    r"\s{0,3}(?:e-?mail|submit|send|return|register|apply|join|meet|come|visit|see|bring|complete|sign|log|contact"
    r"|click|please|don't|make|book|rsvp|download|upload|fill|check|read|find|get|save|note|remember|may|can|must"
    r"|will"
    r"|pre-?register|enrol|enroll|pay|vote|celebrate|discover|explore|learn|add (?:to|the|this)|mark|do|let|help"
    r"|take|give|share|call|ask|follow|enjoy|to|for|on|in|at|by|until|if|as|owing|due to|following|between|from"
    r"|every|each|after|before|during)\b",
    _I,
)
PRONOUN = Pattern(
    r"(?:(?:[a-z-]{3,14} )?(?:students|pupils|candidates|participants|applicants|visitors)|it|they|we|you|all"
    r"|everyone|everybody|this|that|these|those|there|here|he|she|i|who|both|each|students?|pupils?|participants?"
    r"|candidates?|members?|parents?|staff|teachers?"
    r"|teams?|applicants?|authors|speakers?|coaches|buses|doors|places|speaker|venue|location|place|time"
    r"|date|when|where|dates?|times?|dates? and times?|events?|details?|period"
    r"|issue|form|forms|online form|course|event itself|this week|next week|results?(?= and)|important dates"
    r"|key dates|schedule"
    r"|programme|program"
    r"|timetable|agenda|fee|fees|cost|price|year \d+|grades? \d+|important|please|dear [\w ]{1,20}"
    r"|students (?:who|should|must|may)\b.*|(?:join|come|see|save|visit) \w+)",
    _I,
)
NO_NAME = Pattern(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}|\b{MONTH} \d|\b\d{{1,2}}[:/]\d\d\b|\b\d{{1,2}} ?[ap]\.?m\b"
    rf"|https?:|@"
    r"|\b(?i:must|please|should|will|shall|would|invites?|requested|cordially|does|if|because|when|cannot|we|you|us"
    r"|my|you're|by|until|before)\b"
    rf"|^(?i:every|each|on|in|at|by|from|until|before|after|between|to|for|and|or|but|with|of|as|owing|due|because"
    rf"|although|while|now|then) |^(?i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?,?(?: |$)|^\d+$"
)
ARTICLE = Pattern(
    rf"^(?:{WEEKDAY}'s|the|your|their|a|an|all|our|its|this year's|any|completed?|signed|next|upcoming"
    rf"|forthcoming) (?=\S)",
    _I,
)
LEADING = Pattern(
    r"^(?:(?:important |urgent |public )?(?:notices?|announcement|circular|reminder|invitation|update|re|fwd"
    r"|correction|subject|news|save the date|change of (?:date|format|venue|time|room))(?: (?:on|of|to|about"
    r"|regarding|for|no\.? ?\S{1,12}))?[: -]{1,3}"
    r"|(?:postponed|cancelled|canceled|re-?scheduled|deadline extended|extended|extension|postponement of"
    r"|cancellation of|rescheduling of|change of date|registration (?:now )?open|last chance"
    r"|now open)(?: for)?[:! -]{1,3}"
    r"|(?:notice|announcement|reminder|invitation|postponement|cancellation|rescheduling) (?:of|on|to|about"
    r"|regarding) )",
    _I,
)
OF_TITLE = Pattern(r"^(?:registration for |applications? for |call for applications[: -]{1,3}|join us (?:for|at) )", _I)
CHANGED = Pattern(
    r" ?[-:(]? ?(?:has been |is |are )?(?:cancelled|canceled|postponed|re-?scheduled|extended|announced|moved"
    r"|update|save the date)\)?[!.]?$",
    _I,
)
TRAILING = Pattern(
    r"(?:[\s:,;|~-]|(?<![\w'’-])(?:the|a|an|on|in|at|by|from|of|to|for|and|or|with|is|are|will|has been|have been"
    r"|been|has"
    r"|now|also|be|held|notice|which|that|announcement"
    rf"|originally|scheduled|planned|only|takes? place|between|every|each|as|daily|this|next|dates"
    rf"|(?<=[,:(-] ){WEEKDAY}|(?<=[,:(-]){WEEKDAY})(?!\w)){{1,8}}$",
    _I,
)
NUMBERED = Pattern(r"^(?:\(?\d{1,2}[.)] |\(?[a-z]\) |[\s*•·>#-]){1,4}")
COPIES = Pattern(r"^.{0,60}\bcop(?:y|ies)\b[^,.]{0,20}? of (?:your |the |their |a )", _I)
HANGS_ON = Pattern(r"(?P<kept>.{12,60}),? (?:for|of|in|on|at|with|to|and|by|from|during|,)\b", _I)
NAME_MAX = 60  # characters: two lines of a phone, as wide as the longest Chinese name
OF_DUE = Pattern(
    r"^(?:the )?(?:(?:final |new |extended |strict )?(?:deadlines?|due dates?|closing dates?|cut-?off(?: dates?)?"
    r"|last (?:day|date))(?: (?:for|to|of))?|due|closing|rsvp by|last chance to)\b[\s:]{0,3}"
    r"|(?:\b(?:deadlines?|due(?: dates?| on| by| in)?|closing dates?|close[sd]?|closing|ends?|cut-?off(?: date)?|by"
    r"|is|are|on|before|expires?|period|no later than|must be (?:received|submitted))[\s:]{0,3}){1,4}$",
    _I,
)
DEADLINE_FOR = Pattern(
    r"\b(?:deadlines?|closing date|cut-?off(?: date)?|last (?:day|date)|due date) (?:for|to|of)(?: (?:the"
    r"|submitting|receiving|receipt of|all|your|submission of)){0,2} (?P<it>[^.,;:\n]{2,60}?)(?= (?:is|has|was|will"
    r"|are|have|on|by|from|to \d)\b|[:,.;]|$)",
    _I,
)
KIND_OF_DUE = Pattern(
    r"(?:^\s{0,3}|[.;,] |\band |\bnew |\bthat )(?:the |our |final ){0,2}(?P<it>(?!the\b|our\b|deadline|closing|due"
    r"|final\b"
    r"|new\b|extended\b|original\b)[A-Za-z][\w '-]{2,40}?) (?:deadline|closing date|due date|cut-?off)[^.;\n]{0,40}$",
    _I,
)
AND_THE = Pattern(
    r" ?(?:,|;|,? and|,? but)(?: the| your| all| their)? (?P<it>(?!then\b|should\b|must\b|close|end|is\b|are\b|will\b)"
    r"(?:[A-Za-z][\w-]{2,20} ){1,4}?)(?:by|before|no later than) $",
    _I,
)
OBJECT = Pattern(
    r"\b(?:submit|send|e-?mail|upload|return|hand in|turn in|complete|deliver|provide|forward|mail|order|buy"
    r"|purchase|fill in|fill out"
    r"|file|post|bring|remove|clear|report(?= any| all| the| your)|settle|sign|give|pay|request|pass|take part in"
    r"|attend)(?:ting|ing|s)?"
    r" (?:us |me |in |back )?"
    r"(?P<it>(?!to\b|students\b|pupils\b|teachers\b|for\b|by\b|it\b|them\b|in\b|on\b|at\b|via\b|your instructor\b"
    r"|you\b|or\b|and\b|online\b|form\b"
    r"|the form\b|early\b|up\b|monthly\b)(?:[\w'/&-]{1,30} ){0,7}?[\w'/&-]{1,30}?)"
    r"(?= (?:to|by|via|before|no|not|at|in|on|through|as|with|and|until|for|from|if|using|between|must|should|will"
    r"|can|may|or|due|together|no later"
    r"|pay)\b| ?[(]|[,.;:]|$)",
    _I,
)
PASSIVE = Pattern(
    r"(?:^\s{0,3}|[.;,:] |\band |\bthat )(?:please note that )?(?:all |the |your |any |completed? "
    r"|signed )?(?P<it>[A-Za-z][^,.;:\n|]{2,60}?)(?:,[^,.;\n]{2,60},)? (?:must|should|shall|have to|has to|need to"
    r"|needs to|are to|is to|will|can|may|are|is)"
    r"(?: all| also| only| then){0,1} (?:be |reach|arrive|payable)(?P<verb>submitted|sent|returned|handed in"
    r"|turned in|uploaded|received|completed|delivered|e-?mailed|made|paid|accepted|postmarked|filed|emailed)?",
    _I,
)
IS_DUE = Pattern(
    r"(?:^\s{0,3}|[.;,] |\band |\bbut )(?:the |your |all )?(?P<it>(?!and\b|or\b)[A-Za-z][^,.;:\n|]{1,50}?) (?:(?:is"
    r"|are|will be|fall|falls|become|becomes) (?:now )?(?:due|payable|open|needed|required|wanted|expected)"
    r"|(?:will )?(?:closes?|ends?|expires?)"
    r"|(?:remains?|stays?) open|must reach|(?:is|are) (?:still )?(?:welcome|accepted|invited|possible)|must arrive"
    r"|should reach|should arrive|to (?=reach|Mr|Ms|Mrs|Dr|the))",
    _I,
)
ACTS: tuple[tuple[str, Pattern], ...] = (
    ("Entry", Pattern(r"\bentr(?:y|ies)\b", _I)),
    ("Check-in", Pattern(r"\bcheck[- ]?in|\breport (?:by|to|at|for)\b|\breport$", _I)),
    ("RSVP", Pattern(r"\brsvp", _I)),
    ("Pre-registration", Pattern(r"\bpre-?register", _I)),
    ("Registration", Pattern(r"\bregist(?:er|ration|ering)\b", _I)),
    ("Sign-up", Pattern(r"\bsign(?:ing)?[- ]?up", _I)),
    ("Enrolment", Pattern(r"\benrol", _I)),
    ("Nomination", Pattern(r"\bnominat", _I)),
    ("Voting", Pattern(r"\bvot(?:e|ing)", _I)),
    ("Payment", Pattern(r"\bpay(?:ment|able|ing)?\b", _I)),
    ("Booking", Pattern(r"\bbook(?:ing)?\b", _I)),
    ("Application", Pattern(r"\bappl(?:y|ications?|ying)\b", _I)),
    ("Withdrawal", Pattern(r"\bwithdraw", _I)),
    ("Course drop", Pattern(r"\bdrop a course", _I)),
    ("Reply", Pattern(r"\brepl(?:y|ies)|respond|\blet [\w. ]{1,24} know|\btell us|confirm", _I)),
    ("Submission", Pattern(r"\bsubmi", _I)),
    ("Order", Pattern(r"\border", _I)),
    ("Collection", Pattern(r"\bcollect", _I)),
    ("Survey", Pattern(r"\bsurvey|questionnaire", _I)),
    ("Return", Pattern(r"\breturn", _I)),
    ("Arrival", Pattern(r"\barriv|assemble|be seated|gather", _I)),
)
ACT_NOUN = Pattern(
    r"\b(?:(?:full|final|revised|extended|online|completed|early-bird|early) )?(?:manuscripts?|abstracts?|papers"
    r"|proposals?|posters?|essays?|entries|nominations?|expressions of interest|reply slips?|consent forms?"
    r"|reports|deposits?)\b",
    _I,
)
NAME_COLUMN = Pattern(
    r"event|activit|title|subject|paper|exam|item|programme|session|task|milestone|course|what|topic|description"
    r"|stage|step|round|module|content|match|fixture|deadline|occasion|name",
    _I,
)
NO_NAME_COLUMN = Pattern(
    r"venue|place|location|room|where|time|date|day|week|remark|note|contact|who|speaker|hours|audience|start|end"
    r"|no\.?$",
    _I,
)
ONLY_TIME = Pattern(rf"[\s\d:.,|()-]{{0,30}}(?:{WEEKDAY})?[\s\d:.apmAPM,()-]{{0,30}}")
TIME_LABEL = Pattern(
    r"(?:(?:event |start |end |starting |new |important |key |exam |test |workshop |course |conference |meeting "
    r"|camp |trip |congress |programme |program )?(?:dates?|days?"
    r"|times?|when|deadlines?|due|due dates?|closing dates?|schedule|dates? (?:and|&) times?|date/time|venue|where"
    r"|period|duration|rsvp|until|hours|closing|starts?|ends?))",
    _I,
)
DATED = Pattern(
    rf"[,:( -]{{0,3}}(?:on |from )?\b(?:{WEEKDAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)?[ –—-]{{0,3}}\d{{0,2}} ?{MONTH}"
    rf"|{MONTH} \d)"
)
SPEAKER = Pattern(r"(?:Dr|Prof|Professor|Mr|Ms|Mrs|Sir)\b")
IS_SAID = Pattern(
    r"\b(?:is|are|was|were|has|have|be|can|may|must|should|will|would|hopes?|runs?|takes?|goes|kicks|wants?|meets?"
    r"|lasts?)\b",
    _I,
)
BEGINS = Pattern(r" (?:opens?|starts?|begins?)$")
FURTHER = Pattern(
    r" ?[,;]? ?(?:and|but|then)(?: then| again)? (?P<rest>(?:(?P<aux>will|is|are|must|should|has|have|remains?)\b"
    r"|re-?opens?\b|resumes?\b|closes?\b|ends?\b|finish(?:es)?\b|remain\b|continues?\b).{0,80})",
    _I,
)
AGAIN = Pattern(r"\b(?:resumes?|re-?open(?:s|ing)?|restarts?)\b", _I)
IS_SENTENCE = Pattern(
    r"[a-z\d)][.!?] +[A-Z]|[a-z]\.$|\b(?:will (?:be|take|now)|takes? place|(?:are|is) (?:cancelled|reminded"
    r"|required|asked|now)|must be)\b"
)
GREETING = Pattern(r"(?:hi|hello|dear|good (?:morning|afternoon|evening)|to:|attn|greetings)\b", _I)
CLOCK_BEHIND = Pattern(
    r"[,;(]? ?\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?(?: ?(?:-|to) ?\d{1,2}(?:[:.]\d\d)?)? ?[ap]\.?m\.?\)?$",
    _I,
)
DUE_TO = Pattern(r"(?<=\w) (?:is |are )?due\b.*$", _I)
QUOTED_FIRST = Pattern(
    rf"[\"“](?P<topic>[^\"”\n]{{3,60}})[\"”], an? (?:[\w-]{{2,16}} ){{0,2}}(?P<thing>{_THING})\b",
    _I,
)
IS_A = Pattern(r" ?,? (?:is|will be) (?:a|an|the|our) (?P<name>[A-Za-z][^,.;:\n]{2,50})")
NO_NEED = Pattern(
    r"\bnot (?:required|expected|need(?:ed)?) to (?:attend|come to|be (?:in|at)) (?P<name>school|class(?:es)?"
    r"|lessons)",
    _I,
)
HEARS = Pattern(r" will (?:then )?(?:hear|learn|be told)\b", _I)
FROM_THEN = Pattern(r"\s{0,3}(?:from|on|as (?:of|from)|with effect from|starting|after) $", _I)
CALL = Pattern(r"call for\b", _I)
FIRST_SENTENCE = Pattern(r"([^.!?\n]{3,60})[.!?] ")
CONTINUES = Pattern(r"[\s,;&(]{0,3}(?:and|or|then)?(?: again)?(?: on)?(?: the)?[\s(]{0,2}", _I)
HANGING = Pattern(r" (?:for|of|with|from|by|to|at|in) ", _I)
