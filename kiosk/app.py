"""The shell: joins the real window, speaker, microphone and inputs, and runs the loop.

Knows: every device and the order of things. Must not know: any rule (session). One inbox, one thread that updates;
nothing here sleeps but the wait for the next message.
"""

from __future__ import annotations

import queue
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import replace

import pygame

from audio.api import Heard, Listener, Speaker, SpokenSentence, VoiceLevel, WordStarted
from content.deck import FileDeck
from kiosk.commands import phrase_orders
from kiosk.holding import RENEW
from kiosk.inputs.keys import Keys
from kiosk.inputs.touch import Tap, Touch
from kiosk.journal import Journal
from kiosk.messages import Command, Felt, Message, Order, QuietHours, SlideLaidOut, Tick, Woken
from kiosk.motion import steps
from kiosk.moving import fresh
from kiosk.narrating import ahead, listened_by, listening, narration
from kiosk.panels import PLAY
from kiosk.reporter import Reporter
from kiosk.scenes import scene
from kiosk.session import update, wake_at
from kiosk.state import Session, Talking
from kiosk.view.window import Window

LIVELY_SECONDS = 4.0
"""How long after an input the window is asked for events often."""
LIVELY_POLL_SECONDS = 0.008
FADING_POLL_SECONDS = 0.01
TOUCHED_POLL_SECONDS = 0.002
"""While a finger is on the glass: it will lift any moment, and the answer must not wait."""
SPEAKING_POLL_SECONDS = 0.012
RESTING_POLL_SECONDS = 0.03
"""Measured on pygame's event queue (docs/decisions): 25 ms cost 0.52 % of a core. A tap lasts longer."""
LIKELY = (Command.NEXT, Command.BACK, Command.HELP, Command.TOPICS)
"""What is asked for most: the screens to which these would lead are built ahead, as far as there is room for them."""
CLOCK_SECONDS = 5.0
"""How often the time of the day is looked at."""
BUGS_A_MINUTE = 3


class Kiosk:
    """The running program. ``session``: what it begins with. ``inbox``: where every device puts its reports.

    ``key_device``: what the journal calls an order of ``keys``.
    """

    def __init__(
        self,
        deck: FileDeck,
        session: Session,
        window: Window,
        touch: Touch,
        keys: Keys,
        journal: Journal,
        inbox: queue.SimpleQueue[Message],
        is_quiet_now: Callable[[], bool] = lambda: False,
        key_device: str = "key",
    ) -> None:
        self._deck, self._window, self._touch, self._keys = deck, window, touch, keys
        self._journal, self._inbox = journal, inbox
        self._reporter = Reporter(journal, deck)
        self._phrases = phrase_orders(deck.language, deck.topics)
        self._session = session
        self._speaker: Speaker | None = None
        self._listener: Listener | None = None
        self._narrated: tuple[object, ...] = ()
        self._ahead: tuple[SpokenSentence, ...] = ()
        self._looked_ahead = -1
        self._heeded: tuple[object, ...] = ()
        self._targets_shown: tuple[object, ...] = ()
        self._is_quiet_now, self._key_device = is_quiet_now, key_device
        self._clock_due = 0.0
        self._is_running = True
        self._last_input = 0.0
        self._neighbors: deque[tuple[Session, int]] = deque()
        self._has_time = False
        self._bugs: deque[float] = deque(maxlen=BUGS_A_MINUTE)
        self._latest: deque[str] = deque(maxlen=20)

    def show_first(self) -> None:
        """Tell that the first slide is on the screen, before any device is opened."""
        self._show()
        self._reporter.shown(self._session)

    def attach(self, speaker: Speaker, listener: Listener) -> None:
        """Give the kiosk its voice and its ears."""
        self._look_at_clock(time.monotonic())  # before a word is said
        self._speaker, self._listener = speaker, listener
        self._hear_and_say()
        self._look_ahead()

    def stop(self) -> None:
        """Leave the loop after the current turn."""
        self._is_running = False

    def run(self) -> int:
        """The loop, until ``stop`` or the window is closed. 0; or 1 after three bugs in a minute."""
        signal.signal(signal.SIGTERM, lambda *_: self.stop())
        signal.signal(signal.SIGINT, lambda *_: self.stop())
        if hasattr(signal, "SIGUSR1"):
            signal.signal(signal.SIGUSR1, lambda *_: self._inbox.put(Order(Command.HOLD, RENEW)))
        while self._is_running:
            try:
                self._turn()
            except Exception:  # noqa: BLE001 - the one place where a bug is caught; three a minute are too many
                if not self._recover():
                    return 1
        return 0

    def _turn(self) -> None:
        for event in pygame.event.get():
            self._take(event)
        now = time.monotonic()
        self._look_at_clock(now)
        felt = self._touch.waited(now)
        if felt:
            self._input(felt, "touch", now)
        is_moving = self._move()
        if now >= wake_at(self._session, self._deck):
            self._apply(Tick(now))
        elif self._neighbors and self._has_time and not self._touch.is_down and not is_moving:
            self._has_time = False
            self._build_ahead()
        try:
            message = self._inbox.get(timeout=self._patience(now))
        except queue.Empty:
            self._has_time = self._session.talk.state is not Talking.SPEAKING
            return
        self._receive(message)
        self._has_time = isinstance(message, WordStarted)  # the next word will be a while: build ahead between words

    def _look_at_clock(self, now: float) -> None:
        """Tell the session when quiet hours have begun or ended."""
        if now < self._clock_due:
            return
        self._clock_due = now + CLOCK_SECONDS
        is_on = self._is_quiet_now()
        if is_on != self._session.is_quiet_hours:
            self._apply(QuietHours(is_on))

    def _move(self) -> bool:
        """Go on with a change of slide that is on its way; not while a finger is on the glass. Whether there is one."""
        if not self._window.is_moving:
            return False
        if self._touch.is_down:
            self._window.settle()
        else:
            self._window.step()
        return True

    def _patience(self, now: float) -> float:
        """How long to wait for a message before the window is asked for events again, seconds."""
        if self._touch.is_down:
            return TOUCHED_POLL_SECONDS
        if self._window.is_moving:
            return FADING_POLL_SECONDS
        if self._neighbors or now - self._last_input < LIVELY_SECONDS:
            return LIVELY_POLL_SECONDS
        if self._session.talk.state is Talking.SPEAKING:
            return SPEAKING_POLL_SECONDS
        return RESTING_POLL_SECONDS

    # ------------------------------------------------------------ messages in

    def _receive(self, message: Message) -> None:
        if isinstance(message, VoiceLevel) and update(self._session, message, self._deck) is self._session:
            return  # the meter stands as it is
        self._reporter.report(self._session, message)
        if isinstance(message, Order):
            self._reporter.input(message, "signal")
        if isinstance(message, Heard) and message.phrase in self._phrases:
            self._reporter.input(self._phrases[message.phrase], "voice")
        self._apply(message)

    def _take(self, event: pygame.event.Event) -> None:
        """One event of the window: the end of the program, a new size, a change of devices, a key or a touch."""
        now = time.monotonic()
        if event.type == pygame.QUIT or _is_staff_exit(event):
            self.stop()
        elif event.type == pygame.VIDEORESIZE:
            self._window.resized((event.w, event.h))
            self._show()
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWFOCUSGAINED):
            self._window.repaint()
        elif event.type == pygame.WINDOWFOCUSLOST:
            self._keys.forget_held()
        elif event.type in (pygame.AUDIODEVICEADDED, pygame.AUDIODEVICEREMOVED) and self._speaker:
            self._speaker.devices_changed()
        else:
            self._take_input(event, now)

    def _take_input(self, event: pygame.event.Event, now: float) -> None:
        message = self._keys.message(event, now)
        if message:
            self._input(message, "switch" if message == Order(Command.SCAN) else self._key_device, now)
        if self._keys.has(event):
            return
        self._touch.is_exploring = self._session.is_exploring
        taken = self._touch.take(event, now, self._window.size)
        if isinstance(taken, Tap):
            self._input(self._window.order_at(taken.target) or Woken(), "touch", now)
        elif taken:
            self._input(taken, "touch", now)

    def _input(self, message: Order | Woken | Felt, device: str, now: float) -> None:
        self._last_input = now
        self._reporter.input(message, device)
        self._apply(message)

    def _apply(self, message: Message) -> None:
        """One message: update, then make the world match: the sound first, since silence must come at once."""
        self._latest.append(type(message).__name__ if not isinstance(message, Order) else message.command)
        before = self._session
        session = update(before, Tick(time.monotonic()), self._deck) if not isinstance(message, Tick) else before
        self._session = update(session, message, self._deck)
        self._hear_and_say()
        self._show()
        self._look_ahead()
        self._reporter.changed(before, self._session)
        if before.is_visit and not self._session.is_visit:
            self._deck.look_again()

    # ------------------------------------------------------------ making the world match

    def _hear_and_say(self) -> None:
        session = self._session
        said = (session.talk.number, session.talk.state, session.comfort.volume, session.is_visit, session.hold)
        if self._speaker and said != self._narrated:
            self._narrated = said
            self._speaker.make_true(replace(narration(session, self._deck), ahead=self._ahead))
        heeded = listened_by(session)
        if self._listener and heeded != self._heeded:
            self._heeded = heeded
            self._listener.make_true(listening(session, self._deck))

    def _look_ahead(self) -> None:
        """Tell the speaker what will probably be asked for next; after the screen, since it is in no hurry."""
        session = self._session
        if not self._speaker or session.talk.number == self._looked_ahead:
            return
        self._looked_ahead = session.talk.number
        self._ahead = ahead(session, self._deck)
        self._speaker.make_true(replace(narration(session, self._deck), ahead=self._ahead))

    def _show(self) -> None:
        """Show the session; if the layout cuts the text into other pages than the session knew, show it again."""
        for _ in range(2):
            session = self._session
            self._window.show(scene(session, self._deck))
            message = SlideLaidOut(session.slide, self._window.layout.page_starts)
            self._session = update(session, message, self._deck)
            if self._session == session:
                break
        self._tell_targets()

    def _tell_targets(self) -> None:
        session = self._session
        shown = (session.kind, session.slide, session.page, session.choice_page, session.comfort, self._window.size)
        is_speaking, is_on_play = session.talk.state is Talking.SPEAKING, session.focus == PLAY
        state = (shown, is_speaking, session.talk.source, session.answers, is_on_play)
        if state == self._targets_shown:
            return
        self._targets_shown = state
        place = self._window.on_glass
        targets = [
            {"id": item.id, "label": item.text, "command": item.order.command.value, "rect": list(place(item.rect))}
            for item in self._window.layout.targets
            if item.order
        ]
        self._journal.write("screen_shown", screen=session.kind.value, targets=targets)
        self._neighbors = deque(self._pieces())

    def _pieces(self) -> list[tuple[Session, int]]:
        """What may be shown next: the screen after Next, the steps of the picture that moves now, the other screens."""
        session, deck = self._session, self._deck
        orders = (Order(command) for command in LIKELY[: self._window.ahead])
        following, *others = ((update(session, order, deck), 0) for order in orders)
        return [following, *((session, step) for step in range(1, steps(session, deck) + 1)), *others]

    def _build_ahead(self) -> None:
        """One of these pieces."""
        session, step = self._neighbors.popleft()
        self._window.prebuild(replace(scene(session, self._deck), picture_step=step))

    def _recover(self) -> bool:
        """Log the bug with the names of the last messages and go home; False after three in a minute."""
        now = time.monotonic()
        trace = traceback.format_exc()
        print(trace, file=sys.stderr)
        self._journal.write("error", what="bug", trace=trace, latest=list(self._latest))
        self._bugs.append(now)
        if len(self._bugs) == BUGS_A_MINUTE and now - self._bugs[0] < 60:
            return False
        self._session = fresh(replace(self._session, now=now), self._deck)
        return True


def _is_staff_exit(event: pygame.event.Event) -> bool:
    """Ctrl+Q: a chord that no visitor presses by accident and no keypad has."""
    return bool(event.type == pygame.KEYDOWN and event.key == pygame.K_q and event.mod & pygame.KMOD_CTRL)

