import QtQuick
import Kiosk
import KioskGlass

// A key whose press stays on the sheet: it opens the keyboard, turns a page, types a letter. Else as Key.
FocusScope {
    id: root

    required property Glass glass
    required property string label
    property string name: label
    property string icon: ""
    property bool filled: false
    property bool selected: false
    property bool typing: false
    property real px: Theme.keyWide
    property int weight: 640
    property real margin: 0
    property bool turned: Theme.mirrored
    readonly property color ink: filled && !tap.pressed ? Theme.palette.onInverse : Theme.palette.text

    signal acted

    function act() {
        root.glass.touched(root.typing);
        root.acted();
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.focusable: true
    Accessible.checkable: selected
    Accessible.checked: selected
    Accessible.onPressAction: if (enabled && visible)
        root.act()
    Keys.onReturnPressed: root.act()
    Keys.onEnterPressed: root.act()
    Keys.onSpacePressed: root.act()

    Rectangle {
        id: face

        anchors.fill: parent
        anchors.margins: root.margin
        radius: Theme.keyRadius
        color: tap.pressed ? Theme.palette.pressed : root.filled ? Theme.palette.inverse : Theme.palette.raised
        border.width: root.filled ? 0 : Math.max(1, Math.floor(root.selected ? Theme.chosen : Theme.keyBorder))
        border.color: root.selected ? Theme.palette.text : Theme.palette.line
    }

    Rectangle {
        anchors.fill: face
        anchors.margins: -Theme.focusGap - border.width
        visible: root.activeFocus
        radius: Theme.keyRadius - anchors.margins
        color: "transparent"
        border.width: Math.max(2, Math.round(Theme.focusStroke))
        border.color: Theme.palette.focus
    }

    Label {
        anchors.centerIn: face
        width: Math.min(implicitWidth, face.width)
        px: root.px
        tracking: -0.012
        weight: root.weight
        color: root.ink
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        lineHeight: 0.9
        turned: root.turned
        text: root.label
    }

    Icon {
        anchors.centerIn: parent
        name: root.icon === "" ? "" : "icons/" + root.icon
        size: (Theme.compact ? 6 : 3.75) * Theme.u
        ink: root.ink
        turned: root.turned
    }

    TapHandler {
        id: tap

        gesturePolicy: TapHandler.WithinBounds
        onTapped: root.act()
    }
}
