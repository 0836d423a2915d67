pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The card's first line: clock, date, in portrait what comes next, and the key in the corner.
Item {
    id: root

    required property Glass glass
    readonly property bool lying: !Theme.portrait

    implicitHeight: Theme.compact ? Theme.target : lying ? 11.5 * Theme.u : Math.max(Theme.target, 12 * Theme.u)

    Label {
        id: clock

        y: root.lying || !Theme.compact ? -0.145 * px : (root.height - height) / 2
        px: Theme.clock
        tracking: -0.022
        weight: 600
        text: root.glass.clock
        visible: text !== ""
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Icon {
        visible: root.glass.hintOffline
        anchors.verticalCenter: clock.verticalCenter
        anchors.left: clock.right
        anchors.leftMargin: Theme.gap
        name: "icons/cloud-slash"
        size: Theme.head
        ink: Theme.palette.text2
    }

    Label {
        id: date

        visible: !Theme.compact && text !== ""
        y: (root.lying ? 8.5 : 8.6) * Theme.u
        px: Theme.label
        weight: 450
        color: Theme.palette.text2
        text: root.lying && whole.implicitWidth <= corner.x - Theme.gap ? root.glass.date : root.glass.dateShort
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        id: whole

        visible: false
        weight: 450
        text: root.glass.date
    }

    Rectangle {
        id: rule

        visible: !root.lying && next.count > 0 && Theme.listed
        x: Math.max(clock.width, Theme.compact ? 0 : date.width) + (Theme.compact ? 2.6 : 3.5) * Theme.u
        width: Theme.rule
        height: root.height
        color: Theme.palette.line
    }

    NextLines {
        id: next

        anchors.verticalCenter: parent.verticalCenter
        visible: rule.visible
        x: rule.x + (Theme.compact ? 2.6 : 3.5) * Theme.u
        width: corner.x - x - Theme.gap
        glass: root.glass
    }

    Item {
        id: corner

        x: root.width - width
        width: Math.max(1, keys.count) * (part + Theme.gap) - Theme.gap
        height: Theme.target

        readonly property real part: root.lying && Theme.compact ? 25 * Theme.u : Theme.target

        Repeater {
            id: keys

            model: root.glass.cornerKeys

            Key {
                required property int index

                glass: root.glass
                bare: true
                beside: root.lying && Theme.compact
                x: index * (width + Theme.gap)
                width: corner.part
                height: corner.height
            }
        }
    }
}
