from __future__ import annotations

import pytest

from assistant.perceive.text_language import is_likely, language_of

pytestmark = [
    pytest.mark.unit,
    pytest.mark.timeout(40),  # the first one loads the model
]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your password must have at least eight characters", "en"),
        ("Das Passwort muss mindestens acht Zeichen haben", "de"),
        ("Ausgewählte Nachrichten löschen?", "de"),
        ("Le mot de passe doit contenir huit caractères", "fr"),
        ("Le impostazioni sono state salvate", "it"),
        ("De instellingen zijn opgeslagen", "nl"),
        ("Czy chcesz usunąć wybrany plik?", "pl"),
        ("As configurações foram salvas com sucesso", "pt"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Файл", "ru"),
        ("Ви хочете видалити вибраний файл?", "uk"),
        ("Άνοιγμπ", "el"),
        ("選択したファイルを削除しますか", "ja"),
        ("设置已保存", "zh"),
        ("설정", "ko"),
        ("קובץ", "he"),
        ("ملف جديد", "ar"),
    ],
)
def test_a_script_tells_it_of_a_single_word(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.05.2026 14:30 250 KB",
        "Abbrechen",
        "Die Einstellungen",
        "report_final_v2.txt budget.xlsx",
        "Anna Müller, Hans Becker, Peter Schmidt",
        "John Smith, Maria Garcia, Wei Chen",
        "Firefox Thunderbird LibreOffice GIMP Inkscape",
        "Berlin München Hamburg Frankfurt Stuttgart",
        "/home/user/Documents/report.pdf",
        "sudo apt install python3-venv",
        "git commit -m fix && git push origin main",
        "https://example.com/index.html",
        "Lorem ipsum dolor sit amet consectetur",
        "π",
        "the angle π is 30 degrees",
    ],
)
def test_what_is_not_certain_is_not_told(text: str) -> None:
    assert not language_of(text)


@pytest.mark.parametrize(
    ("text", "is_german"),
    [
        ("Wie hoch ist die Summe?", True),
        ("Wo ist Speichern?", True),
        ("What is the total?", False),
        ("And the second one?", False),
        ("OK", False),
    ],
)
def test_of_two_languages_a_short_question_tells_its_own(text: str, is_german: bool) -> None:
    assert is_likely(text, "de-AT", "en") is is_german
