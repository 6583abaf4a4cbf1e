"""What ``mmn-kiosk doctor`` finds of the microphone, and of how the kiosk tells its own voice from a visitor's.

Knows: the settings, the real microphone and the sound server. Must not know: how an echo is canceled.
"""

from __future__ import annotations

import contextlib

from kiosk.cli.finding import Finding
from kiosk.settings import Settings

LOOK_FRAMES = 100
"""Two seconds of the room."""
ADVICE = {
    "silent": "It gives nothing but zeros. Is it muted, by a switch of its own or in the system's sound settings?",
    "clipping": "What it gives is cut off. Turn it down in the system's sound settings.",
    "hum": "It hums. Try another cable or socket, or a USB microphone.",
}
HALF = "It does not listen while it speaks: a key, a touch or Listen silences it."
DUCK = "Who raises the voice silences it, and is listened to."


def microphone(settings: Settings) -> Finding:
    """Whether there is one, the right one, and what it gives now."""
    from audio.sounddevice_microphone import MicrophoneError, list_microphones

    if not settings.listen:
        return Finding("microphone", True, "spoken commands are turned off (voice_commands.listen)")
    try:
        names = [microphone.name for microphone in list_microphones()]
        listed = ", ".join(names)
        if not names:
            return Finding("microphone", False, "there is none", "Plug one in; the kiosk then uses it by itself.")
        if settings.microphone and not any(settings.microphone in name for name in names):
            advice = f"Set voice_commands.microphone to one of: {listed}"
            return Finding("microphone", False, f'no microphone is called "{settings.microphone}"', advice)
        fault = _fault(settings.microphone)
    except MicrophoneError as error:
        return Finding("microphone", False, str(error), "Touch, keypad and switch work without it.")
    if fault:
        return Finding("microphone", False, f"{listed}: {fault}", ADVICE[fault])
    return Finding("microphone", True, listed)


def _fault(device: str) -> str:
    """What is wrong with two seconds of its sound. Raises MicrophoneError."""
    from audio.microphone_check import MicrophoneCheck
    from audio.sounddevice_microphone import Microphone
    from audio.speech_recognition_source import StreamSource, frames

    check = MicrophoneCheck(LOOK_FRAMES)
    with (
        contextlib.closing(Microphone(device)) as opened,
        StreamSource(opened, opened.rate, opened.block_samples) as source,
    ):
        for _, frame in zip(range(LOOK_FRAMES), frames(source), strict=False):
            check.hear(frame)
    return check.fault.value


def own_voice(settings: Settings) -> Finding:
    """How it listens while it speaks, and by what it knows its own voice."""
    from audio.played_sound import monitor_name
    from audio.pulse_monitor import MonitorError
    from audio.pulsectl_sources import ServerError

    part, otherwise = "own voice", DUCK if settings.duplex == "duck" else HALF
    if settings.duplex == "half" or not settings.listen:
        return Finding(part, True, f"half duplex, as set. {HALF}")
    try:
        name = monitor_name()
    except (ServerError, MonitorError) as error:
        advice = "For more, it needs PulseAudio or PipeWire with libpulse (Debian: sudo apt install libpulse0)."
        return Finding(part, True, f"half duplex: {error}. {otherwise}", advice)
    found = f"full duplex, by {name}: it listens while it speaks. Until that has proved itself: {otherwise}"
    return Finding(part, True, found)
