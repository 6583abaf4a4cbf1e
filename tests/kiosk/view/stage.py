"""Scenes made by hand, panels of every kind, and a way to measure text by arithmetic. For the tests of the view."""

from __future__ import annotations

from dataclasses import dataclass, replace

from content.model import COLOR_ROLES, Theme
from kiosk.messages import Command, Order
from kiosk.scene import Kind, Scene, Status, Target
from kiosk.view.panel import Panel, Reach

PANELS = {
    "desk": Panel((1920, 1080), 102.5),
    "upright": Panel((1080, 1920), 102.5),
    "small": Panel((1024, 600), 117.5),
    "small-upright": Panel((600, 1024), 117.5),
    "tablet": Panel((1280, 800), 149.0),
    "4k": Panel((3840, 2160), 163.0),
    "4k-upright": Panel((2160, 3840), 163.0),
    "wall": Panel((3840, 2160), 40.0),
    "fine": Panel((3840, 2160), 300.0),
    "seven-inch": Panel((800, 480), 133.0),
    "square": Panel((1280, 1024), 86.0),
    "even": Panel((1024, 1024), 96.0),
    "left": Panel((1920, 1080), 102.5, reach=Reach(is_left=True)),
    "low-upright": Panel((1080, 1920), 102.5, reach=Reach(is_low=True)),
    "low-wide-left": Panel((3840, 2160), 68.0, reach=Reach(is_low=True, is_left=True, lower_edge_mm=700)),
}
"""Every size from 800x480 to 4K, 40 to 300 pixels an inch."""
TIGHT = ("seven-inch",)
ROOMY = tuple(name for name in PANELS if name not in TIGHT)
"""Panels on which the bar's targets have to be 30 mm high."""
SIZES = ("smallest", "small", "medium", "large", "largest")

BAR = tuple(
    Target(f"bar-{name}", Order(command), label, "microphone" if name == "listen" else name)
    for name, command, label in (
        ("back", Command.BACK, "Back"),
        ("play", Command.PAUSE, "Pause"),
        ("next", Command.NEXT, "Next"),
        ("topics", Command.TOPICS, "Topics"),
        ("help", Command.HELP, "Help"),
        ("listen", Command.LISTEN, "Listen"),
    )
)
NAMES = (
    "What MMN is",
    "More common in men",
    "Key symptoms check",
    "Road to a diagnosis",
    "Often mistaken",
    "Inside the body",
)
LONG = (
    "At first people usually think that the symptoms are temporary. Or they think that they come from something "
    "they do. Someone who types a lot at work may think that a hand problem comes from work.\n"
    "It can take some people years before they see a doctor who diagnoses MMN."
)
NOTICE = (
    "This is general information. It does not replace medical advice. Talk with your doctor. "
    "Facts last reviewed in November 2026."
)


def slide(**changes: object) -> Scene:
    """A slide of one idea, with a picture."""
    scene = Scene(
        kind=Kind.SLIDE,
        slide=3,
        topic="What MMN is",
        place="Slide 4 of 44",
        page_place="page {number} of {count}",
        progress=(4, 44),
        title="Feeling is generally not affected",
        text="MMN generally does not affect the nerves for feeling. Doctors call them sensory neurons.",
        page=0,
        icon="nerve",
        question="",
        choices=(),
        bar=BAR,
        focus="",
        mark=None,
        caption="",
        status=(Status("listening", "Listening"),),
        theme="plain",
        text_size="medium",
    )
    return replace(scene, **changes)  # type: ignore[arg-type]


def choices(names: tuple[str, ...], icon: str = "topics", state: str = "") -> tuple[Target, ...]:
    """A numbered choice for each name."""
    return tuple(
        Target(f"choice-{number}", Order(Command.OPTION, number), name, icon, state, number)
        for number, name in enumerate(names, start=1)
    )


def panel(kind: Kind, title: str, names: tuple[str, ...], **changes: object) -> Scene:
    """A panel without text, as the help is."""
    return slide(kind=kind, title=title, text="", icon="", choices=choices(names), **changes)


YES_NO = (
    Target("yes", Order(Command.YES), "Yes", "yes"),
    Target("no", Order(Command.NO), "No", "no", state="chosen"),
)
OPTIONS = (
    "How do we know it is MMN?",
    "What else could it be?",
    "Which tests do I need?",
    "How can it be treated?",
    "What can I do myself?",
    "When should I come back?",
)
SCENES = {
    "slide": slide(),
    "long": slide(text=LONG, title="The road to a diagnosis can be a long one", topic="Road to a diagnosis"),
    "broken": slide(text=f"{'pneumono' * 12} {'x' * 70} end."),
    "faults": slide(
        status=(
            Status("speaker-off", "No sound: please read here", is_fault=True),
            Status("microphone-off", "No microphone: touch or press a key", is_fault=True),
        )
    ),
    "captioned": slide(caption="Picture: An open hand that can still feel pressure, heat, cold and pain. " * 2),
    "last": slide(footer=NOTICE),
    "question": slide(question="Have you noticed weakness in your hands or feet?", choices=YES_NO),
    "options": slide(question="Choose what to ask a doctor:", choices=choices(OPTIONS, "not-chosen", "chosen")),
    "last-options": slide(question="Choose:", choices=choices(OPTIONS[:4], "not-chosen"), footer=NOTICE),
    "topics": panel(Kind.TOPICS, "Topics", NAMES),
    "help": panel(Kind.HELP, "What you can do here", NAMES, footer=NOTICE),
    "sound": panel(Kind.SOUND, "Sound", ("Louder", "Softer", "Faster", "Slower")),
    "explained": panel(Kind.WORDS, "What words mean", NAMES[:5]),
    "told": replace(panel(Kind.HELP, "Help", NAMES), text="Say “next slide”, or touch a button."),
    "meaning": slide(kind=Kind.MEANING, title="Motor nerve", text="A nerve that makes a muscle move.", icon=""),
    "warning": panel(Kind.WARNING, "Are you still there?", ("I need more time", "I am done")),
    "disabled": slide(
        bar=(replace(BAR[0], is_enabled=False), *BAR[1:]),
        choices=(replace(YES_NO[0], is_enabled=False), YES_NO[1]),
        question="Well?",
    ),
    "empty": slide(title="", text="", icon="", topic="", place="", progress=(0, 0), status=()),
}


def scene(name: str, text_size: str = "medium", **changes: object) -> Scene:
    """One of SCENES in a text size, with these changes."""
    return replace(SCENES[name], text_size=text_size, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Ruler:
    """Metrics by arithmetic: every character is half as wide as the font size, capitals are two thirds of it."""

    def font_px(self, cap_px: int, weight: str) -> int:
        return -(-cap_px * 3 // 2)

    def cap_px(self, font_px: int, weight: str) -> int:
        return font_px * 2 // 3

    def width(self, text: str, font_px: int, weight: str) -> int:
        return -(-len(text) * font_px // 2)

    def height(self, font_px: int, weight: str) -> int:
        return -(-font_px * 13 // 10)


def theme(**colors: tuple[int, int, int]) -> Theme:
    """A theme in which every role has a colour of its own; those given go before."""
    own = {role: (20 + 12 * number, 250 - 14 * number, 40 + 9 * number) for number, role in enumerate(COLOR_ROLES)}
    return Theme("plain", "plain", {**own, **colors})


PLAIN = theme(
    background=(255, 255, 255), text=(0, 0, 0), muted=(40, 40, 40), control=(220, 230, 240), control_text=(0, 0, 60)
)
