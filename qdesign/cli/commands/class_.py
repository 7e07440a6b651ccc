"""`qdesign class`: a class served to students, or its file exported."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qdesign.cli.parser import Command, Parser
from qdesign.cli.serving import declare_server, server_of
from qdesign.errors import InvalidFile, InvalidRequest

if TYPE_CHECKING:
    from qdesign.classes import Room
    from qdesign.lessons import Lesson

_EXPORT: Final = "export"


def _declare(parser: Parser) -> None:
    parser.add_argument(
        "lessons",
        nargs="*",
        metavar="LESSON",
        help=".qlesson files, folders of them, or names; those that ship when not given. "
        "Or: export FILE",
    )
    parser.suggest("lessons", _words)
    parser.add_argument("--code", metavar="WORD", default="", help="with which students join")
    parser.add_argument("--title", metavar="TEXT", default="", help="shown to all")
    parser.add_argument(
        "--data",
        metavar="FILE",
        default="class.sqlite",
        help="where it is kept, and goes on from (class.sqlite)",
    )
    parser.add_argument("--reopen", action="store_true", help="go on with a class that has ended")
    parser.add_argument("--page", metavar="FOLDER", help="of the page with no server (make page)")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="of export: a .csv, or a .zip of what was handed in"
    )
    parser.add_argument(
        "--language",
        choices=("en", "de"),
        help="of the instructor's page; as in each browser by default",
    )
    declare_server(parser)


def _words(words: Sequence[str]) -> Iterable[str]:
    from qdesign.lessons.lesson import Lesson
    from qdesign.rows import rows

    return (_EXPORT, *rows(Lesson))


def _run(options: argparse.Namespace) -> int:
    if options.lessons[:1] == [_EXPORT]:
        return _export(options.lessons[1:], options.output)
    if options.output is not None:
        raise InvalidRequest("-o is of: qdesign class export FILE -o OUT.csv")
    from qdesign.classes import Room
    from qdesign.ui.class_app import serve_class

    lessons = _lessons(options.lessons)
    room = Room.open(options.data, lessons, code=options.code, title=options.title)
    try:
        if options.reopen:
            room.reopen()
        settings = server_of(options, "The instructor's page")
        told = settings.pop("ready")

        def ready(url: str, room: Room) -> None:
            _tell(options, room)
            told(url)

        language = options.language
        serve_class(room, page=options.page, language=language, ready=ready, **settings)
    finally:
        room.close()
    return 0


def _tell(options: argparse.Namespace, room: Room) -> None:
    if not room.is_open:
        print(
            f"The class in {options.data} has ended: nobody joins, and nothing more is checked. "
            "Go on with it: --reopen. Begin a new one: --data with another file.",
            flush=True,
        )
        return
    for address in room.addresses:
        print(f"Students join with {room.code} at {address}#join={room.code}")
    if options.address == "127.0.0.1":
        print("Only this machine reaches it; --address 0.0.0.0 lets the room in.")
    print(f"It is kept in {options.data}; the same command goes on with it.", flush=True)


def _lessons(given: Sequence[str]) -> Sequence[Lesson]:
    from qdesign.lessons import Lesson, get, load
    from qdesign.rows import rows

    if not given:
        return tuple(rows(Lesson).values())
    found: list[Lesson] = []
    for word in given:
        place = Path(word)
        if place.is_dir():
            files = sorted(place.glob("*.qlesson"))
            if not files:
                raise InvalidFile(f"There is no lesson in '{word}': no file ends in .qlesson.")
            found += map(load, files)
        else:
            is_file = word.endswith(".qlesson") or place.is_file()
            found.append(load(word) if is_file else get(word))
    return found


def _export(files: Sequence[str], output: str | None) -> int:
    from qdesign.classes import to_csv, to_zip
    from qdesign.files import saving, write_text

    if len(files) != 1:
        raise InvalidRequest("Name one file: qdesign class export FILE -o OUT.csv")
    if output is None:
        print(to_csv(files[0]), end="")
        return 0
    if output.lower().endswith(".zip"):
        packed = to_zip(files[0])
        with saving(output) as file:
            file.write(packed)
    else:
        write_text(output, to_csv(files[0]))
    print(f"Written: {output}")
    return 0


CLASS = Command(
    name="class",
    about="a class: students join with a code, their instructor sees how it goes",
    declare=_declare,
    run=_run,
)
