pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The free times of a day as keys. Those that find no room come when the last key is pressed.
Item {
    id: root

    required property Glass glass
    required property int across
    readonly property real lowered: Theme.compact || Theme.portrait ? 0 : 1.75 * Theme.u
    readonly property real headed: lowered + caption.height + 1.5 * Theme.u
    readonly property real begins: Theme.easy ? height - rows * (Theme.target + Theme.gap) + Theme.gap : headed
    readonly property int rows: Math.max(1, Math.floor((height - headed + Theme.gap) / (Theme.target + Theme.gap)))
    readonly property int places: rows * across
    readonly property bool paged: keys.count > places
    readonly property int page: paged ? places - 1 : places
    readonly property real part: (width - (across - 1) * Theme.gap) / across
    readonly property int first: begun < keys.count ? begun : 0
    property int begun: 0

    Label {
        id: caption

        visible: keys.count > 0
        y: root.begins - 1.5 * Theme.u - height
        width: root.width
        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        wrapMode: Text.Wrap
        text: Theme.compact ? qsTr("Free times") : qsTr("Free times, tap to book")
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        visible: keys.count === 0
        y: root.lowered
        width: root.width
        px: Theme.body
        weight: 560
        wrapMode: Text.Wrap
        text: qsTr("No free time on this day")
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: !visible
    }

    Repeater {
        id: keys

        model: root.glass.freeKeys

        FreeTime {
            readonly property int place: index - root.first

            visible: place >= 0 && place < root.page
            glass: root.glass
            x: place % root.across * (root.part + Theme.gap)
            y: root.begins + Math.floor(place / root.across) * (Theme.target + Theme.gap)
            width: root.part
            height: Theme.target
        }
    }

    LocalKey {
        readonly property string ident: "page"

        glass: root.glass
        visible: root.paged
        x: root.width - width
        y: root.begins + (root.rows - 1) * (Theme.target + Theme.gap)
        width: root.part
        height: Theme.target
        label: root.first + root.page < keys.count ? qsTr("Later times") : qsTr("First times")
        onActed: root.begun = root.first + root.page < keys.count ? root.first + root.page : 0
    }
}
