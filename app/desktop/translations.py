"""The language of the windows: Qt's translators, chosen by the settings or the system."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.desktop.wording import amounts
from app.desktop.wording.translate import install
from app.platform.resources import resources

Language = str
"""`en` or `zh`."""


def language_of(setting: str) -> Language:
    """The language for the setting "system", "en" or "zh"."""
    if setting in ("en", "zh"):
        return setting
    wanted = (name.partition("-")[0] for name in QLocale.system().uiLanguages())
    return next((name for name in wanted if name in ("en", "zh")), "en")


class Translations:
    """What is installed in one application; `use` may be called again, windows are built anew then.

    English is the language of the sources and needs no file.
    """

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self.language: Language = "en"

    def use(self, setting: str) -> None:
        """Speak the language of the setting from now on. Raises `FileNotFoundError`."""
        language = language_of(setting)
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        install(None)
        if language == "zh":
            own = QTranslator(self._application)
            file = resources() / "translations" / "dragoman_zh.qm"
            if not own.load(str(file)):
                raise FileNotFoundError(f"{file} is missing or damaged. Install Dragoman again.")
            self._install(own)
            # The words of Qt's own dialogs; their absence is no reason to stop.
            theirs = QTranslator(self._application)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if theirs.load("qtbase_zh_CN", folder):
                self._install(theirs)
            install(lambda context, text: own.translate(context, text) or text)
        amounts.use(language)
        QLocale.setDefault(QLocale("zh_CN" if language == "zh" else "en_US"))
        self.language = language

    def _install(self, translator: QTranslator) -> None:
        self._application.installTranslator(translator)
        self._installed.append(translator)
