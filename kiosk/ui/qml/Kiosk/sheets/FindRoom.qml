pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Other rooms: filters above, the free ones below, the nearest first. Those that find no room come when the last key is pressed.
Sheet {
    id: root

    readonly property int across: Theme.portrait ? 1 : 2
    readonly property real cellHeight: Theme.target + (!Theme.compact ? 7 : Theme.portrait ? 10 : 6) * Theme.u
    readonly property real cellWidth: (room.width - (across - 1) * Theme.gap) / across
    readonly property real listTop: filters.height > 0 ? filters.height + 1.4 * Theme.gap : 0
    readonly property int rows: Math.max(1, Math.floor((room.height - listTop + Theme.gap) / (cellHeight + Theme.gap)))
    readonly property int places: rows * across
    readonly property bool paged: rooms.count > places
    readonly property int page: paged ? places - 1 : places
    readonly property int first: begun < rooms.count ? begun : 0
    property int begun: 0

    Item {
        id: room

        anchors.fill: parent

        FilterKeys {
            id: filters

            width: room.width
            glass: root.glass
        }

        Repeater {
            id: rooms

            model: root.glass.rooms

            RoomCard {
                readonly property int place: index - root.first

                visible: place >= 0 && place < root.page
                glass: root.glass
                x: place % root.across * (root.cellWidth + Theme.gap)
                y: root.listTop + Math.floor(place / root.across) * (root.cellHeight + Theme.gap)
                width: root.cellWidth
                height: root.cellHeight
            }
        }

        LocalKey {
            readonly property string ident: "page"

            glass: root.glass
            visible: root.paged
            x: room.width - width
            y: root.listTop + (root.rows - 1) * (root.cellHeight + Theme.gap)
            width: root.cellWidth
            height: root.cellHeight
            label: root.first + root.page < rooms.count ? qsTr("More rooms") : qsTr("First rooms")
            onActed: root.begun = root.first + root.page < rooms.count ? root.first + root.page : 0
        }

        NoRoom {
            visible: rooms.count === 0
            y: root.listTop
            width: room.width
            height: room.height - y
            glass: root.glass
        }
    }
}
