pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// What comes, as far as there is room for it; a line that does not fit is not shown.
Item {
    id: root

    required property Glass glass
    required property real roomLeft
    readonly property int count: lines.count
    readonly property real pitch: (Theme.compact ? 6.6 : 7.25) * Theme.u
    readonly property real headed: root.glass.listTitle === "" ? 0 : (Theme.compact ? 1.2 : 1.42) * Theme.label
    readonly property int fitting: !Theme.listed ? 0 : Math.min(lines.count, Theme.compact ? 1 : lines.count, Math.max(0, Math.floor((roomLeft - headed) / pitch)))

    implicitHeight: fitting > 0 ? headed + fitting * pitch : 0

    Label {
        id: heading

        visible: root.fitting > 0 && text !== ""
        height: root.headed
        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        text: root.glass.listTitle
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Repeater {
        id: lines

        model: root.glass.lines

        Item {
            id: cell

            required property int index
            required property string time
            required property string lead
            required property string words
            required property string name

            visible: index < root.fitting
            y: root.headed + index * root.pitch
            width: root.width
            height: root.pitch

            AgendaLine {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                visible: cell.visible
                time: cell.time
                lead: cell.lead
                words: cell.words
                name: cell.name
            }

            Rectangle {
                visible: cell.index < root.fitting - 1
                y: parent.height - height / 2
                width: parent.width
                height: Theme.rule
                color: Theme.palette.line
            }
        }
    }
}
