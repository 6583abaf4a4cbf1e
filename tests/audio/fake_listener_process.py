"""A listening process that needs no microphone: says what the test wrote into its plan, a small true program.

Every line of the plan is one of:
    echo            wait for a wish and answer "heard" with its first phrase and its generation
    nothing         the same with "nothing"
    room LEVEL      wait for a wish and answer "room" with this level
    level LEVEL     wait for a wish and answer how loud a voice is
    duplex YES      say that it hears over the kiosk's own voice ("yes"), or not
    fault NAME      say what is wrong with the microphone
    over            wait for a wish and answer that somebody speaks over the kiosk's voice
    stale           wait for a wish and answer "heard" with an older generation
    lost REASON     say that the microphone is lost
    back            say that it is back
    raw TEXT        say something that is no message
    count FILE      add one line to a file (how often the process was started)
    die CODE        end at once
    hang            say nothing any more, and do not end with the input
    overhear FILE   from now on understand each line written to the file, as the wishes allow
At the end of the plan it goes on answering wishes, and ends with its input.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import Any


def say(event: str, generation: int = 0, **more: object) -> None:
    print(json.dumps({"event": event, "generation": generation, **more}), flush=True)


def heard(phrase: str, generation: int) -> None:
    say("heard", generation, phrase=phrase, score=0.9, start=1.0, end=1.5, decided=1.8)


def wish() -> dict[str, Any]:
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    found: dict[str, Any] = json.loads(line)
    return found if found["is_on"] else wish()


def overhear(path: str) -> None:
    """Understand every new line of a file, as the newest wish allows."""
    wishes: list[dict[str, Any]] = [{"generation": 0, "is_on": False, "phrases": []}]
    threading.Thread(target=read_wishes, args=(wishes,), daemon=True).start()
    with open(path, encoding="utf-8") as talk:
        while len(wishes) < 2:
            time.sleep(0.01)
        while True:
            if not (words := talk.readline().strip()):
                time.sleep(0.01)
                continue
            time.sleep(0.1)  # a word takes a while, and is judged by the wish at its end
            asked = wishes[-1]
            if words in asked["phrases"]:
                heard(words, asked["generation"])
            elif asked["is_on"]:
                say("nothing", asked["generation"], start=1.0, end=1.5)


def read_wishes(wishes: list[dict[str, Any]]) -> None:
    for line in sys.stdin:
        wishes.append(json.loads(line))
    os._exit(0)


def main() -> None:
    for step in sys.argv[1:]:
        word, _, rest = step.partition(" ")
        match word:
            case "echo":
                asked = wish()
                heard(sorted(asked["phrases"])[0], asked["generation"])
            case "nothing":
                say("nothing", wish()["generation"], start=1.0, end=1.5)
            case "room":
                say("room", wish()["generation"], level_db=float(rest))
            case "level":
                say("level", wish()["generation"], level_db=float(rest))
            case "duplex":
                say("duplex", is_full=rest == "yes")
            case "fault":
                say("fault", fault=rest)
            case "over":
                say("over", wish()["generation"])
            case "stale":
                heard("too late", wish()["generation"] - 1)
            case "lost":
                say("lost", reason=rest)
            case "back":
                say("back")
            case "raw":
                print(rest, flush=True)
            case "count":
                with open(rest, "a", encoding="utf-8") as file:
                    file.write("started\n")
            case "die":
                sys.exit(int(rest))
            case "overhear":
                overhear(rest)
            case "hang":
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(600)
    while True:
        wish()


if __name__ == "__main__":
    main()
