"""What stands in for the tray's menu where no panel takes an icon, as on GNOME."""
