"""A real speaker, microphone and screen that need no hardware: a private PulseAudio and a private Xvfb.

Knows: how to start, use, break and end the two servers. Must not know: the kiosk (pilot.py does).
Linux only. Every server and recorder runs under `setpriv --pdeathsig`, so that none outlives the tests, not even when
these are killed.
"""

from __future__ import annotations

import os
import struct
import subprocess
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from tests.processes import TIED, RigError, end, environment, missing_tools, run, wait_until
from tests.sound import RATE, Recording, Samples, read_wav, silences, speech

__all__ = [
    "HEADPHONES",
    "MICROPHONE",
    "MICROPHONE_IN",
    "RATE",
    "SPEAKER",
    "TIED",
    "Picture",
    "Recording",
    "RigError",
    "Samples",
    "ScreenRig",
    "SoundRig",
    "end",
    "environment",
    "missing_tools",
    "read_wav",
    "silences",
    "speech",
    "wait_until",
]

Picture = npt.NDArray[np.uint8]

SPEAKER = "kiosk_speaker"
HEADPHONES = "kiosk_headphones"
MICROPHONE = "kiosk_mic"
MICROPHONE_IN = "kiosk_mic_in"
AIR = "air"
PULSEAUDIO: tuple[str, ...] = ("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1")
PULSEAUDIO += ("--disallow-exit", "--realtime=no", "--high-priority=no", "--disable-shm=yes")
PULSEAUDIO += ("--log-level=notice", "--log-target=stderr")


@dataclass
class SoundRig:
    """A private PulseAudio: the speaker ``kiosk_speaker`` and the microphone ``kiosk_mic`` (both the defaults).

    ``env`` is what a program needs to use them, by PulseAudio, ALSA, PortAudio or SDL. ``root`` is a folder of its own.
    What is unplugged leaves as a USB device would: PulseAudio moves the streams to whatever is left, and puts a
    "Dummy Output" in the place of the last speaker, as it does on any desktop (not without ``has_always_sink``).
    """

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    has_always_sink: bool = True

    def start(self) -> Self:
        """Start the server and plug both devices in. Raises RigError with the server's log."""
        self._modules: dict[str, list[str]] = {}
        self._players: list[subprocess.Popen[bytes]] = []
        for name in ("run", "home"):
            (self.root / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.env = self._environment(self.root / "run" / "pulse.sock")
        try:
            self.start_server()
            self.plug_speaker()
            self.plug_microphone()
        except (RigError, OSError) as error:
            self.stop()
            raise RigError(f"{error}\n{(self.root / 'pulse.log').read_text()}") from error
        return self

    def start_server(self) -> None:
        """Start the server, with no device; again after kill_server(). Raises RigError."""
        modules = ["-L", f"module-native-protocol-unix socket={self.root}/run/pulse.sock auth-anonymous=1"]
        modules += ["-L", "module-always-sink"] if self.has_always_sink else []
        with (self.root / "pulse.log").open("ab") as file:
            self._server = subprocess.Popen(
                [*TIED, *PULSEAUDIO, *modules],
                env={**os.environ, "HOME": str(self.root / "home"), "XDG_RUNTIME_DIR": str(self.root / "run")},
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        wait_until(self._answers, 30, "an answer of PulseAudio")
        # A loaded machine starves the null sinks (gaps of up to 236 ms): realtime, where that is allowed.
        subprocess.run(["chrt", "-a", "-f", "-p", "5", str(self._server.pid)], capture_output=True, check=False)

    def kill_server(self) -> None:
        """kill -9, with everything that was plugged in."""
        self._server.kill()
        self._server.wait(5)
        self._modules.clear()

    @property
    def server_pid(self) -> int:
        """The server's process."""
        return self._server.pid

    def _environment(self, socket: Path) -> dict[str, str]:
        client = self.root / "client.conf"
        client.write_text("autospawn = no\nenable-shm = no\n")
        alsa = self.root / "asound.conf"
        alsa.write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        kept = {name: value for name, value in os.environ.items() if name not in ("PULSE_SINK", "PULSE_SOURCE")}
        return kept | {
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_COOKIE": str(self.root / "cookie"),
            "PULSE_CLIENTCONFIG": str(client),
            "XDG_RUNTIME_DIR": str(self.root / "run"),
            "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{alsa}",
            "SDL_AUDIODRIVER": "pulseaudio",
        }

    def _answers(self) -> bool:
        if self._server.poll() is not None:
            raise RigError("PulseAudio ended by itself")
        return subprocess.run(["pactl", "info"], env=self.env, capture_output=True, check=False).returncode == 0

    def pactl(self, *arguments: str) -> str:
        """Give PulseAudio an order; what it answered. Raises RigError with its complaint."""
        done = run(["pactl", *arguments], self.env)
        if done.returncode:
            raise RigError(f"pactl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout.strip()

    def _plug(self, device: str, *modules: tuple[str, ...]) -> None:
        if device not in self._modules:
            self._modules[device] = [self.pactl("load-module", *module) for module in modules]

    def _unplug(self, device: str) -> None:
        for module in reversed(self._modules.pop(device, [])):
            self.pactl("unload-module", module)

    def plug_speaker(self) -> None:
        """Plug the speaker in, as the default. Nothing happens if it is there."""
        # norewinds: else the null sink renders 2 s ahead.
        sink = ("module-null-sink", "norewinds=1", f"sink_name={SPEAKER}", f"rate={RATE}", "channels=2")
        self._plug(SPEAKER, (*sink, "sink_properties=device.description=KioskSpeaker"))
        self.pactl("set-default-sink", SPEAKER)

    def unplug_speaker(self) -> None:
        """Pull the speaker out. While the microphone is in, the sink that feeds it is left, and gets the streams."""
        self._unplug(SPEAKER)

    def plug_headphones(self) -> None:
        """Plug headphones in, as an output beside the speaker (a USB sound keypad). The default does not change."""
        sink = ("module-null-sink", "norewinds=1", f"sink_name={HEADPHONES}", f"rate={RATE}", "channels=2")
        self._plug(HEADPHONES, (*sink, "sink_properties=device.description=KioskHeadphones"))
        if SPEAKER in self._modules:
            self.pactl("set-default-sink", SPEAKER)

    def unplug_headphones(self) -> None:
        """Pull the headphones out."""
        self._unplug(HEADPHONES)

    def plug_microphone(self) -> None:
        """Plug the microphone in, as the default. Nothing happens if it is there."""
        sink = ("module-null-sink", "norewinds=1", f"sink_name={MICROPHONE_IN}", f"rate={RATE}", "channels=1")
        source = ("module-remap-source", f"source_name={MICROPHONE}", f"master={MICROPHONE_IN}.monitor")
        self._plug(
            MICROPHONE,
            (*sink, "sink_properties=device.description=KioskMicIn"),
            (*source, "source_properties=device.description=KioskMic"),
        )
        self.pactl("set-default-source", MICROPHONE)
        if SPEAKER in self._modules:  # the new sink must not have become the default
            self.pactl("set-default-sink", SPEAKER)

    def unplug_microphone(self) -> None:
        """Pull the microphone out."""
        self._unplug(MICROPHONE)

    def connect_speaker_to_microphone(self, delay_seconds: float = 0.06) -> None:
        """Let the microphone hear the speaker, as loud as it plays, through air and devices that take so long."""
        air = ("module-loopback", f"source={SPEAKER}.monitor", f"sink={MICROPHONE_IN}")
        self._plug(AIR, (*air, f"latency_msec={round(delay_seconds * 1000)}", "adjust_time=0"))

    def disconnect_speaker_from_microphone(self) -> None:
        """Take the microphone out of earshot again."""
        self._unplug(AIR)

    def record(self, source: str = f"{SPEAKER}.monitor") -> Recording:
        """Record what the speaker plays (or another source) until the recording is stopped."""
        return Recording(self.env, source)

    def say_into_mic(self, sound: Path | Samples) -> float:
        """Play a WAV file or samples into the microphone, at once; how many seconds it lasts. Does not wait."""
        samples = read_wav(sound) if isinstance(sound, Path) else sound
        path = self.root / f"said-{len(self._players)}.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
            file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        self._players.append(
            subprocess.Popen([*TIED, "paplay", "-d", MICROPHONE_IN, str(path)], env=self.env, start_new_session=True)
        )
        return len(samples) / RATE

    def wait_said(self) -> None:
        """Wait until everything that was said has been played."""
        for player in self._players:
            player.wait(60)
        self._players.clear()

    def mend(self) -> None:
        """Silence the visitor and plug everything in again, for the next test."""
        for player in self._players:
            end(player)
        self._players.clear()
        self.disconnect_speaker_from_microphone()
        self.unplug_headphones()
        self.plug_speaker()
        self.plug_microphone()

    def stop(self) -> None:
        """End the server and everything that plays into it."""
        for player in self._players:
            end(player)
        end(self._server)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


# ---------------------------------------------------------------- screen


@dataclass
class ScreenRig:
    """A private X server of ``size`` pixels, with a mouse and a keyboard, and a look at what it shows.

    ``env`` is what a program needs to open its window there. ``root`` is a folder of its own.
    """

    root: Path
    size: tuple[int, int] = (1920, 1080)
    env: dict[str, str] = field(default_factory=dict)

    def start(self) -> Self:
        """Start the server on a free display. Raises RigError with the server's log."""
        self.root.mkdir(parents=True, exist_ok=True)
        log = self.root / "xvfb.log"
        options = ["-screen", "0", f"{self.size[0]}x{self.size[1]}x24", "-dpi", "96", "-fbdir", str(self.root)]
        options += ["-nolisten", "tcp", "-noreset"]
        reading, writing = os.pipe()
        with log.open("wb") as file:
            self._server = subprocess.Popen(
                [*TIED, "Xvfb", "-displayfd", str(writing), *options],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, pass_fds=(writing,), start_new_session=True,
            )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            end(self._server)
            raise RigError(f"Xvfb did not start\n{log.read_text()}")
        kept = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
        self.env = kept | {"DISPLAY": f":{number}"}
        return self

    @property
    def server_pid(self) -> int:
        """The server's process."""
        return self._server.pid

    def xdotool(self, *arguments: str) -> str:
        """Give an order to xdotool; what it answered. Raises RigError with its complaint."""
        done = run(["xdotool", *arguments], self.env)
        if done.returncode:
            raise RigError(f"xdotool {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout.strip()

    def tap(self, x: int, y: int) -> None:
        """Press and let go at a place."""
        self.xdotool("mousemove", str(x), str(y), "mousedown", "1", "mouseup", "1")

    def press(self, x: int, y: int) -> None:
        """Press at a place and hold."""
        self.xdotool("mousemove", str(x), str(y), "mousedown", "1")

    def release(self, x: int, y: int) -> None:
        """Let go at a place."""
        self.xdotool("mousemove", str(x), str(y), "mouseup", "1")

    def key(self, name: str) -> None:
        """Press and let go of a key, by its X name: Right, Return, h, Escape."""
        self.xdotool("key", name)

    def screenshot(self) -> Picture:
        """What the screen shows: (height, width, 3) bytes, red first. Read from the server's own memory."""
        data = (self.root / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])  # the XWD file header, X11/XWDFile.h
        width, height, stride, colors = header[4], header[5], header[12], header[19]
        start = header[0] + 12 * colors
        rows = np.frombuffer(data, np.uint8, stride * height, start).reshape(height, stride)
        pixels = rows[:, : width * 4].reshape(height, width, 4)
        order = slice(2, None, -1) if header[7] == 0 else slice(1, None)  # byte_order 0: blue first
        return np.ascontiguousarray(pixels[:, :, order])

    def stop(self) -> None:
        """End the server."""
        end(self._server)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
