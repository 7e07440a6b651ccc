"""Names that students get in place of their own, and the words of codes."""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection
from typing import Final

_WORDS: Final = """
Adder Agouti Alpaca Ant Antelope Asp Auk Avocet Badger Barb Barbet Bass Bat Bear Beaver Bee Beetle
Bison Bittern Blenny Boa Boar Bream Brent Budgie Buffalo Bulbul Bunting Buzzard Caiman Camel Canary
Caracal Carp Cat Catfish Chamois Char Cheetah Chough Cicada Civet Clam Coati Cobra Cod Condor Conger
Coot Coral Corgi Cougar Coyote Crab Crake Crane Cricket Crow Cuckoo Curlew Dace Deer Dhole Dingo
Dipper Dogfish Dolphin Dormouse Dotterel Dove Drake Duck Dugong Dunlin Dunnock Eagle Echidna Eel
Egret Eider Eland Elk Emu Ermine Falcon Fennec Ferret Finch Firefly Fox Frog Fulmar Gannet Gazelle
Gecko Genet Gerbil Gibbon Giraffe Gnu Goat Godwit Goose Gopher Goral Grayling Grebe Grouse Guppy
Gurnard Haddock Hake Halibut Hamster Hare Hawk Heron Herring Hobby Hoopoe Hornet Horse Ibex Ibis
Iguana Impala Jackdaw Jaguar Jay Jerboa Kestrel Kite Kiwi Knot Koala Koi Kudu Lapwing Lark Lemming
Lemur Leopard Linnet Lion Lizard Llama Loach Lobster Loon Lynx Macaw Magpie Mallard Mamba Manatee
Mantis Marmot Marten Martin Merlin Mink Minnow Mole Mongoose Moose Moth Mouse Mullet Muskrat Myna
Narwhal Newt Nuthatch Ocelot Octopus Okapi Oriole Oryx Osprey Otter Owl Oyster Panda Pangolin
Panther Parrot Partridge Pelican Penguin Perch Pigeon Pika Pike Pintail Pipit Plaice Plover Pony
Possum Prawn Puffin Puma Python Quail Quetzal Quokka Rabbit Raccoon Rail Raven Ray Redstart Reindeer
Rhea Robin Rook Ruff Salmon Sandpiper Seal Serval Shark Shrew Siskin Skate Skink Skua Skylark Sloth
Snail Snipe Sole Sparrow Spider Sprat Squid Starling Stilt Stoat Stork Sturgeon Sunfish Swallow Swan
Swift Tahr Tapir Tarsier Teal Tench Tern Thrush Tiger Toad Tortoise Toucan Trout Tuna Turbot Turtle
Viper Vole Wagtail Walrus Warbler Weasel Whelk Whimbrel Whippet Wigeon Wolf Wombat Wren Yak Zander
Zebra
"""
ANIMALS: Final = tuple(_WORDS.split())

_PICK: Final = random.SystemRandom()


def free_name(taken: Collection[str]) -> str:
    """An animal that nobody is yet; when all are, "Wren 2"."""
    number = 1
    while True:
        names = [name if number == 1 else f"{name} {number}" for name in ANIMALS]
        free = [name for name in names if name not in taken]
        if free:
            return _PICK.choice(free)
        number += 1


def new_code() -> str:
    """A word and two digits, such as LARK-42: short to say, some 9,000 of them."""
    word = _PICK.choice([name for name in ANIMALS if 3 <= len(name) <= 5])
    return f"{word.upper()}-{10 + secrets.randbelow(90)}"


def same(code: str) -> str:
    """What counts of a code: letters and digits, whatever their case."""
    return "".join(letter for letter in code.casefold() if letter.isalnum())
