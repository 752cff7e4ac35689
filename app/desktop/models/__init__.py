"""Qt item models over what presenters hold."""
