"""The six visitors before the real kiosk: a planned tour is walked in the real window, with real sound.

Knows: the pilot, the plan, the rules (to know what should be heard or seen next). Must not know: the program from
inside. Each visitor judges by its own sense alone: the one who does not see hears the recorded speaker and nothing
else, the one who does not hear looks at pictures of the screen and nothing else; the others may use both.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from audio.api import Duplex, Heard, HeardNothingKnown, Narration, SpokenSentence, UtteranceFinished, WordStarted
from audio.live_speaker import VoiceSource
from audio.pack import Pack
from audio.voice_process import VoiceProcess
from content.model import Deck
from kiosk.commands import phrase_orders
from kiosk.messages import Message, Order, Tick
from kiosk.narrating import active_phrases, narration
from kiosk.scene import Kind
from kiosk.session import update, wake_at
from kiosk.state import Session, Talking
from kiosk.view.geometry import Rect
from tests.blind_visitor import BlindVisitor
from tests.ear import Ear
from tests.kiosk.functions import Function, audible, shown_words
from tests.kiosk.on_panel import PanelDeck
from tests.kiosk.view.ocr import evened, plain, read, read_boxes, shade
from tests.kiosk.visitors import Act, Move, Route, Search, Visitor, after_move, four_keys, made_now
from tests.known_narration import DEADLINE_SECONDS, said
from tests.pilot import Event, Pilot, PilotError
from tests.rig import Picture
from tests.sound import Samples, held

X_KEYS = {"FOCUS_NEXT": "Down", "FOCUS_BACK": "Up", "SELECT": "Return", "HELP": "h", "SCAN": "194"}
"""The four keys by their X names; the one switch by the X key code of F16, for which a virtual screen has no name."""
TRIES = 3
"""So often something is said before it counts as not understood."""
SOON_SECONDS = 15.0
"""So soon an order has its effect, on a busy machine, too."""
POLITE_SECONDS = 20.0
SECOND_TAP_SECONDS = 0.3
HEARD_SECONDS = 6.0
"""So soon after a phrase has been said it has been understood, or was not."""
LATE_SECONDS = 0.2
"""So long ago at most a key was pressed that has just been felt."""
OTHERWISE = 0.05
"""So much of the screen changes where text gets larger; a caption alone is less."""
READ = 0.3
"""So much of what changes has to be read: buttons are hard to read for a program that was made for pages."""
CELL_PX, CAPS_PX = 16, (26, 40)
"""Changes nearer than so belong together; so high the capitals may be, on a screen of 1920x1080."""
SIGNS_PART, MOST_SAID = 12, 3
"""The signs stand in this part of the screen, at its top; after a notice so many utterances at most."""
ASKS_SECONDS = 160.0
"""So long at most it takes until the kiosk asks whether one is still there."""

Plan = list[tuple[Function, Route]]


class WentOtherwise(Exception):
    """The kiosk did something else, or nothing, so that another way has to be found; the message says what."""


@dataclass
class InPerson:
    """One visitor in front of a running kiosk. ``session``: what it takes the kiosk to be; ``tries``: how often each
    phrase was said; ``done``: the functions that it has seen or heard done, ``again``: those that it began anew."""

    pilot: Pilot
    visitor: Visitor
    deck: PanelDeck
    session: Session
    input: str
    tries: Counter[str] = field(default_factory=Counter)
    done: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    read_up_to: int = 0

    def complete(self, plan: Plan) -> None:
        """Do all of it. Raises PilotError or AssertionError at the first function that does not come about."""
        for function, route in plan:
            for attempt in range(1, TRIES + 1):
                self.look_around()
                try:
                    if self._do(function, route if self._leads(route, function) else self._found(function)):
                        break
                    why = self.account()
                except WentOtherwise as reason:
                    why = str(reason)
                assert attempt < TRIES, f"{function.name}: nothing is to be perceived of it. {why}"
                self.again.append(function.name)

    def _do(self, function: Function, route: Route) -> bool:
        """Go this way and perceive that it was done; False if things have changed on the way, so that it was not."""
        for move in route[:-1]:
            self.make(move)
        self.look_before()
        before, moment = self.make(route[-1])
        if not self.visitor.does(function, before, route[-1], self.session, self.deck):
            return False
        if not self.perceives(before, moment):
            return False
        self.done.append(function.name)
        return True

    def _leads(self, route: Route, function: Function) -> bool:
        session = self.session
        for move in route[:-1]:
            session = made_now(session, move, self.deck)
        return self.visitor.does(function, session, route[-1], made_now(session, route[-1], self.deck), self.deck)

    def _found(self, function: Function) -> Route:
        found = Search((self.visitor,), self.deck).routes(self.session, [function], only_first=True)
        assert found, f"no way to {function.name}"
        return next(iter(found.values()))[0]

    # ------------------------------------------------------------ moves

    def make(self, move: Move) -> tuple[Session, float]:
        """Make a move in the real world, and believe that it counts; the session just before it, and when it was."""
        match move.act:
            case Act.TAP:
                moment = self._tap(move.name)
            case Act.PRESS:
                moment = self.pilot.key(X_KEYS[move.name])
            case Act.SAY:
                moment = self.say(move)
            case Act.WAIT:
                moment = time.monotonic()
                self.wait(move.name)
        before = self.session
        self._believe(move)
        if move.act in (Act.TAP, Act.PRESS):
            self.feel(move)
        return before, moment

    def _tap(self, name: str) -> float:
        """The button of this id, as soon as it is on the screen."""
        deadline = time.monotonic() + SOON_SECONDS
        while time.monotonic() < deadline:
            for target in self.pilot.screen_shown()["targets"]:
                if target["id"] == name:
                    x, y, width, height = target["rect"]
                    place = x + width // 2, y + height // 2
                    if self.session.is_exploring:
                        self.pilot.touch_at(*place)
                        time.sleep(SECOND_TAP_SECONDS)
                    return self.pilot.touch_at(*place)
            time.sleep(0.02)
        raise PilotError(f"{name} is not on the screen")

    def _believe(self, move: Move) -> None:
        if move.act is not Act.WAIT:
            self.session = update(self.session, Tick(time.monotonic()), self.deck)
        self.session = made_now(self.session, move, self.deck)
        if move.name == "until it asks":
            self._believe_asked()

    def _believe_asked(self) -> None:
        """The kiosk knows better than we when it last had a sign of life."""
        for _ in range(20):
            if self.session.kind is Kind.WARNING:
                return
            self.session = update(self.session, Tick(wake_at(self.session, self.deck)), self.deck)

    # ------------------------------------------------------------ of each sense its own

    def look_around(self) -> None:
        """Notice what has happened by itself."""

    def look_before(self) -> None:
        """Look at what is there before the last move."""

    def feel(self, move: Move) -> None:
        """After a tap or a key."""

    def say(self, move: Move) -> float:
        """Say a phrase."""
        raise NotImplementedError

    def wait(self, what: str) -> None:
        """Wait for what the move names."""
        raise NotImplementedError

    def perceives(self, before: Session, moment: float) -> bool:
        """Whether it was done at ``moment``, as far as this visitor can tell."""
        raise NotImplementedError

    def account(self) -> str:
        """What it perceived last, for who has to find out why something failed."""
        return ""


class AllSenses(InPerson):
    """Sees and hears: what the journal says that was shown and said, the picture, the recording."""

    def look_around(self) -> None:
        events = self.pilot.events(self.read_up_to)
        self.read_up_to += len(events)
        for event in events:
            for message in _reports(event):
                self.session = update(self.session, Tick(max(self.session.now, event["t"])), self.deck)
                self.session = self.deck.shown(update(self.session, message, self.deck))

    def look_before(self) -> None:
        self._picture = self.pilot.screenshot()

    def feel(self, move: Move) -> None:
        order = move.messages[0]
        if isinstance(order, Order):
            self.pilot.wait_for("command", SOON_SECONDS, command=order.command.value, input=self.input)
        self.look_around()

    def say(self, move: Move) -> float:
        """A phrase for what is wanted; what is not understood is said again, then in other words."""
        assert move.order is not None
        for phrase in self._words_for(move):
            self.tries[phrase] += 1
            spoken = self.pilot.hear(phrase)
            event = self._understood(spoken - time.monotonic() + HEARD_SECONDS)
            if event is None:
                self._let_it_finish()
                event = self._understood(0.0)
            if event is None:
                self.look_around()
                if phrase not in active_phrases(self.session, self.deck):
                    raise WentOtherwise(f"{phrase!r} does not count any more")
            elif (event["command"], event["number"]) == (move.order.command.value, move.order.number):
                return min(spoken, time.monotonic())
            else:
                self._take_for_said(event)
                raise WentOtherwise(f"{phrase!r} was taken for {event['command']}")
        raise WentOtherwise(f"{move.name!r} was not understood, nor another phrase for it")

    def _understood(self, seconds: float) -> Event | None:
        """What the kiosk has taken the phrase for."""
        try:
            return self.pilot.wait_for("command", seconds, input=self.input)
        except PilotError:
            return None

    def _words_for(self, move: Move) -> list[str]:
        """The recommended phrase, twice, and two others that count now."""
        orders, active = phrase_orders(self.deck.language, self.deck.topics), active_phrases(self.session, self.deck)
        others = [phrase for phrase in orders if phrase in active - {move.name} and orders[phrase] == move.order]
        return [move.name, move.name, *others[:2]]

    def _take_for_said(self, event: Event) -> None:
        """The kiosk tells what it has understood: believe that."""
        orders = phrase_orders(self.deck.language, self.deck.topics)
        taken = event["command"], event["number"]
        said = (phrase for phrase, order in orders.items() if (order.command.value, order.number) == taken)
        self.session = update(self.session, Tick(max(self.session.now, event["t"])), self.deck)
        self.session = self.deck.shown(update(self.session, Heard(next(said), 1.0, 0.0, 1.0, 1.0), self.deck))

    def _let_it_finish(self) -> None:
        """Who is not heard over the voice of the kiosk waits until it is silent."""
        deadline = time.monotonic() + POLITE_SECONDS
        while time.monotonic() < deadline and self.pilot.sounding(time.monotonic() - 1.0, time.monotonic()):
            time.sleep(0.2)

    def wait(self, what: str) -> None:
        if what == "until it asks":
            self.pilot.mark()
            self.pilot.wait_for("panel_shown", ASKS_SECONDS, panel="warning")
            return
        name, match, number = "utterance_finished", {}, self.session.talk.number
        if what == "for the second sentence":
            name, match = "word_started", {"sentence": 1}
        elif what == "for the next":
            name, number = "utterance_started", number + 1
        deadline = time.monotonic() + 90
        while not any(
            event["event"] == name and event["number"] == number and match.items() <= event.items()
            for event in self.pilot.events()
        ):
            assert time.monotonic() < deadline, (what, number)
            time.sleep(0.05)

    def perceives(self, before: Session, moment: float) -> bool:
        """Something looks or sounds otherwise now, as it should."""
        deadline = time.monotonic() + SOON_SECONDS
        while time.monotonic() < deadline:
            if shown_words(before, self.deck) != shown_words(self.session, self.deck):
                if (self.pilot.screenshot() != self._picture).any(axis=2).mean() > 1e-4:
                    return True
            elif audible(self.session, self.deck) and self.pilot.sounding(moment, time.monotonic()) > 0.1:
                return True
            elif not audible(self.session, self.deck):
                return _falls_silent(self.pilot, moment)
            time.sleep(0.05)
        return False


def _falls_silent(pilot: Pilot, moment: float) -> bool:
    try:
        pilot.silent_after(moment)
    except PilotError:
        return False
    return True


def _reports(event: Event) -> Iterable[Message]:
    """What the speaker and the ears reported."""
    match event["event"]:
        case "word_started":
            yield WordStarted(event["number"], event["sentence"], event["word"])
        case "utterance_finished":
            yield UtteranceFinished(event["number"])
        case "heard_nothing_known":
            yield HeardNothingKnown(0.0, 0.0)
        case "duplex":
            yield Duplex(event["is_full"])


# ---------------------------------------------------------------- who does not see


Known = dict[str, Samples]


def name_of(sentence: SpokenSentence, how: Narration) -> str:
    """A sentence in the way it is said: its words, the speed, the clearer voice."""
    return f"{said(sentence)} ({how.rate_wpm}{', clear' if how.is_clear else ''})"


def to_be_heard(session: Session, deck: Deck) -> list[tuple[SpokenSentence, Narration]]:
    """The first whole sentences of what should be said now."""
    how = narration(session, deck)
    if how.utterance is None or how.is_paused:
        return []
    begin = how.utterance.from_sentence + (1 if how.utterance.from_word else 0)
    return [(sentence, how) for sentence in how.utterance.sentences[begin : begin + 4]]


@dataclass
class Memory:
    """How sentences sound that somebody has heard before. ``known``: by name, as sound."""

    deck: Deck
    pack: Pack | None
    known: Known = field(default_factory=dict)

    def learn(self, sessions: Iterable[Session]) -> None:
        """Hear what should be heard in these sessions, as far as it is new."""
        with closing(VoiceSource(VoiceProcess(DEADLINE_SECONDS), None, self.pack)) as source:
            for session in sessions:
                for sentence, how in to_be_heard(session, self.deck):
                    name = name_of(sentence, how)
                    if name not in self.known:
                        whole = how.utterance.sentences if how.utterance else ()
                        pcm = source.fetch(sentence, source.voiced(how, whole)).pcm
                        self.known[name] = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


def sessions_of(plan: Plan, start: Session, deck: Deck) -> list[Session]:
    """Every session that the plan goes through."""
    found = [start]
    for _, route in plan:
        for move in route:
            found.append(after_move(found[-1], move, deck))
    return found


@dataclass
class Hearing(InPerson):
    """Hears, and feels its keys. ``memory``: how the sentences sound that it may meet; what it meets when things went
    otherwise than planned it learns on the way."""

    memory: Memory = field(kw_only=True)
    names_heard: int = 0
    heard: str = ""
    last: str = ""
    pressed: float = 0.0

    def __post_init__(self) -> None:
        self.ears = BlindVisitor(self.pilot, Ear(self.memory.known))

    def feel(self, move: Move) -> None:
        self.last, self.pressed = move.name, time.monotonic()
        time.sleep(0.06)

    def look_before(self) -> None:
        """Hear on which button one is, before it is pressed; who did not catch it goes to the next and back."""
        if not self.last.startswith("FOCUS"):
            return
        for _ in range(TRIES):
            if self._hears(self.pressed - LATE_SECONDS):
                self.names_heard += 1
                return
            self.again.append(self.session.focus)
            for name in ("FOCUS_NEXT", "FOCUS_BACK"):
                self.make(next(move for move in four_keys(self.session, self.deck) if move.name == name))
        raise AssertionError(f"the name of {self.session.focus} was not heard. {self.heard}")

    def wait(self, what: str) -> None:
        deadline = time.monotonic() + ASKS_SECONDS
        if what == "until it asks":
            time.sleep(100)
            self.ears.wait_for_sound(time.monotonic(), ASKS_SECONDS - 100)
        elif what == "for the second sentence":
            time.sleep(3.5)
        else:
            while not self.ears.has_been_silent(1.5):
                assert time.monotonic() < deadline
                time.sleep(0.1)

    def perceives(self, before: Session, moment: float) -> bool:
        if to_be_heard(self.session, self.deck):
            return self._hears(moment)
        return _falls_silent(self.pilot, moment)

    def account(self) -> str:
        return self.heard

    def _hears(self, moment: float) -> bool:
        """Any of the sentences that should be heard. Those that are too short for the ear are held beside the sound."""
        names = [name_of(sentence, how) for sentence, how in to_be_heard(self.session, self.deck)]
        if not self.memory.known.keys() >= {*names}:
            self.memory.learn([self.session])
            self.ears.ear = Ear(self.memory.known)
        deadline, heard = time.monotonic() + SOON_SECONDS, set()
        while time.monotonic() < deadline:
            sound = self.pilot.recording.between(moment, time.monotonic())
            heard = {one.name for one in self.ears.ear.understand(sound)}
            if heard & set(names) or any(self._is_in(name, sound) for name in names):
                return True
            time.sleep(0.1)
        self.heard = f"It should be one of {names}; it understood {heard}."
        return False

    def _is_in(self, name: str, sound: Samples) -> bool:
        samples = self.memory.known[name]
        if name in self.ears.ear.names or len(samples) < 0.35 * 44_100 or len(sound) < len(samples):
            return False
        return any(held(sound, samples, lead / 2, 0.6) > 0.75 for lead in range(6))


# ---------------------------------------------------------------- who does not hear


@dataclass
class Look:
    """Pictures before and after a function, and the words that should come and go."""

    before: Picture
    after: list[Picture]
    coming: Counter[str]
    going: Counter[str]


@dataclass
class Seeing(InPerson):
    """Sees, and reads. ``looks``: what it could read nothing in."""

    looks: list[Look] = field(default_factory=list)

    def look_around(self) -> None:
        """Whether the kiosk still speaks stands on the screen."""
        sign = _words([self.deck.language.prompts["status_speaking"]])
        for _ in range(MOST_SAID):
            if self.session.talk.state is not Talking.SPEAKING or sign <= self._signs():
                return
            self.session = self.deck.shown(update(self.session, UtteranceFinished(self.session.talk.number), self.deck))

    def _signs(self) -> Counter[str]:
        picture = self.pilot.screenshot()
        return _read_evened(picture, [Rect(0, 0, picture.shape[1], picture.shape[0] // SIGNS_PART)])

    def feel(self, move: Move) -> None:
        time.sleep(0.15)

    def look_before(self) -> None:
        time.sleep(0.3)
        self._picture = self.pilot.screenshot()

    def wait(self, what: str) -> None:
        if what == "for the second sentence":
            time.sleep(3.5)
        elif what == "until it asks":
            time.sleep(90)
            self._watch(lambda changed: changed > 0.05, ASKS_SECONDS - 90)
        else:
            self._watch(lambda changed: changed == 0, 60)

    def _watch(self, is_it: Callable[[float], bool], seconds: float) -> None:
        """Until so much of the screen has changed within two seconds."""
        deadline = time.monotonic() + seconds
        last = self.pilot.screenshot()
        while time.monotonic() < deadline:
            time.sleep(2)
            now = self.pilot.screenshot()
            if is_it(float((now != last).any(axis=2).mean())):
                return
            last = now
        raise AssertionError("waited in vain")

    def perceives(self, before: Session, moment: float) -> bool:
        pictures = []
        for wait in (0.4, 0.8):
            time.sleep(wait)
            pictures.append(self.pilot.screenshot())
        if not any((picture != self._picture).any() for picture in pictures):  # a busy machine draws late
            time.sleep(2.0)
            pictures.append(self.pilot.screenshot())
        old, new = (_words(shown_words(session, self.deck)) for session in (before, self.session))
        look = Look(self._picture, pictures, new - old, old - new)
        if is_read(look) or (_is_of_sight(before, self.session) and _is_otherwise(look)):
            return True
        self.looks.append(look)
        return False

    def account(self) -> str:
        """Of the last of what it could not read."""
        last = self.looks[-1]
        boxes = changed_boxes(last.before, last.after[0])
        return f"It should read {last.coming}, no longer {last.going}; it read {_read_evened(last.after[0], boxes)}."


def _is_of_sight(before: Session, after: Session) -> bool:
    """Whether this changes how the screen looks."""
    was, now = before.comfort, after.comfort
    return (was.text_size, was.theme, was.is_wide) != (now.text_size, now.theme, now.is_wide)


def _is_otherwise(look: Look) -> bool:
    """Whether a good part of the screen looks otherwise."""
    return any(float((picture != look.before).any(axis=2).mean()) > OTHERWISE for picture in look.after)


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for part in re.split(r"\s+", text) if (word := plain(part)))


def is_read(look: Look) -> bool:
    """Whether so many of the words that should come have come in one of the pictures, or of those that should go have
    gone. It reads in one way after another, until that is so."""
    for picture in look.after:
        boxes = changed_boxes(look.before, picture)
        before: Counter[str] = Counter()
        after: Counter[str] = Counter()
        for reading in (_read_evened, _read_plain):
            before |= reading(look.before, boxes)
            after |= reading(picture, boxes)
            told = (look.coming, after - before), (look.going, before - after)
            if any(wanted and (wanted & found).total() >= READ * wanted.total() for wanted, found in told):
                return True
    return False


def changed_boxes(one: Picture, other: Picture) -> list[Rect]:
    """The parts of the screen that differ, apart from each other by some clear space."""
    changed = (one != other).any(axis=2)
    rows, columns = changed.shape[0] // CELL_PX, changed.shape[1] // CELL_PX
    cells = changed[: rows * CELL_PX, : columns * CELL_PX].reshape(rows, CELL_PX, columns, CELL_PX).any(axis=(1, 3))
    boxes = []
    for row, column in zip(*np.nonzero(cells), strict=True):
        if cells[row, column]:
            boxes.append(_taken(cells, row, column))
    return boxes


def _taken(cells: npt.NDArray[np.bool_], row: int, column: int) -> Rect:
    """The box around the cells that hang together with this one, which are taken away."""
    ahead, found = [(row, column)], []
    cells[row, column] = False
    while ahead:
        at = ahead.pop()
        found.append(at)
        around = [(at[0] + y, at[1] + x) for y in (-1, 0, 1) for x in range(-2, 3)]
        for y, x in around:
            if 0 <= y < cells.shape[0] and 0 <= x < cells.shape[1] and cells[y, x]:
                cells[y, x] = False
                ahead.append((y, x))
    (top, bottom), (left, right) = ((min(one), max(one) + 1) for one in zip(*found, strict=True))
    x, y = int(left - 1) * CELL_PX, int(top) * CELL_PX - CELL_PX // 2
    return Rect(x, y, int(right - left + 2) * CELL_PX, int(bottom - top + 1) * CELL_PX)


def _read_evened(picture: Picture, boxes: list[Rect]) -> Counter[str]:
    """The words in these parts, where they stand, each place dark on white."""
    page = np.full(picture.shape[:2], 255, np.uint8)
    for box in boxes:
        part = np.s_[max(0, box.y) : box.bottom, max(0, box.x) : box.right]
        page[part] = evened(_gray(picture[part]))
    return Counter(word.text for word in read(page)) if boxes else Counter()


def _read_plain(picture: Picture, boxes: list[Rect]) -> Counter[str]:
    """The words in these parts, as they are, larger and smaller."""
    gray = _gray(picture)
    return _read(gray, boxes, CAPS_PX[0]) | _read(gray, boxes, CAPS_PX[1])


def _gray(picture: Picture) -> npt.NDArray[np.uint8]:
    wide = picture.astype(np.uint32)
    return shade((wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2])


def _read(gray: npt.NDArray[np.uint8], boxes: list[Rect], cap_px: int) -> Counter[str]:
    return Counter(word for words in read_boxes(gray, boxes, [cap_px] * len(boxes)) for word in words)
