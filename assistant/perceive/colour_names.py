"""Colours as people name them.

The values are those of the XKCD colour survey, in which 222,500 people named colours on their
screens (https://xkcd.com/color/rgb/, public domain by CC0); which of its 949 names are told, and
for which of them a plainer word is told, is chosen here. Values are red, green and blue in
hexadecimal digits.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "black": ("000000", "070d0d"),
    "dark grey": ("363737", "59656d", "536267"),
    "grey": ("929591", "7d7f7c", "a8a495"),
    "light grey": ("d8dcd6", "c5c9c7"),
    "white": ("ffffff", "fdfdfe", "ebebeb"),  # the last is ours: paper in a photograph
    "red": ("e50000", "bb3f3f", "c44240", "be0119", "ec2d01"),
    "dark red": ("840000", "9a0200", "650021", "8f1402", "4b0101"),
    "light red": ("ff474c", "d9544d", "ff796c"),
    "vivid red": ("ff000d",),
    "pink": ("ff81c0", "f7879a", "d5869d", "ff69af"),
    "light pink": ("ffb7ce", "fdc1c5"),
    "pale pink": ("ffd1df",),
    "dark pink": ("cb416b", "c74767", "b5485d"),
    "vivid pink": ("fe01b1", "ff08e8", "ff028d"),
    "greyish pink": ("c88d94", "c8aca9"),
    "magenta": ("c20078", "990147", "a0025c"),
    "orange": ("f97306", "ff964f", "f0833a", "ffab0f"),
    "dark orange": ("c65102", "c87606"),
    "light orange": ("fdaa48",),
    "vivid orange": ("ff5b00", "fe420f"),
    "peach": ("ffb07c", "ffd8b1"),
    "brown": ("653700", "7f5112", "875f42"),
    "light brown": ("ad8150", "b1916e"),
    "dark brown": ("341c02", "411900"),
    "reddish brown": ("7f2b0a", "8b2e16", "a03623"),
    "greyish brown": ("7a6a4f", "8d8468"),
    "tan": ("d1b26f", "c7ac7d"),
    "beige": ("e6daa6", "fbeeac"),
    "cream": ("ffffc2", "fff9d0"),
    "yellow": ("ffff14", "ffda03", "fac205"),
    "light yellow": ("fffe7a", "fce166"),
    "dark yellow": ("d5b60a", "bf9005", "b59410"),
    "greenish yellow": ("cdfd02", "d0e429"),
    "yellowish green": ("8eab12", "b0dd16", "9dc100", "c0fb2d"),
    "olive green": ("6e750e", "677a04", "4b5d16", "373e02"),
    "green": ("15b01a", "39ad48", "5ca904", "089404"),
    "light green": ("96f97b", "76cd26", "61e160"),
    "pale green": ("c7fdb5", "bdf8a3"),
    "dark green": ("033500", "054907", "287c37", "0a481e"),
    "vivid green": ("01ff07", "89fe05", "2fef10"),
    "greyish green": ("789b73", "82a67d", "86a17d"),
    "bluish green": ("10a674", "2bb179", "1fa774"),
    "turquoise": ("06c2ac", "04d8b2"),
    "light turquoise": ("90e4c1", "7ef4cc", "7bf2da"),
    "teal": ("029386", "01889f", "0b8b87"),
    "dark teal": ("014d4e", "00555a"),
    "cyan": ("00ffff", "04d9ff", "13eac9"),
    "pale blue": ("d0fefe", "d6fffe"),
    "light blue": ("95d0fc", "75bbfd", "a2bffe", "b7c9e2"),
    "blue": ("0343df", "2c6fbb", "276ab3", "2976bb", "2242c7", "5170d7", "6488ea"),
    "dark blue": ("00035b", "014182", "01153e", "0504aa", "040273"),
    "vivid blue": ("0165fc", "152eff", "069af3", "3e82fc"),
    "greyish blue": ("6b8ba4", "5e819d", "758da3"),
    "purple": ("7e1e9c", "9e43a2", "9a0eea"),
    "light purple": ("bf77f6", "c79fef", "b790d4"),
    "pale purple": ("eecffe", "f6cefc"),
    "dark purple": ("35063e", "751973", "380282", "580f41"),
    "vivid purple": ("be03fd", "ad03de"),
    "bluish purple": ("5729ce", "6241c7", "665fd1"),
    "light bluish purple": ("8e82fe", "8f99fb"),
    "greyish purple": ("826d8c", "887191", "916e99"),
}
