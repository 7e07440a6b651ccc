"""Frames: what goes in comes out, and damage ends them."""

from io import BytesIO

from qdesign.process.frames import pack, read_parts, unpack, write


class Trickle(BytesIO):
    """A pipe that takes and gives three bytes at a time."""

    def write(self, data):
        return super().write(bytes(data[:3]))

    def read(self, size=-1):
        return super().read(min(size, 3))


def test_frames_survive_a_pipe_and_damage_ends_them() -> None:
    stream = Trickle()
    write(stream, pack({"text": "θ"}, [b"\x00\x01", b""]))
    data = stream.getvalue()
    parts = read_parts(Trickle(data))
    assert parts is not None
    assert unpack(parts) == ({"text": "θ"}, [b"\x00\x01", b""])
    for cut in range(len(data)):
        assert read_parts(BytesIO(data[:cut])) is None
    assert read_parts(BytesIO(b"\xff" * 64)) is None


def test_what_is_no_json_object_is_no_frame() -> None:
    assert unpack([b"{"]) is None
    assert unpack([b"[1]"]) is None
    assert unpack([b"\xff"]) is None
    assert unpack([b"[" * 100_000]) is None
