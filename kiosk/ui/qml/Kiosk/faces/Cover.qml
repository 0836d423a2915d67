pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Over the whole glass, for staff: which display this is, or a picture that shows what a panel cannot show.
Rectangle {
    id: root

    required property Glass glass
    readonly property bool identify: glass.cover === "identify"
    readonly property list<color> plain: ["white", "black", "red", "lime", "blue"]
    readonly property bool grid: !identify && glass.pattern >= plain.length

    visible: glass.cover !== ""
    color: identify ? Theme.palette.inverse : plain[glass.pattern] ?? "black"

    FitText {
        visible: root.identify
        anchors.horizontalCenter: parent.horizontalCenter
        y: 0.5 * root.height - height
        most: 20 * Theme.u
        room: root.width - 2 * Theme.farMargin
        tracking: -0.024
        weight: 700
        color: Theme.palette.onInverse
        text: root.glass.coverRoom
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    FitText {
        visible: root.identify
        anchors.horizontalCenter: parent.horizontalCenter
        y: 0.55 * root.height
        most: 10 * Theme.u
        room: root.width - 2 * Theme.farMargin
        weight: 560
        color: Theme.palette.onInverse
        text: root.glass.coverDisplay
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Grid {
        visible: root.grid
        columns: 16

        Repeater {
            model: root.grid ? 16 * 9 : 0

            Rectangle {
                required property int index

                width: root.width / 16
                height: root.height / 9
                color: (index + Math.floor(index / 16)) % 2 ? "white" : "black"
                border.width: 1
                border.color: "red"
            }
        }
    }

    // Whatever is touched: nothing beneath is.
    Repeater {
        model: root.glass.coverKeys

        Item {
            id: all

            required property string ident
            required property string name

            function act() {
                root.glass.press(all.ident);
            }

            width: root.width
            height: root.height
            focus: true
            activeFocusOnTab: true
            Component.onCompleted: forceActiveFocus()
            Accessible.role: Accessible.Button
            Accessible.name: name
            Accessible.focusable: true
            Accessible.onPressAction: all.act()
            Keys.onReturnPressed: all.act()
            Keys.onEnterPressed: all.act()
            Keys.onSpacePressed: all.act()

            TapHandler {
                gesturePolicy: TapHandler.ReleaseWithinBounds
                onTapped: all.act()
            }
        }
    }
}
