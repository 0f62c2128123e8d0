# Filters
filter-heading = Filters
filter-no = There is no filter yet; you get all that you subscribe to.
filter-mine = Of what feeds bring you only get what fits:
filter-line = · { $what }: { $filter }
filter-everything = Everything
filter-topic = topic:{ $name }
filter-how =
    Just send the words to look for, for example:
    astronomy, NOT "primary school"
    (astronomy OR space) AND NOT primary
    lecture: astronomy (for that topic alone)
    /\d+th/ (a regular expression)
filter-chosen = Done. Of what feeds bring, you will only get what fits: { $filter }
filter-chosen-topic = Done. Of notices about “{ $topic }” you will only get what fits: { $filter }
filter-lets = { $count ->
    [one] One
   *[other] { $count }
} of the last { $of } for you would have come, such as “{ $title }”.
filter-lets-none = None of the last { $of } for you would have come. If that is not what you meant, send another.
filter-untried = There is no notice yet to try it on; it holds from the next one on.
filter-limits = A filter never holds back what organisers announce, what is addressed to your role and has a deadline, or changes such as a new date.
filter-glued = “{ $word }” counts as one word now. To part it, put blanks between: { $parted }
filter-dropped = That filter is gone.
filter-none = There was no such filter.
filter-wrong-empty = There is no word to look for.
filter-wrong-long = This is too long; a filter has { $what } characters at most.
filter-wrong-many = These are too many words; there may be { $what }. The first too many is at character { $at }.
filter-wrong-deep = These are too many brackets inside brackets; there may be { $what } (character { $at }).
filter-wrong-operand = A word to look for is missing at “{ $what }”, character { $at }.
filter-wrong-open = The bracket at character { $at } is never closed.
filter-wrong-close = The bracket at character { $at } was never opened.
filter-wrong-quote = The quotation mark at character { $at } is never closed.
filter-wrong-slash = The regular expression from character { $at } on does not end with /.
filter-wrong-pattern = The regular expression from character { $at } on is none (look-around and back-references are not possible).
filter-wrong-pattern-large = The regular expression from character { $at } on is too complex; please make it shorter.
filter-wrong-topic = There is no topic “{ $what }”.
filter-lacks = it does not hold “{ $what }”
filter-holds = it holds “{ $what }”
filter-fails = it does not fit “{ $what }”
button-filter = Filters
button-filter-change = Change it
button-filter-off = Drop it
button-filter-off-one = Drop the one for { $what }
help-filter = get only notices with certain words, for example: filter astronomy AND NOT primary
