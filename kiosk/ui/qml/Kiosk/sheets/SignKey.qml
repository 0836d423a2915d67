import QtQuick
import Kiosk
import KioskGlass

// A key that shows its icon alone; its name is told to assistive technology.
Item {
    id: root

    required property Glass glass
    required property string ident
    required property string name
    required property string icon

    width: Theme.target
    height: Theme.target

    Key {
        anchors.fill: parent
        glass: root.glass
        ident: root.ident
        name: root.name
        label: ""
        under: ""
        shortLabel: ""
        bigFirst: false
        selected: false
        icon: ""
    }

    Icon {
        anchors.centerIn: parent
        name: "icons/" + root.icon
        size: (Theme.compact ? 7.5 : 3.75) * Theme.u
        ink: Theme.palette.text
    }
}
