import QtQuick
import Kiosk
import KioskGlass

// A control. It acts on release inside; a press that slides off, or whose key changed meanwhile, does nothing.
FocusScope {
    id: root

    required property Glass glass
    required property string ident
    required property string name
    required property string label
    required property string under
    required property string shortLabel
    required property bool bigFirst
    required property bool selected
    required property string icon
    property bool filled: false
    property bool bare: false
    property bool beside: false
    property real px: Theme.label
    property string downOn: ""
    readonly property color ink: filled && !tap.pressed ? Theme.palette.onInverse : Theme.palette.text

    function act() {
        if (root.enabled && root.visible)
            root.glass.press(root.ident);
    }

    // The key of a keyboard that wakes the glass does nothing else.
    function typed() {
        root.glass.awake ? root.act() : root.glass.touched(false);
    }

    implicitWidth: words.implicitWidth + 2 * Theme.u + Theme.gap
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.focusable: true
    Accessible.checkable: selected
    Accessible.checked: selected
    Accessible.onPressAction: root.act()
    Keys.onReturnPressed: root.typed()
    Keys.onEnterPressed: root.typed()
    Keys.onSpacePressed: root.typed()

    Rectangle {
        anchors.fill: parent
        radius: Theme.keyRadius
        color: tap.pressed ? Theme.palette.pressed : root.filled ? Theme.palette.inverse : root.bare ? Theme.palette.card : Theme.palette.raised
        border.width: root.filled ? 0 : Math.max(1, Math.floor(root.selected ? Theme.chosen : Theme.keyBorder))
        border.color: !root.selected ? Theme.palette.line : Theme.highContrast ? Theme.palette.inverse : Theme.palette.text

        Behavior on color {
            ColorAnimation {
                duration: Theme.tap
            }
        }
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.focusGap - border.width
        visible: root.activeFocus
        radius: Theme.keyRadius - anchors.margins
        color: "transparent"
        border.width: Math.max(2, Math.round(Theme.focusStroke))
        border.color: Theme.palette.focus
    }

    KeyFace {
        id: words

        anchors.fill: parent
        anchors.margins: Theme.u
        label: root.label
        under: root.under
        shortLabel: root.shortLabel
        bigFirst: root.bigFirst
        icon: root.icon
        beside: root.beside
        px: root.px
        ink: root.ink
    }

    TapHandler {
        id: tap

        enabled: root.glass.awake
        gesturePolicy: TapHandler.WithinBounds
        onPressedChanged: if (pressed)
            root.downOn = root.ident
        onTapped: point => {
            if (root.downOn !== root.ident)
                return;
            root.filled ? root.glass.pressFilled(root.ident, point.timestamp) : root.act();
        }
    }
}
