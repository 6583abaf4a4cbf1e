"""The rules of a visit: messages in, session out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from audio.api import (
    Duplex,
    Heard,
    HeardNothingKnown,
    MicrophoneBack,
    MicrophoneFault,
    MicrophoneLost,
    SpeakerBack,
    SpeakerLost,
    SpokenOver,
    UtteranceFinished,
    UtteranceStarted,
    VoiceBack,
    VoiceLost,
    WordStarted,
)
from content.deck import FileDeck
from kiosk.commands import FUNCTIONS, phrase_orders
from kiosk.messages import Command, Message, Order, SlideLaidOut, Tick, Woken
from kiosk.moving import begin
from kiosk.narrating import active_phrases, listened_by, listening, narration
from kiosk.panels import ASKED_BACK, choices, is_yes_no, slide_terms, targets
from kiosk.scene import Kind, Part
from kiosk.scenes import scene
from kiosk.script import screen_script
from kiosk.session import wake_at
from kiosk.state import RATES_WPM, VOLUMES_DB, Answer, Comfort, Session, Source, Talking
from kiosk.talking import is_listening
from tests.kiosk.visits import after, finish, spoken, start, visit

# ---------------------------------------------------------------- the attract loop


def test_a_kiosk_starts_with_the_first_slide_read_aloud(deck: FileDeck) -> None:
    session = start(deck)
    assert (session.slide, session.kind, session.is_visit) == (0, Kind.SLIDE, False)
    assert "multifocal motor neuropathy" in spoken(session, deck)


def test_the_loop_goes_on_after_the_gap_and_not_before(deck: FileDeck) -> None:
    session = finish(start(deck), deck)
    assert wake_at(session, deck) == 106.0
    assert after(session, deck, Tick(105.9)).slide == 0
    assert after(session, deck, Tick(106.0)).slide == 1


def test_the_loop_begins_again_after_the_last_slide(deck: FileDeck) -> None:
    session = finish(replace(start(deck), slide=len(deck) - 1), deck)
    assert after(session, deck, Tick(106.0)).slide == 0


def test_a_silent_loop_says_nothing_and_leaves_time_to_read(deck: FileDeck) -> None:
    session = start(deck, loop_speech="silent")
    assert narration(session, deck).utterance is None
    words = len(deck.slide(0).text.split())
    assert wake_at(session, deck) - session.now >= 0.6 * words
    assert after(session, deck, Tick(wake_at(session, deck))).slide == 1


def test_a_quiet_loop_is_softer_than_a_visit(deck: FileDeck) -> None:
    session = start(deck, loop_speech="quiet")
    assert narration(session, deck).volume_db < narration(after(session, deck, Woken()), deck).volume_db


@pytest.mark.parametrize("command", FUNCTIONS)
def test_any_command_starts_a_visit_and_is_carried_out(deck: FileDeck, command: Command) -> None:
    session = after(start(deck), deck, command)
    assert session.is_visit is (command is not Command.DONE)


def test_the_first_command_acts_on_the_slide_that_is_shown(deck: FileDeck) -> None:
    session = after(replace(start(deck), slide=7), deck, Command.NEXT)
    assert session.slide == 8 and session.is_visit


# ---------------------------------------------------------------- moving


def test_next_and_back_move_through_the_whole_deck(deck: FileDeck) -> None:
    session = visit(deck)
    for index in range(1, len(deck)):
        session = after(session, deck, Command.NEXT)
        assert session.slide == index and deck.slide(index).title.split()[0] in scene(session, deck).title
    session = after(session, deck, Command.NEXT)
    assert session.slide == len(deck) - 1 and session.notice
    for index in range(len(deck) - 2, -1, -1):
        session = after(session, deck, Command.BACK)
        assert session.slide == index
    assert after(session, deck, Command.BACK).slide == 0


def test_in_a_visit_nothing_goes_on_by_itself(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    assert after(session, deck, Tick(session.now + 179)).slide == 0
    assert after(session, deck, Tick(session.now + 179)).kind is Kind.SLIDE


def test_keep_going_goes_on_by_itself_until_the_last_slide(deck: FileDeck) -> None:
    session = finish(visit(deck, Command.KEEP_GOING), deck)
    assert session.talk.state is Talking.SPEAKING  # after the notice the slide is read
    session = finish(session, deck)
    session = after(session, deck, Tick(wake_at(session, deck)))
    assert session.slide == 1
    session = finish(replace(session, slide=len(deck) - 1), deck)
    session = after(session, deck, Tick(wake_at(session, deck)))
    assert not session.is_keeping_going and session.notice


def test_long_text_is_turned_page_by_page(deck: FileDeck) -> None:
    lines = [line for line in screen_script(visit(deck, Command.NEXT), deck) if line.part is Part.TEXT]
    second = lines[1].offset
    session = visit(deck, Command.NEXT, SlideLaidOut(1, (0, second)))
    session = after(session, deck, Command.NEXT)
    assert (session.slide, session.page) == (1, 1)
    assert narration(session, deck).utterance is not None
    assert session.talk.from_sentence == 2  # the title, the first sentence, then this page
    assert after(session, deck, WordStarted(session.talk.number, 2, 0)).page == 1
    assert after(session, deck, Command.NEXT).slide == 2
    assert after(session, deck, Command.BACK).page == 0


def test_a_page_for_the_title_alone_is_read_and_then_the_text_from_its_beginning(deck: FileDeck) -> None:
    lines = screen_script(visit(deck), deck)
    text = [line.part for line in lines].index(Part.TEXT)
    session = visit(deck, SlideLaidOut(0, (0, 0, lines[text + 1].offset)))
    assert session.page == 0
    assert after(session, deck, WordStarted(session.talk.number, 0, 0)).page == 0
    assert after(session, deck, WordStarted(session.talk.number, text, 0)).page == 1
    session = after(session, deck, Command.NEXT)
    assert (session.slide, session.page, session.talk.from_sentence, session.talk.from_word) == (0, 1, text, 0)
    assert after(session, deck, SlideLaidOut(0, (0,))).page == 0
    assert after(session, deck, Command.BACK).page == 0


def test_a_page_that_begins_in_mid_sentence_is_read_from_its_first_word(deck: FileDeck) -> None:
    lines = screen_script(visit(deck), deck)
    number = [line.part for line in lines].index(Part.TEXT) + 1
    third = lines[number].offset + lines[number].sentence.words[3].start
    session = visit(deck, SlideLaidOut(0, (0, third)), Command.NEXT)
    assert (session.talk.from_sentence, session.talk.from_word, session.page) == (number, 3, 1)
    assert after(session, deck, WordStarted(session.talk.number, number, 3)).page == 1


def test_the_page_follows_the_voice(deck: FileDeck) -> None:
    lines = screen_script(visit(deck, Command.NEXT), deck)
    session = visit(deck, Command.NEXT, SlideLaidOut(1, (0, lines[2].offset)))
    session = after(session, deck, WordStarted(session.talk.number, 1, 0))
    assert session.page == 0
    assert after(session, deck, WordStarted(session.talk.number, 2, 0)).page == 1


def test_another_text_size_keeps_what_is_read_in_sight(deck: FileDeck) -> None:
    lines = screen_script(visit(deck, Command.NEXT), deck)
    session = visit(deck, Command.NEXT, SlideLaidOut(1, (0, lines[2].offset)), Command.NEXT)
    smaller = after(session, deck, SlideLaidOut(1, (0,)))
    assert smaller.page == 0
    bigger = after(session, deck, SlideLaidOut(1, (0, 5, lines[2].offset, lines[2].offset + 9)))
    assert bigger.page == 2


def test_topics_by_number_by_choice_and_by_name(deck: FileDeck) -> None:
    for topic in deck.topics:
        assert visit(deck, Order(Command.GO_TO_TOPIC, topic.number)).slide == topic.first
        assert visit(deck, Command.TOPICS, Order(Command.OPTION, topic.number)).slide == topic.first
        for phrase in topic.phrases:
            assert after(visit(deck), deck, Heard(phrase, 1, 0, 1, 1)).slide == topic.first
    assert visit(deck, Order(Command.GO_TO_TOPIC, 99)).notice


def test_back_closes_panels(deck: FileDeck) -> None:
    session = visit(deck, Command.NEXT)
    for panel in (Command.TOPICS, Command.HELP, Command.READING, Command.SOUND, Command.SIGHT, Command.WORDS):
        opened = after(session, deck, panel)
        assert opened.kind is not Kind.SLIDE
        closed = after(opened, deck, Command.BACK)
        assert (closed.kind, closed.slide) == (Kind.SLIDE, 1)


def test_a_word_is_explained_and_back_returns_to_the_list(deck: FileDeck) -> None:
    index = next(index for index in range(len(deck)) if len(slide_terms(replace(visit(deck), slide=index), deck)) > 1)
    session = after(replace(visit(deck), slide=index), deck, Command.WORDS, Order(Command.OPTION, 2))
    term = slide_terms(session, deck)[1]
    assert session.kind is Kind.MEANING
    assert scene(session, deck).text == term.meaning and term.meaning.split()[0] in spoken(session, deck)
    assert after(session, deck, Command.BACK).kind is Kind.WORDS


# ---------------------------------------------------------------- narration


def test_every_utterance_has_a_number_of_its_own_and_stale_reports_are_dropped(deck: FileDeck) -> None:
    first = visit(deck)
    second = after(first, deck, Command.NEXT)
    assert second.talk.number > first.talk.number
    assert after(second, deck, UtteranceFinished(first.talk.number)) == second
    assert after(second, deck, WordStarted(first.talk.number, 0, 3)) == second


def test_the_word_being_spoken_is_marked(deck: FileDeck) -> None:
    session = visit(deck)
    for number, line in enumerate(screen_script(session, deck)):
        for place, word in enumerate(line.sentence.words):
            session = after(session, deck, WordStarted(session.talk.number, number, place))
            mark = scene(session, deck).mark
            assert mark is not None and mark.part is line.part
            shown = {
                Part.TITLE: scene(session, deck).title,
                Part.TEXT: scene(session, deck).text,
                Part.CAPTION: scene(session, deck).caption,
            }[mark.part]
            found = shown[mark.start : mark.start + mark.length]
            assert found == line.sentence.text[word.start : word.start + word.length]


def test_pause_and_go_on_keep_the_utterance(deck: FileDeck) -> None:
    session = visit(deck)
    session = after(session, deck, WordStarted(session.talk.number, 1, 2), Command.PAUSE)
    assert narration(session, deck).is_paused
    resumed = after(session, deck, Command.GO_ON)
    assert resumed.talk.number == session.talk.number and not narration(resumed, deck).is_paused


def test_the_bar_offers_pause_while_it_speaks_and_play_while_it_does_not(deck: FileDeck) -> None:
    session = visit(deck)
    assert scene(session, deck).bar[1].order == Order(Command.PAUSE)
    for silent in (finish(session, deck), after(session, deck, Command.PAUSE), after(session, deck, Command.QUIET)):
        assert scene(silent, deck).bar[1].order == Order(Command.GO_ON)
    assert [target.id for target in scene(session, deck).bar] == [target.id for target in scene(silent, deck).bar]


def test_go_on_after_a_notice_returns_to_the_word(deck: FileDeck) -> None:
    session = visit(deck)
    session = after(session, deck, WordStarted(session.talk.number, 1, 2), Command.WHERE)
    session = after(finish(session, deck), deck, Command.GO_ON)
    assert (session.talk.from_sentence, session.talk.from_word) == (1, 2)


def test_again_skip_and_sentence_back_move_by_sentences(deck: FileDeck) -> None:
    session = visit(deck)
    session = after(session, deck, WordStarted(session.talk.number, 2, 2))
    assert after(session, deck, Command.AGAIN).talk.from_sentence == 2
    assert after(session, deck, Command.SKIP).talk.from_sentence == 3
    assert after(session, deck, Command.SENTENCE_BACK).talk.from_sentence == 1
    assert after(session, deck, *[Command.SENTENCE_BACK] * 4).talk.from_sentence == 0
    done = finish(session, deck)
    last = len(screen_script(done, deck)) - 1
    assert after(done, deck, Command.AGAIN).talk.from_sentence == last
    assert after(done, deck, Command.SENTENCE_BACK).talk.from_sentence == last - 1
    assert after(done, deck, Command.GO_ON).talk.from_sentence == 0
    assert narration(after(done, deck, Command.SKIP), deck).utterance is None


def test_the_panel_for_reading_aloud_reads_the_slide_under_it(deck: FileDeck) -> None:
    session = visit(deck, Command.NEXT)
    panel = after(session, deck, WordStarted(session.talk.number, 2, 2), Command.HELP, Command.READING)
    panel = after(panel, deck, WordStarted(panel.talk.number, 3, 0))
    for command, sentence in (
        (Command.READ, 0),
        (Command.AGAIN, 2),
        (Command.SENTENCE_BACK, 1),
        (Command.SKIP, 3),
    ):
        read = after(panel, deck, command)
        assert (read.kind, read.slide, read.talk.source) == (Kind.SLIDE, 1, Source.SCREEN)
        assert (read.talk.from_sentence, read.place) == (sentence, (sentence, 0))
    assert after(panel, deck, Command.GO_ON).kind is Kind.READING
    assert after(visit(deck, Command.HELP), deck, Command.READ).kind is Kind.HELP


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (Command.PAUSE, (2, 2)),
        (Command.QUIET, (2, 2)),
        (Command.AGAIN, (2, 0)),
        (Command.SKIP, (3, 0)),
        (Command.SENTENCE_BACK, (1, 0)),
        (Command.READ, (0, 0)),
    ],
)
@pytest.mark.parametrize("between", [Command.QUIET, Command.WHERE, Command.PAUSE])
def test_go_on_continues_where_each_of_them_stopped_or_led_to(
    deck: FileDeck, command: Command, place: tuple[int, int], between: Command
) -> None:
    session = visit(deck)
    session = after(session, deck, WordStarted(session.talk.number, 2, 2), command, between)
    session = after(session, deck, Command.GO_ON)
    assert session.talk.source is Source.SCREEN and session.talk.state is Talking.SPEAKING
    assert session.place == place


def test_sentence_back_turns_back_to_the_page_of_the_sentence(deck: FileDeck) -> None:
    lines = [line for line in screen_script(visit(deck, Command.NEXT), deck) if line.part is Part.TEXT]
    session = visit(deck, Command.NEXT, SlideLaidOut(1, (0, lines[1].offset)), Command.NEXT)
    assert session.page == 1
    assert after(session, deck, Command.SENTENCE_BACK).page == 0


def test_next_alone_stands_out_on_every_screen(deck: FileDeck) -> None:
    for command in (Command.NEXT, Command.TOPICS, Command.HELP, Command.SIGHT):
        session = visit(deck, command)
        assert [target.id for target in targets(session, deck) if target.is_primary] == ["bar-next"]


def test_quiet_silences(deck: FileDeck) -> None:
    assert narration(visit(deck, Command.QUIET), deck).utterance is None


def test_every_order_but_volume_cuts_off_what_was_said(deck: FileDeck) -> None:
    keeps = {Command.LOUDER, Command.QUIETER, Command.GO_ON}
    for command in Command:
        session = visit(deck, Command.NEXT)
        following = after(session, deck, command)
        told = narration(following, deck)
        still = told.utterance and told.utterance.number == session.talk.number and not told.is_paused
        assert bool(still) is (command in keeps), command


@pytest.mark.parametrize(
    "command", [Command.BIGGER, Command.SMALLER, Command.COLOURS, Command.SPACING, Command.MOTION]
)
def test_what_is_only_seen_is_said_and_the_reading_goes_on_at_its_word(deck: FileDeck, command: Command) -> None:
    session = visit(deck, Command.NEXT)
    session = after(session, deck, WordStarted(session.talk.number, 1, 2))
    told = after(session, deck, command, command)
    assert told.notice in spoken(told, deck) and told.talk.source is Source.NOTICE
    going = finish(told, deck)
    assert (going.talk.source, going.talk.state) == (Source.SCREEN, Talking.SPEAKING)
    assert (going.talk.from_sentence, going.talk.from_word) == (1, 2)
    assert finish(after(finish(session, deck), deck, command), deck).talk.state is Talking.FINISHED


def test_the_end_of_a_scale_is_said_while_a_slide_is_read(deck: FileDeck) -> None:
    for command in (Command.LOUDER, Command.QUIETER, Command.FASTER, Command.SLOWER):
        session = visit(deck, Command.NEXT, *[command] * len(RATES_WPM))
        assert session.notice in spoken(session, deck) and finish(session, deck).talk.source is Source.SCREEN


def test_another_speed_leaves_a_paused_reading_paused(deck: FileDeck) -> None:
    session = visit(deck, Command.NEXT)
    paused = after(session, deck, WordStarted(session.talk.number, 1, 2), Command.PAUSE)
    told = finish(after(paused, deck, Command.FASTER), deck)
    assert told.talk.state is Talking.FINISHED
    assert after(told, deck, Command.GO_ON).place == (1, 2)


def test_keep_going_from_a_panel_reads_the_slide_from_its_beginning(deck: FileDeck) -> None:
    session = finish(visit(deck, Command.NEXT, Command.READING), deck)
    going = finish(after(session, deck, Command.KEEP_GOING), deck)
    assert (going.kind, going.talk.source, going.place) == (Kind.SLIDE, Source.SCREEN, (0, 0))


def test_faster_goes_on_from_the_same_word_at_the_new_rate(deck: FileDeck) -> None:
    session = visit(deck)
    session = after(session, deck, WordStarted(session.talk.number, 1, 3), Command.FASTER)
    assert narration(session, deck).rate_wpm == RATES_WPM[session.rules.comfort.rate + 1]
    assert (session.talk.from_sentence, session.talk.from_word) == (1, 3)
    assert session.talk.source is Source.SCREEN and scene(session, deck).caption


@pytest.mark.parametrize(
    ("more", "less", "count"),
    [(Command.LOUDER, Command.QUIETER, len(VOLUMES_DB)), (Command.FASTER, Command.SLOWER, len(RATES_WPM))],
)
def test_sound_steps_end_at_their_ends(deck: FileDeck, more: Command, less: Command, count: int) -> None:
    session = finish(visit(deck), deck)
    top = after(session, deck, *[more] * count)
    told = after(top, deck, more)
    assert told.comfort == top.comfort and told.notice
    bottom = after(top, deck, *[less] * count)
    assert bottom.comfort == after(bottom, deck, less).comfort
    assert bottom.comfort != top.comfort


def test_sizes_and_colors(deck: FileDeck) -> None:
    session = visit(deck)
    assert scene(after(session, deck, Command.BIGGER), deck).text_size == "large"
    assert scene(after(session, deck, *[Command.BIGGER] * 4), deck).text_size == "largest"
    assert scene(after(session, deck, Command.SMALLER), deck).text_size == "small"
    assert scene(after(session, deck, *[Command.SMALLER] * 4), deck).text_size == "smallest"
    assert scene(after(session, deck, Command.COLOURS), deck).theme == "dark"
    assert scene(after(session, deck, Command.COLOURS, Command.COLOURS), deck).theme == "light"


@pytest.mark.parametrize(("staff", "off", "on"), [("none", "none", "pictures"), ("all", "all", "all")])
def test_motion_goes_back_to_what_the_staff_have_set(deck: FileDeck, staff: str, off: str, on: str) -> None:
    rules = replace(visit(deck).rules, comfort=Comfort(motion=staff))
    session = after(begin(rules, 0.0, deck), deck, Woken())
    assert session.comfort.motion == off
    assert scene(session, deck).has_transition is (staff == "all")
    turned = after(session, deck, Command.MOTION)
    assert turned.comfort.has_motion is not session.comfort.has_motion
    assert not scene(turned, deck).has_transition
    again = after(turned, deck, Command.MOTION)
    assert again.comfort.motion == (staff if staff != "none" else "none")
    assert after(again, deck, *[Command.MOTION] * (staff == "none")).comfort.motion == on


@pytest.mark.parametrize(
    ("panel", "command", "before", "now"),
    [
        (Command.SOUND, Command.LOUDER, "5 of 7", "6 of 7"),
        (Command.SOUND, Command.SLOWER, "5 of 9", "4 of 9"),
        (Command.SOUND, Command.CLEARER, "off", "on"),
        (Command.SIGHT, Command.BIGGER, "3 of 5", "4 of 5"),
        (Command.SIGHT, Command.COLOURS, "light", "dark"),
        (Command.SIGHT, Command.SPACING, "off", "on"),
        (Command.SIGHT, Command.MOTION, "on", "off"),
        (Command.READING, Command.KEEP_GOING, "off", "on"),
    ],
)
def test_the_card_of_a_setting_shows_what_it_is_now(
    deck: FileDeck, panel: Command, command: Command, before: str, now: str
) -> None:
    def state(session: Session) -> str:
        return next(choice.state for choice in choices(session, deck) if choice.order.command is command)

    session = visit(deck, panel)
    assert state(session) == before
    assert state(replace(after(session, deck, command), kind=session.kind)) == now


def test_a_speaker_that_falls_silent_without_a_word_does_not_hold_the_visit(deck: FileDeck) -> None:
    session = visit(deck)
    session = after(session, deck, Tick(session.now + 61))
    assert session.talk.state is Talking.FINISHED


# ---------------------------------------------------------------- answers


def test_yes_and_no_are_remembered_and_listed_on_the_summary(deck: FileDeck) -> None:
    asking = [index for index in range(len(deck)) if is_yes_no(deck.slide(index))]
    summary = next(index for index in range(len(deck)) if deck.slide(index).is_summary and index > asking[0])
    session = visit(deck)
    for index, command in zip(asking, [Command.YES, Command.NO] * len(asking), strict=False):
        session = after(replace(session, slide=index), deck, command)
    text = scene(replace(session, slide=summary), deck).text
    assert f"{deck.slide(asking[0]).question} Yes." in text
    assert f"{deck.slide(asking[1]).question} No." in text
    changed = after(replace(session, slide=asking[0]), deck, Command.NO)
    text = scene(replace(changed, slide=summary), deck).text
    assert f"{deck.slide(asking[0]).question} No." in text
    assert f"{deck.slide(asking[0]).question} Yes." not in text


def test_options_are_chosen_and_taken_back_by_number(deck: FileDeck) -> None:
    index = next(index for index in range(len(deck)) if deck.slide(index).options)
    session = after(replace(visit(deck), slide=index), deck, Order(Command.OPTION, 2))
    assert session.answers == {Answer(deck.slide(index).id, 2)}
    assert scene(session, deck).choices[1].state
    assert not after(session, deck, Order(Command.OPTION, 2)).answers
    wrong = after(session, deck, Order(Command.OPTION, 9))
    assert wrong.answers == session.answers and "9" in wrong.notice


def test_yes_without_a_question_is_answered_kindly(deck: FileDeck) -> None:
    session = visit(deck, Command.YES)
    assert session.notice and not session.answers


# ---------------------------------------------------------------- four keys


def test_up_and_down_reach_every_target_and_say_it(deck: FileDeck) -> None:
    for opener in (Command.NEXT, Command.HELP, Command.SOUND):
        session = visit(deck, opener)
        session = after(session, deck, Command.MORE_TIME)  # a notice, as each of the steps is
        shown = targets(session, deck)
        session = replace(session, focus=shown[-1].id)  # where it begins without one: test_focusing
        for target in shown:
            session = after(session, deck, Command.FOCUS_NEXT)
            assert session.focus == target.id
            (label,) = (one.label for one in targets(session, deck) if one.id == target.id)
            assert label.split()[0].lower() in session.notice.lower()
        for target in reversed(shown[:-1]):
            session = after(session, deck, Command.FOCUS_BACK)
            assert session.focus == target.id


def test_four_keys_reach_every_function(deck: FileDeck) -> None:
    """A search over screens by Up, Down, Select and Help alone finds a target, or a key, for every function."""
    question = next(index for index in range(len(deck)) if is_yes_no(deck.slide(index)))
    options = next(index for index in range(len(deck)) if deck.slide(index).options)
    reached = {Command.HELP}
    todo = [visit(deck), finish(visit(deck), deck)]
    todo += [replace(todo[0], slide=question), replace(todo[0], slide=options)]
    todo += [after(todo[0], deck, Tick(1000.0), Tick(2000.0))]
    seen: set[tuple[Kind, int, str, str]] = set()
    while todo:
        session = todo.pop()
        at = session.slide if session.kind is Kind.SLIDE else 0
        key = (session.kind, at, session.talk.state, session.talk.source)
        if key in seen or session.slide > options:
            continue
        seen.add(key)
        for target in targets(session, deck):
            reached.add(target.order.command)
            chosen = after(replace(session, focus=target.id), deck, Command.SELECT)
            todo += [chosen, finish(chosen, deck)]
    reached.add(Command.GO_TO_SLIDE)  # every slide is reached by Topics and Next
    assert reached >= set(FUNCTIONS), set(FUNCTIONS) - reached


def test_focus_stays_on_next_from_slide_to_slide(deck: FileDeck) -> None:
    session = replace(visit(deck), focus="bar-next")
    session = after(session, deck, Command.SELECT, Command.SELECT)
    assert (session.slide, session.focus) == (2, "bar-next")


def test_turning_a_page_takes_the_focus_off_a_choice(deck: FileDeck) -> None:
    index = next(index for index in range(len(deck)) if deck.slide(index).options)
    session = replace(visit(deck), slide=index, page_starts=(0, len(deck.slide(index).text)), page=1)
    session = after(session, deck, Command.FOCUS_NEXT)
    assert session.focus == "option-1"
    assert after(session, deck, Command.BACK).focus == "bar-next"


# ---------------------------------------------------------------- voice


def test_a_phrase_does_what_its_key_does(deck: FileDeck) -> None:
    for phrase, order in phrase_orders(deck.language, deck.topics).items():
        by_voice = after(visit(deck), deck, Heard(phrase, 1.0, 0.0, 1.0, 1.3))
        if order.command in ASKED_BACK:
            assert by_voice.kind is Kind.ASKED
            by_voice = after(by_voice, deck, Command.YES)
            by_key = after(visit(deck), deck, order)
            assert replace(by_voice, heard="", talk=by_key.talk) == by_key
            continue
        by_key = after(visit(deck), deck, order)
        assert replace(by_voice, heard="") == replace(by_key, heard="")


def test_while_it_speaks_the_ears_are_told_so(deck: FileDeck) -> None:
    session = visit(deck)
    assert listening(session, deck).is_on and listening(session, deck).is_speaking
    for silent in (finish(session, deck), after(session, deck, Command.PAUSE)):
        assert listening(silent, deck).is_on and not listening(silent, deck).is_speaking


def test_with_half_duplex_it_does_not_listen_while_it_speaks(deck: FileDeck) -> None:
    session = visit(deck)
    session = replace(session, rules=replace(session.rules, duplex="half"))
    session = after(session, deck, Duplex(is_full=True))
    assert not listening(session, deck).is_on and not is_listening(session)
    assert listening(finish(session, deck), deck).is_on
    assert listening(after(session, deck, Command.PAUSE), deck).is_on


def test_the_screen_shows_that_it_listens_while_it_speaks_only_if_it_can(deck: FileDeck) -> None:
    session = visit(deck)
    for is_full in (False, True, False):
        session = after(session, deck, Duplex(is_full))
        assert is_listening(session) is is_full
        assert [sign.icon for sign in scene(session, deck).status] == ["speaking"] + ["listening"] * is_full
    assert is_listening(finish(session, deck))


def test_what_it_says_into_headphones_is_not_in_its_microphone(deck: FileDeck) -> None:
    session = visit(deck)
    session = replace(session, devices=replace(session.devices, has_headphones=True))
    for duplex in ("auto", "half", "duck"):
        session = replace(session, rules=replace(session.rules, duplex=duplex))
        assert session.talk.state is Talking.SPEAKING
        assert is_listening(session) and listening(session, deck).is_on and not listening(session, deck).is_speaking


def test_a_raised_voice_silences_it_only_where_staff_want_that_and_in_a_visit(deck: FileDeck) -> None:
    for duplex, is_visit, is_silenced in (("duck", True, True), ("auto", True, False), ("duck", False, False)):
        session = visit(deck) if is_visit else start(deck)
        session = replace(session, rules=replace(session.rules, duplex=duplex))
        assert session.talk.state is Talking.SPEAKING
        heard = after(session, deck, SpokenOver())
        assert (heard.talk.source is not session.talk.source) is is_silenced
        assert (heard.listen_until > heard.now) is is_silenced
        if not is_silenced:
            assert heard == session


def test_nothing_that_listening_depends_on_is_forgotten(deck: FileDeck) -> None:
    """While ``listened_by`` is the same, so is ``listening``."""
    rng = random.Random(5)
    session, seen = visit(deck), dict[object, object]()
    for _ in range(1500):
        session = after(session, deck, random_message(rng, session))
        asked = listening(session, deck)
        assert seen.setdefault(listened_by(session), asked) == asked


def test_in_the_loop_only_phrases_of_several_words_count(deck: FileDeck) -> None:
    assert all(" " in phrase for phrase in active_phrases(start(deck), deck))
    assert "next slide" in active_phrases(start(deck), deck)


def test_yes_and_no_count_only_where_something_is_asked(deck: FileDeck) -> None:
    question = next(index for index in range(len(deck)) if is_yes_no(deck.slide(index)))
    assert "yes" in active_phrases(replace(visit(deck), slide=question), deck)
    assert "yes" not in active_phrases(visit(deck), deck)


def test_every_label_on_the_screen_can_be_said(deck: FileDeck) -> None:
    orders = phrase_orders(deck.language, deck.topics)
    for opener in (Command.NEXT, Command.HELP, Command.READING, Command.SOUND, Command.SIGHT):
        session = finish(visit(deck, opener), deck)
        said = {orders[phrase] for phrase in active_phrases(session, deck)}
        for target in targets(session, deck):
            assert target.order in said
            if target.order.command in FUNCTIONS:
                assert target.label.lower() in active_phrases(session, deck), target.label


def test_two_misses_bring_a_spoken_hint_in_a_visit_only(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    once = after(session, deck, HeardNothingKnown(0, 1))
    assert scene(once, deck).caption and not spoken(once, deck)
    once = finish(once, deck)  # the sound
    assert scene(once, deck).caption
    assert spoken(after(once, deck, HeardNothingKnown(0, 1)), deck)
    loop = finish(start(deck), deck)
    assert replace(after(loop, deck, HeardNothingKnown(0, 1)), nonsense=()) == loop


# ---------------------------------------------------------------- time and the end of a visit


def test_idle_counts_from_the_end_of_speech_and_warns(deck: FileDeck) -> None:
    session = after(visit(deck), deck, Tick(150.0))
    session = finish(session, deck)
    assert after(session, deck, Tick(329.0)).kind is Kind.SLIDE
    warned = after(session, deck, Tick(330.0))
    assert warned.kind is Kind.WARNING and "still there" in spoken(warned, deck)
    assert scene(warned, deck).title


@pytest.mark.parametrize("command", [*sorted(set(FUNCTIONS) - {Command.DONE, Command.NO}), Command.SELECT, None])
def test_any_input_keeps_the_visit(deck: FileDeck, command: Command | None) -> None:
    warned = after(finish(visit(deck), deck), deck, Tick(400.0))
    kept = after(warned, deck, command or Woken())
    assert kept.is_visit and kept.kind is not Kind.WARNING
    assert wake_at(finish(kept, deck), deck) > 400.0


def test_without_an_answer_everything_is_reset(deck: FileDeck) -> None:
    busy = visit(deck, Command.NEXT, Command.LOUDER, Command.BIGGER, Command.COLOURS, Command.FASTER, Command.HELP)
    busy = replace(busy, answers=frozenset({Answer("x", 1)}))
    warned = finish(after(finish(busy, deck), deck, Tick(500.0)), deck)
    ended = after(warned, deck, Tick(544.0))
    assert ended.is_visit
    ended = after(warned, deck, Tick(545.0))
    again = begin(ended.rules, 545.0, deck)
    assert replace(ended, talk=again.talk, notice="", reported=0) == replace(again, reported=0)


def test_random_visits_end_in_a_fresh_kiosk(deck: FileDeck) -> None:
    rng = random.Random(6)
    for _ in range(60):
        session = visit(deck)
        for _ in range(25):
            session = after(session, deck, random_message(rng, session))
            scene(session, deck), narration(session, deck), listening(session, deck)
        session = after(session, deck, Command.DONE)
        fresh = begin(session.rules, session.now, deck)
        reset = replace(session, talk=fresh.talk, notice="", devices=fresh.devices, hold=None, reported=0)
        assert reset == replace(fresh, reported=0)


def random_message(rng: random.Random, session: Session) -> Message:
    number = session.talk.number
    return rng.choice(
        [
            Order(rng.choice(list(Command)), rng.randrange(14)),
            Order(rng.choice(list(Command)), rng.randrange(3)),
            Tick(session.now + rng.choice([0.1, 1, 7, 200])),
            SlideLaidOut(session.slide, (0, 10, 20)),
            SlideLaidOut(session.slide, (0,)),
            Woken(),
            UtteranceStarted(number),
            WordStarted(number, rng.randrange(6), rng.randrange(4)),
            UtteranceFinished(number),
            Heard("next slide", 1, 0, 1, 1),
            Heard("no such phrase", 1, 0, 1, 1),
            HeardNothingKnown(0, 1),
            rng.choice([Duplex(True), Duplex(False), SpokenOver(), MicrophoneFault("hum")]),
            rng.choice([SpeakerLost("x"), SpeakerBack(), VoiceLost("x"), VoiceBack(), MicrophoneLost("x")]),
        ]
    )


# ---------------------------------------------------------------- devices


def test_lost_devices_are_shown_and_change_nothing_else(deck: FileDeck) -> None:
    for lost, back in (
        (SpeakerLost("x"), SpeakerBack()),
        (VoiceLost("x"), VoiceBack()),
        (MicrophoneLost("x"), MicrophoneBack()),
    ):
        session = visit(deck)
        without = after(session, deck, lost)
        assert any(sign.is_fault for sign in scene(without, deck).status)
        assert replace(without, devices=session.devices, talk=session.talk, notice="") == session
        assert after(without, deck, back).devices == session.devices
        is_told = isinstance(lost, MicrophoneLost)  # the others nobody could say
        assert (without.talk != session.talk) is is_told and not after(start(deck), deck, lost).notice
        if is_told:
            assert "press a key" in spoken(without, deck) and finish(without, deck).talk.source is Source.SCREEN


def test_defaults_come_from_the_rules(deck: FileDeck) -> None:
    comfort = Comfort(volume=1, rate=2, theme="dark", text_size="small")
    session = after(start(deck, comfort=comfort), deck, Command.LOUDER, Command.DONE)
    assert session.comfort == comfort
