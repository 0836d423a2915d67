pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Which room this is: name, floor, seats, equipment. What is unknown is left out.
Item {
    id: root

    required property string room
    required property string floor
    required property string seats
    required property list<string> equipment
    required property color ink
    required property string logo
    required property real logoShape
    readonly property bool long: room.length > 28
    readonly property bool iconsFit: (!Theme.compact || Theme.portrait) && Theme.text < 1.5

    implicitHeight: second.y + second.height

    // Only beside a name that keeps its own line and all of its letters.
    Logo {
        id: mark

        y: name.y + (name.height - height) / 2
        visible: number !== "" && !root.long && name.implicitWidth + width + 1.6 * Theme.u <= root.width
        number: root.logo
        shape: root.logoShape
        ink: root.ink
        most: 1.05 * Theme.room
    }

    Label {
        id: name

        visible: text !== ""
        x: mark.visible ? mark.width + 1.6 * Theme.u : 0
        y: -0.06 * px
        width: root.width - x
        px: root.long ? Theme.roomLong : Theme.room
        tracking: -0.024
        weight: 680
        color: root.ink
        text: root.room
        wrapMode: root.long ? Text.Wrap : Text.NoWrap
        maximumLineCount: root.long ? 3 : 1
        lineHeight: 0.95
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Row {
        id: second

        y: name.height - 0.04 * name.px
        spacing: 1.7 * Theme.u

        Label {
            id: place

            px: Theme.compact ? Theme.label : Theme.body
            color: root.ink
            visible: text !== ""
            text: root.floor === "" || root.seats === "" ? root.floor + root.seats : qsTr("%1  ·  %2").arg(root.floor).arg(root.seats)
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Item {
            width: 1.8 * Theme.u - second.spacing
            height: 1
            visible: place.visible && icons.count > 0
        }

        Repeater {
            id: icons

            model: root.iconsFit ? root.equipment : []

            Icon {
                required property string modelData

                anchors.verticalCenter: place.verticalCenter
                name: "icons/" + modelData
                size: (Theme.compact ? 5 : 3.5) * Theme.u
                ink: root.ink
            }
        }
    }
}
