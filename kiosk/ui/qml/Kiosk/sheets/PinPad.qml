pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Ten figures for staff. A keyboard's figures count too.
Sheet {
    id: root

    readonly property bool across: !Theme.portrait
    readonly property real dotSize: (Theme.compact ? 3.2 : 3.5) * Theme.u
    readonly property bool tight: Theme.compact && across
    readonly property real dotsHeight: dotSize + 2 * Theme.gap

    titled: !tight

    Item {
        id: stand

        anchors.fill: parent
        focus: true
        Component.onCompleted: forceActiveFocus()
        Keys.onPressed: event => {
            if (event.key === Qt.Key_Backspace)
                root.glass.eraseFigure();
            else if (/^[0-9]$/.test(event.text))
                root.glass.typeFigure(event.text);
            else
                return;
            root.glass.touched(false);
            event.accepted = true;
        }

        Column {
            width: root.across ? pad.x - 2 * Theme.gap : parent.width
            spacing: Theme.gap

            Label {
                visible: root.tight
                width: parent.width
                px: Theme.body
                weight: 660
                wrapMode: Text.Wrap
                text: root.glass.sheetTitle
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }

            Label {
                visible: root.tight
                width: parent.width
                px: Theme.label
                weight: 450
                color: Theme.palette.text2
                wrapMode: Text.Wrap
                text: root.glass.sheetDay
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }

            Label {
                visible: text !== ""
                width: parent.width
                weight: 640
                wrapMode: Text.Wrap
                text: root.glass.notes[0] ?? ""
                Accessible.role: Accessible.AlertMessage
                Accessible.name: text
            }
        }

        Note {
            visible: !root.tight
            y: root.across ? parent.height - height : pad.y - root.dotsHeight - height - Theme.gap
            width: root.across ? pad.x - 2 * Theme.gap : parent.width
            note: root.glass.notes[1] ?? ""
            icon: "shield-check"
        }

        Row {
            x: root.tight ? 0 : pad.x + (pad.width - width) / 2
            y: root.tight ? parent.height - height - Theme.gap : pad.y - height - Theme.gap
            spacing: 1.8 * root.dotSize - root.dotSize
            layoutDirection: Qt.LeftToRight
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%1 of 6 figures").arg(root.glass.pinTyped)

            Repeater {
                model: 6

                Rectangle {
                    required property int index

                    width: root.dotSize
                    height: width
                    radius: width / 2
                    color: index < root.glass.pinTyped ? Theme.palette.text : "transparent"
                    border.width: Math.max(2, Math.round(0.12 * width))
                    border.color: Theme.palette.text
                }
            }
        }

        Item {
            id: pad

            width: root.across ? (root.tight ? 0.47 : 0.42) * parent.width : parent.width
            height: root.across ? parent.height - root.lift - (root.tight ? 0 : root.dotsHeight) : Math.min(0.66 * parent.height, 4.8 * Theme.target)
            x: parent.width - width - (root.tight ? root.aside : 0)
            y: parent.height - root.lift - height
            opacity: root.glass.pinOpen ? 1 : 0.4
            transform: Mirror {
                item: pad
            }

            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"]

                KeyboardKey {
                    required property int index
                    required property string modelData

                    glass: root.glass
                    visible: modelData !== ""
                    enabled: root.glass.pinOpen
                    typing: false
                    x: index % 3 * (width + Theme.gap)
                    y: Math.floor(index / 3) * (height + Theme.gap)
                    width: (pad.width - 2 * Theme.gap) / 3
                    height: (pad.height - 3 * Theme.gap) / 4
                    px: Theme.key
                    weight: 640
                    label: modelData === "erase" ? "" : modelData
                    name: modelData === "erase" ? qsTr("Delete") : modelData
                    icon: modelData === "erase" ? "backspace" : ""
                    onActed: modelData === "erase" ? root.glass.eraseFigure() : root.glass.typeFigure(modelData)
                }
            }
        }
    }
}
