"""What the screen should show now, from the session alone.

Knows: words, choices and signs. Must not know: pixels (view).
"""

from __future__ import annotations

from content.model import Deck
from kiosk.attention import MISSES_BEFORE_HELP, is_all_ears, is_strict
from kiosk.motion import picture_step
from kiosk.panels import bar, choice_page_count, choices, footer, hint, title_and_text
from kiosk.scanning import offered
from kiosk.scene import Kind, Mark, Scene, Status
from kiosk.script import script
from kiosk.state import Session, Source, Talking, can_hear
from kiosk.talking import first_earcon, is_listening
from kiosk.tips import tips


def scene(session: Session, deck: Deck) -> Scene:
    """The whole screen."""
    slide, topic = deck.slide(session.slide), deck.topic_of(session.slide)
    title, text = title_and_text(session, deck)
    is_slide = session.kind is Kind.SLIDE
    mark, caption = _mark_and_caption(session, deck)
    return Scene(
        kind=session.kind,
        slide=session.slide,
        topic=topic.title,
        place=_place(session, deck),
        page_place=deck.language.prompts["page_place"],
        progress=(session.slide + 1, len(deck)),
        title=title,
        text=text,
        page=session.page,
        icon=slide.icon if is_slide else "",
        question=slide.question if is_slide else "",
        choices=choices(session, deck),
        bar=bar(session, deck),
        focus=session.focus,
        mark=mark,
        caption=caption,
        status=status(session, deck),
        theme=session.comfort.theme,
        text_size=session.comfort.text_size,
        footer=footer(session, deck),
        is_wide=session.comfort.is_wide,
        has_transition=session.comfort.motion == "all",
        picture_step=picture_step(session, deck),
        level=session.level if can_hear(session) and is_listening(session) else -1,
        focus_group=tuple(target.id for target in offered(session, deck)),
    )


def _place(session: Session, deck: Deck) -> str:
    prompts, lists = deck.language.prompts, choice_page_count(session, deck)
    if session.kind is not Kind.SLIDE and lists > 1:
        return prompts["list_place"].format(number=session.choice_page + 1, count=lists)
    return prompts["slide_place"].format(number=session.slide + 1, count=len(deck))


def _mark_and_caption(session: Session, deck: Deck) -> tuple[Mark | None, str]:
    """The word being spoken, and the words that are spoken but stand nowhere else."""
    talk = session.talk
    if talk.state not in (Talking.SPEAKING, Talking.PAUSED) or talk.source is Source.EARCON:
        return None, session.notice or _standing_tips(session, deck) or hint(session, deck)
    lines = script(session, deck)
    if talk.sentence >= len(lines):
        return None, session.notice
    line = lines[talk.sentence]
    texts = dict.fromkeys((line.caption, session.notice))  # what is spoken comes first: it is what is heard now
    return line.mark(talk.word), " ".join(filter(None, texts))


def _standing_tips(session: Session, deck: Deck) -> str:
    """What can be said stands there as long as the kiosk is all ears, or does not understand."""
    is_lost = session.misses >= MISSES_BEFORE_HELP and not is_strict(session)
    return tips(session, deck) if is_all_ears(session) or is_lost else ""


def status(session: Session, deck: Deck) -> tuple[Status, ...]:
    """The signs in the header: what the kiosk does, and what it lacks."""
    prompts = deck.language.prompts
    signs = []
    if session.hold is not None:
        signs.append(Status("quiet", prompts["status_held"]))
    elif session.heard:
        signs.append(Status("heard", prompts["status_heard"].format(phrase=session.heard)))
    elif sounded := _earcon_told(session):
        signs.append(Status("chime", prompts[f"earcon_{sounded}"]))
    elif session.talk.state is Talking.SPEAKING:
        signs.append(Status("speaking", prompts["status_speaking"]))
        if session.is_visit and can_hear(session) and is_listening(session):
            signs += _listening(session, deck)
    elif can_hear(session) and is_listening(session):
        signs += _listening(session, deck)
    if session.is_muted:
        signs.append(Status("microphone-off", prompts["status_microphone_off"]))
    if session.devices.has_headphones and session.devices.has_speaker:
        signs.append(Status("headphones", prompts["status_headphones"]))
    if session.talk.state is Talking.PAUSED:
        signs.append(Status("paused", prompts["status_paused"]))
    if session.is_keeping_going:
        signs.append(Status("keep-going", prompts["status_keep_going"]))
    return tuple(signs) + _faults(session, deck)


def _listening(session: Session, deck: Deck) -> list[Status]:
    """How the kiosk listens, and that the last that it heard was nothing it knows."""
    prompts = deck.language.prompts
    if not session.is_visit:
        return [Status("listening", prompts["status_invitation"])]
    if session.level:
        return [Status("hearing", prompts["status_hearing"])]
    ears = "status_speak_now" if is_all_ears(session) else "status_strict" if is_strict(session) else "status_listening"
    missed = [Status("not-understood", prompts["status_not_understood"])] if session.misses else []
    return [*missed, Status("listening", prompts[ears])]


def _earcon_told(session: Session) -> str:
    """The earcon that is shown in words: it stands as long as the first sentence after it takes.

    "understood" and "listening" are not among them: what was heard, and that the kiosk listens, stand there anyway.
    """
    talk = session.talk
    is_first = talk.state is Talking.SPEAKING and talk.sentence == talk.from_sentence
    told = first_earcon(session) if is_first else ""
    return "" if told in ("understood", "listening") else told


def _faults(session: Session, deck: Deck) -> tuple[Status, ...]:
    prompts, devices = deck.language.prompts, session.devices
    faults = []
    if not devices.has_speaker:
        faults.append(Status("speaker-off", prompts["status_no_speaker"], is_fault=True))
    elif not devices.has_voice:
        faults.append(Status("speaker-off", prompts["status_no_voice"], is_fault=True))
    if not devices.has_microphone:
        faults.append(Status("microphone-off", prompts["status_no_microphone"], is_fault=True))
    return tuple(faults)
