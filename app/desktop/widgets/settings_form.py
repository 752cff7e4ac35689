"""A form made from the settings' own declaration: one row a field, with its label and its help."""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text_field import TextField
from app.desktop.wording import translate
from app.settings.branch import Branch

_LOWEST, _HIGHEST = -1e12, 1e12
_THREE = {"": None, "True": True, "False": False}


class SettingsForm(QWidget):
    """`edited` is told of a field's name and its new value, in the field's own type.

    Lists are written in one line with commas. A field whose type has no widget is refused with
    `TypeError` when the form is made: it needs a page of its own. `choices` has the words for the
    values of a field, where the values are no words for a person.
    """

    edited = Signal(str, object)

    def __init__(
        self,
        branch: type[Branch],
        fields: Sequence[str],
        parent: QWidget | None = None,
        *,
        choices: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices or {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.m)
        self.rows: dict[str, FieldRow] = {}
        for name in fields:
            info = branch.model_fields[name]
            # The labels of the settings are in the catalogue of translations under this name.
            label = translate("Settings", info.title or name)
            hint = translate("Settings", info.description or "")
            row = FieldRow(label, self._field(name, info), hint)
            self._column.addWidget(row)
            self.rows[name] = row

    def put_after(self, name: str, row: QWidget) -> None:
        """Put a row of another making below that of a field."""
        self._column.insertWidget(self._column.indexOf(self.rows[name]) + 1, row)

    def show_values(self, values: Branch) -> None:
        """Show what is saved; what a person is typing stays."""
        for name, row in self.rows.items():
            _show(row.field, getattr(values, name))

    def problems(self, sentences: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it; fields that are not named are right."""
        for name, row in self.rows.items():
            row.problem(sentences.get(name, ""))

    def _field(self, name: str, info: FieldInfo) -> QWidget:
        kind, optional = _plain(info.annotation)
        if kind is bool and optional:
            three = Choice(
                [
                    ("", translate("Widgets", "Automatic")),
                    ("True", translate("Widgets", "Yes")),
                    ("False", translate("Widgets", "No")),
                ]
            )
            three.chosen.connect(lambda value: self.edited.emit(name, _THREE[value]))
            return three
        if kind is bool:
            switch = Switch("")
            switch.flipped.connect(lambda on: self.edited.emit(name, on))
            return switch
        if get_origin(kind) is Literal:
            words = self._choices.get(name, {})
            choice = Choice([(each, words.get(each, each)) for each in map(str, get_args(kind))])
            choice.chosen.connect(lambda value: self.edited.emit(name, value))
            return choice
        if kind in (int, float) and not optional:
            return self._number(name, info, kind)
        if kind is str:
            text = TextField()
            text.committed.connect(
                lambda value: self.edited.emit(name, value.strip() or (None if optional else ""))
            )
            return text
        if get_origin(kind) is tuple:
            inner, _ = _plain(get_args(kind)[0])
            listed = TextField()
            listed.committed.connect(lambda value: self.edited.emit(name, _items(value, inner)))
            return listed
        raise TypeError(f"the setting {name} has no field of its own: {kind}")

    def _number(self, name: str, info: FieldInfo, kind: type) -> QWidget:
        lowest, highest = _bounds(info)
        field = NumberField(lowest, highest, 0 if kind is int else 2)
        field.committed.connect(lambda value: self.edited.emit(name, kind(value)))
        return field


def _items(text: str, kind: Any) -> tuple[Any, ...]:
    words = tuple(filter(None, (part.strip() for part in text.split(","))))
    if kind is int and all(word.isdigit() for word in words):
        return tuple(map(int, words))
    return words


def _plain(annotation: Any) -> tuple[Any, bool]:
    """A field's type without what pydantic adds to it, and whether it may be empty."""
    optional = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            others = [each for each in get_args(annotation) if each is not NoneType]
            optional = optional or len(others) < len(get_args(annotation))
            annotation = others[0]
        else:
            return annotation, optional


def _bounds(info: FieldInfo) -> tuple[float, float]:
    lowest, highest = _LOWEST, _HIGHEST
    for rule in info.metadata:
        match rule:
            case Ge(ge=value) | Gt(gt=value):
                lowest = float(value)  # type: ignore[arg-type]  # numbers, in these fields
            case Le(le=value) | Lt(lt=value):
                highest = float(value)  # type: ignore[arg-type]  # numbers, in these fields
    return lowest, highest


def _show(field: QWidget, value: Any) -> None:
    match field:
        case Switch():
            field.setChecked(bool(value))
        case Choice():
            field.choose("" if value is None else str(value))
        case NumberField():
            field.show_number(float(value))
        case TextField():
            words = value if isinstance(value, str | NoneType) else ", ".join(map(str, value))
            field.show_text(words or "")
