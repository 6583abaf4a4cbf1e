"""What a screen offers: its title, its text, its choices and the bar.

Knows: which choices a slide or a panel has. Must not know: sizes, the voice, what choosing does (orders).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck, Slide, Term, Topic
from kiosk import more_help
from kiosk.messages import Command, Order
from kiosk.scene import Kind, Target
from kiosk.state import RATES_WPM, TEXT_SIZES, Answer, Session, Source, Talking, can_hear, loudest

CHOICES_A_SCREEN = 6
"""At most six choices a screen (EN 301 549, 4.2.10; kiosk studies on targets for motor-disabled users)."""

PANEL_COMMANDS: dict[Kind, tuple[Command, ...]] = {
    Kind.HELP: (Command.READING, Command.SOUND, Command.SIGHT, Command.WORDS, Command.WHERE, Command.DONE),
    Kind.READING: (
        Command.READ,
        Command.AGAIN,
        Command.SENTENCE_BACK,
        Command.SKIP,
        Command.KEEP_GOING,
        Command.START_OVER,
    ),
    Kind.SOUND: (
        Command.LOUDER,
        Command.QUIETER,
        Command.FASTER,
        Command.SLOWER,
        Command.CLEARER,
        Command.MICROPHONE,
    ),
    Kind.SIGHT: (Command.BIGGER, Command.SMALLER, Command.COLOURS, Command.SPACING, Command.MOTION, Command.EXPLORE),
    Kind.WARNING: (Command.MORE_TIME, Command.DONE, Command.NO_LIMIT),
    Kind.ASKED: (Command.YES, Command.NO),
}

PLAY = "bar-play"
"""The id of the button that plays, pauses or silences."""

SIMPLE_CHOICES = 3
SIMPLE_HELP = (
    Command.TOPICS,
    Command.SOUND,
    Command.DONE,
    Command.SIMPLE,
    Command.LISTEN,
    Command.WORDS,
    Command.SIGHT,
    Command.WHERE,
    Command.READING,
)
"""The help of simple mode, three at a time: what is needed most comes first; what its short bar leaves out is here."""

ASKED_BACK = {
    Command.DONE: "ask_done",
    Command.START_OVER: "ask_start_over",
    Command.MICROPHONE: "ask_microphone",
}
"""Each with its question. By voice nobody turns a microphone on again."""

YES_NO = ((Command.YES, 1), (Command.NO, 0))
"""How the two answers to a question are numbered in an Answer."""

_TITLES = {
    Kind.TOPICS: "topics_title",
    Kind.HELP: "help_title",
    Kind.READING: "reading_title",
    Kind.SOUND: "sound_title",
    Kind.SIGHT: "sight_title",
    Kind.WORDS: "words_title",
    Kind.WARNING: "warning_title",
}
_HINTS = {
    Kind.HELP: "help_hint",
    Kind.TOPICS: "topics_hint",
    Kind.WORDS: "words_hint",
    Kind.WARNING: "warning_hint",
    Kind.ASKED: "asked_hint",
}


def icon_name(command: Command) -> str:
    """The interface icon of a command: its name in lower case, with hyphens."""
    others = {Command.GO_ON: "play", Command.LISTEN: "microphone"}
    others |= {Command.GO_TO_TOPIC: "topics", Command.GO_TO_SLIDE: "slide"}
    return others.get(command, command.lower().replace("_", "-"))


def title_and_text(session: Session, deck: Deck) -> tuple[str, str]:
    """The title and the whole text of the current screen."""
    prompts = deck.language.prompts
    if session.kind is Kind.SLIDE:
        return deck.slide(session.slide).title, slide_text(session, deck)
    if session.kind is Kind.MEANING:
        term = deck.terms[session.term]
        return term.term, term.meaning
    if session.kind is Kind.MORE:
        return more_help.title_and_text(session, deck)
    if session.kind is Kind.ASKED:
        return prompts[ASKED_BACK[session.asked.order.command] if session.asked else "asked_hint"], ""
    return prompts[_TITLES[session.kind]], ""


def hint(session: Session, deck: Deck) -> str:
    """What is said on a panel before its choices, and shown as the caption: the room belongs to the choices."""
    if session.kind is Kind.MORE:
        return more_help.hint(session, deck)
    if session.comfort.is_simple and session.kind is not Kind.TOPICS and choice_page_count(session, deck) > 1:
        return deck.language.prompts["simple_hint"]
    return deck.language.prompts[_HINTS[session.kind]] if session.kind in _HINTS else ""


def footer(session: Session, deck: Deck) -> str:
    """The notice that this is general information: on the last slide and in the help."""
    is_last_slide = session.kind is Kind.SLIDE and session.slide == len(deck) - 1
    return deck.notice if is_last_slide or session.kind is Kind.HELP else ""


def slide_text(session: Session, deck: Deck) -> str:
    """The text of the slide, and on a summary what the visitor answered in its topic; none beside further choices."""
    slide = deck.slide(session.slide)
    if is_further(session, deck):
        return ""
    if not slide.is_summary:
        return slide.text
    return "\n".join([slide.text, *answered(session, deck)])


def answered(session: Session, deck: Deck) -> list[str]:
    """What the visitor answered and chose in this topic, a heading and a line each; or that there is nothing."""
    topic = deck.topic_of(session.slide)
    prompts, labels = deck.language.prompts, deck.language.commands
    said, chosen = [], []
    for index in range(topic.first, topic.first + topic.count):
        slide = deck.slide(index)
        if is_yes_no(slide):
            for command, number in YES_NO:
                if Answer(slide.id, number) in session.answers:
                    said.append(prompts["answered"].format(question=slide.question, answer=labels[command].label))
        chosen += [
            option
            for number, option in enumerate(slide.options, start=1)
            if Answer(slide.id, number) in session.answers
        ]
    lines = [prompts["you_said"], *said] if said else []
    lines += [prompts["you_chose"], *chosen] if chosen else []
    return lines or [prompts["nothing_chosen"]]


def is_yes_no(slide: Slide) -> bool:
    """Whether the slide asks a question that is answered yes or no."""
    return bool(slide.question) and not slide.options


def listed(session: Session, deck: Deck) -> tuple[Topic | Term, ...]:
    """The whole list behind a paged panel (topics, words); empty for other screens."""
    if session.kind is Kind.TOPICS:
        return deck.topics
    if session.kind is Kind.WORDS:
        return slide_terms(session, deck)
    return ()


def slide_terms(session: Session, deck: Deck) -> tuple[Term, ...]:
    """The glossary words of the current slide and of what its picture shows, in the order of the glossary."""
    slide = deck.slide(session.slide)
    shown = f" {slide.title} {slide.text} {slide.question} {' '.join(slide.options)} {slide.picture} ".lower()
    plain = "".join(letter if letter.isalnum() or letter == "-" else " " for letter in shown)
    words = f" {' '.join(plain.split())} "
    return tuple(
        term
        for key, term in deck.terms.items()
        if key in words and any(f" {form} " in words for form in (key, f"{key}s", f"{key}es"))
    )


def choices_a_screen(session: Session) -> int:
    """At most so many choices stand on a screen."""
    return SIMPLE_CHOICES if session.comfort.is_simple else CHOICES_A_SCREEN


def choice_page_count(session: Session, deck: Deck) -> int:
    """How many screens the choices of this one fill; at least 1."""
    if session.kind is Kind.MORE:
        return more_help.page_count(session)
    return max(1, -(-len(all_choices(session, deck)) // choices_a_screen(session)))


def is_further(session: Session, deck: Deck) -> bool:
    """Whether a slide shows further ones of its choices, without its text: one idea a screen."""
    return session.kind is Kind.SLIDE and 0 < session.choice_page < choice_page_count(session, deck)


def choices(session: Session, deck: Deck) -> tuple[Target, ...]:
    """The choices of the current screen, at most six, in simple mode three; their ids are unique on it."""
    if session.kind is Kind.MORE:
        return all_choices(session, deck)
    count = choices_a_screen(session)
    first = count * min(session.choice_page, choice_page_count(session, deck) - 1)
    return all_choices(session, deck)[first : first + count]


def panel_commands(session: Session) -> tuple[Command, ...]:
    """The buttons of a panel, on all its pages; none of a list."""
    if session.comfort.is_simple and session.kind is Kind.HELP:
        is_left_out = not session.rules.is_listening_wanted
        return tuple(command for command in SIMPLE_HELP if not (is_left_out and command is Command.LISTEN))
    return PANEL_COMMANDS.get(session.kind, ())


def all_choices(session: Session, deck: Deck) -> tuple[Target, ...]:
    """The choices of all pages of this screen (of the deeper help only those of its page)."""
    if session.kind is Kind.SLIDE:
        return _slide_choices(session, deck)
    if session.kind in PANEL_COMMANDS:
        is_counted = session.kind is not Kind.ASKED
        return tuple(
            _command_target(command, session, deck, number if is_counted else 0)
            for number, command in enumerate(panel_commands(session), start=1)
        )
    if session.kind is Kind.MORE:
        return tuple(
            replace(
                _command_target(order.command, session, deck, at),
                order=order,
                label=more_help.label(order, session, deck),
            )
            for at, order in enumerate(more_help.orders(session), start=1)
        )
    targets = []
    for number, entry in enumerate(listed(session, deck), start=1):
        if isinstance(entry, Topic):
            order = Order(Command.GO_TO_TOPIC, number)
            targets.append(Target(f"topic-{number}", order, entry.title, entry.icon, number=number))
        else:
            targets.append(Target(f"word-{number}", Order(Command.OPTION, number), entry.term, number=number))
    return tuple(targets)


def _slide_choices(session: Session, deck: Deck) -> tuple[Target, ...]:
    slide = deck.slide(session.slide)
    prompts = deck.language.prompts
    if is_yes_no(slide):
        return tuple(
            Target(
                command.lower(),
                Order(command),
                deck.language.commands[command].label,
                icon_name(command),
                state=prompts["chosen"] if Answer(slide.id, number) in session.answers else "",
                spoken_state=prompts["not_chosen"],
            )
            for command, number in YES_NO
        )
    return tuple(
        Target(
            f"option-{number}",
            Order(Command.OPTION, number),
            option,
            "chosen" if Answer(slide.id, number) in session.answers else "not-chosen",
            state=prompts["chosen"] if Answer(slide.id, number) in session.answers else "",
            spoken_state=prompts["not_chosen"],
            number=number,
        )
        for number, option in enumerate(slide.options, start=1)
    )


def _command_target(command: Command, session: Session, deck: Deck, number: int) -> Target:
    state = _state(command, session, deck)
    label = deck.language.commands[command].label
    return Target(command.lower(), Order(command), label, icon_name(command), state=state, number=number)


def _state(command: Command, session: Session, deck: Deck) -> str:
    """What a setting is now: "on", "4 of 7", "Dark"; empty for a command that sets nothing."""
    prompts, comfort = deck.language.prompts, session.comfort
    match command:
        case Command.KEEP_GOING:
            return prompts["on" if session.is_keeping_going else "off"]
        case Command.LOUDER | Command.QUIETER:
            count = loudest(session.rules, session.devices) + 1
            return prompts["level"].format(number=comfort.volume + 1, count=count)
        case Command.FASTER | Command.SLOWER:
            return prompts["level"].format(number=comfort.rate + 1, count=len(RATES_WPM))
        case Command.CLEARER:
            return prompts["on" if comfort.is_clear else "off"]
        case Command.MICROPHONE:
            return prompts["on" if can_hear(session) else "off"]
        case Command.NO_LIMIT:
            return prompts["on" if session.has_no_limit else "off"]
        case Command.BIGGER | Command.SMALLER:
            return prompts["level"].format(number=TEXT_SIZES.index(comfort.text_size) + 1, count=len(TEXT_SIZES))
        case Command.COLOURS:
            return session.rules.theme_labels[session.rules.themes.index(comfort.theme)]
        case Command.SPACING:
            return prompts["on" if comfort.is_wide else "off"]
        case Command.MOTION:
            return prompts["on" if comfort.has_motion else "off"]
        case Command.EXPLORE:
            return prompts["on" if session.is_exploring else "off"]
        case Command.SIMPLE:
            return prompts["on" if comfort.is_simple else "off"]
        case _:
            return ""


def bar(session: Session, deck: Deck) -> tuple[Target, ...]:
    """The places that never change: Back, Play or Pause, Next, Topics, Help, and Listen, unless staff want no voice.

    In simple mode without Topics and Listen, which are in the help then.
    """
    commands: tuple[Command, ...] = (Command.BACK, _play(session), Command.NEXT, Command.TOPICS, Command.HELP)
    ids: tuple[str, ...] = ("back", "play", "next", "topics", "help")
    if session.comfort.is_simple:
        commands, ids = (*commands[:3], Command.HELP), (*ids[:3], "help")
    elif session.rules.is_listening_wanted:
        commands, ids = (*commands, Command.LISTEN), (*ids, "listen")
    return tuple(
        Target(
            f"bar-{name}",
            Order(command),
            deck.language.commands[command].label,
            icon_name(command) if command is not Command.LISTEN or can_hear(session) else "microphone-off",
            is_primary=command is Command.NEXT,
        )
        for name, command in zip(ids, commands, strict=True)
    )


def _play(session: Session) -> Command:
    """Pause while the screen is read; a notice cannot be gone on with, only silenced.

    Not the one that tells that this button has the focus: what it names has to be what is pressed after it, too.
    """
    is_offered = session.scan is not None  # what is said is each button's name: no reading to be silenced
    if session.talk.state is not Talking.SPEAKING or session.talk.source is Source.EARCON or is_offered:
        return Command.GO_ON
    if session.talk.source is Source.SCREEN:
        return Command.PAUSE
    return Command.GO_ON if session.focus == PLAY else Command.QUIET


def targets(session: Session, deck: Deck) -> tuple[Target, ...]:
    """Everything that can be pressed now, in focus order: the choices, then the bar."""
    return choices(session, deck) + bar(session, deck)
