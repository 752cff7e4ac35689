from app.desktop.wording import translate
from app.desktop.wording.translate import install


def test_words_are_english_until_somebody_translates_them() -> None:
    assert translate("Usage", "Tokens") == "Tokens"
    install(lambda context, text: f"{context}:{text}")
    try:
        assert translate("Usage", "Tokens") == "Usage:Tokens"
    finally:
        install(None)
    assert translate("Usage", "Tokens") == "Tokens"
