import QtQuick
import Kiosk
import KioskGlass

// Scale, start and length, and where the fields stand while nobody types.
Item {
    id: root

    required property Glass glass
    required property bool free
    required property real sideWidth
    required property bool misspelt
    readonly property bool flat: Theme.rowed
    readonly property bool stacked: Theme.portrait
    // In easy reach the keys stand as low as they can.
    readonly property real sunk: !Theme.easy || flat ? 0 : Math.max(0, height - scale.height - 2 * length.height - (glass.moving ? 2 : 3) * Theme.target - 8 * Theme.u - Theme.gap)
    readonly property real detailsTop: stacked ? lengths.y + Theme.target + 3 * Theme.u : start.y
    readonly property real detailsX: stacked ? 0 : sideWidth + 4 * Theme.u
    readonly property rect rest: Qt.rect(detailsX, detailsTop + start.height + 1.4 * Theme.u, width - detailsX, 0)

    PickScale {
        id: scale

        y: !root.flat ? 0 : Theme.compact && Theme.text > 1 ? 0.8 * Theme.u : -0.4 * Theme.u
        width: root.width
        height: implicitHeight
        glass: root.glass
    }

    Label {
        visible: !root.free
        y: scale.y + scale.height + 6 * Theme.u
        width: root.width
        horizontalAlignment: Text.AlignHCenter
        px: Theme.head
        weight: 640
        text: root.glass.notice
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }

    Caption {
        id: start

        visible: root.free && !root.flat && (!Theme.compact || Theme.text === 1)
        height: visible || root.flat ? implicitHeight : 0
        y: scale.height + 2.4 * Theme.u + root.sunk
        width: root.sideWidth
        title: qsTr("Start")
        hint: qsTr("drag the block, or tap − +")
    }

    StartKeys {
        id: times

        visible: root.free
        y: root.flat ? root.height - Theme.target : start.y + start.height + 1.4 * Theme.u
        width: root.flat ? 2 * Theme.target + Theme.gap : root.sideWidth
        height: Theme.target
        glass: root.glass
        shown: !root.flat
    }

    Caption {
        id: length

        visible: start.visible
        height: visible ? implicitHeight : 0
        y: times.y + times.height + 2 * Theme.u
        width: root.sideWidth
        title: qsTr("Length")
        hint: root.glass.limit
        told: true
    }

    LengthKeys {
        id: lengths

        visible: root.free
        x: root.flat ? times.width + Theme.gap : 0
        y: root.flat ? times.y : length.y + length.height + 1.4 * Theme.u
        width: (root.flat ? root.width : root.sideWidth) - x
        height: Theme.target
        glass: root.glass
    }

    Caption {
        visible: root.free && !Theme.terse && !root.glass.moving
        x: root.detailsX
        y: root.detailsTop
        width: root.width - x
        title: qsTr("Details")
        hint: qsTr("optional")
    }

    Note {
        visible: root.free && !Theme.terse && !root.glass.moving
        x: root.detailsX + 0.2 * Theme.u
        y: root.rest.y + 2 * Theme.target + Theme.gap + 2 * Theme.u
        width: root.width - x
        icon: root.misspelt ? "warning-circle" : "lock-simple"
        note: root.misspelt ? qsTr("It should look like name@company.com.") : root.glass.forSomebody ? qsTr("Used once, for the invite. Never kept here.") : qsTr("Used once, for the booking. Never kept here.")
    }
}
