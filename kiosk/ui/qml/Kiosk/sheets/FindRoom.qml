pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Other rooms: filters above, the free ones below, the nearest first. Those that find no room come when the last key is pressed.
Sheet {
    id: root

    readonly property int across: Theme.portrait ? 1 : 2
    readonly property real cellHeight: Theme.target + (Theme.flat ? 1.5 : !Theme.compact ? 7 : Theme.portrait ? 10 : 6) * Theme.u
    readonly property real cellWidth: (room.width - (across - 1) * Theme.gap) / across
    // In easy reach the filters stand below, beside Close, and above them as many rooms as have their keys in the lower half.
    readonly property real filtered: filters.height > 0 ? filters.height + 1.4 * Theme.gap : 0
    readonly property real half: low ? room.height + Theme.pad + Theme.inset - Theme.screenHeight / 2 - cellHeight / 2 : filtered
    readonly property real listEnd: low ? room.height - Math.max(filters.height, Theme.target) - Theme.gap : room.height
    readonly property int rows: Math.max(1, Math.floor((listEnd - half + Theme.gap) / (cellHeight + Theme.gap)))
    readonly property int taken: Math.min(rows, Math.ceil(rooms.count / across))
    readonly property real listTop: low ? listEnd - taken * (cellHeight + Theme.gap) + Theme.gap : filtered
    readonly property int places: rows * across
    readonly property bool paged: rooms.count > places
    readonly property int page: paged && !beside ? places - 1 : places
    readonly property int first: begun < rooms.count ? begun : 0
    readonly property bool beside: low && !Theme.compact
    readonly property string more: !paged ? "" : first + page < rooms.count ? qsTr("More rooms") : qsTr("First rooms")
    property int begun: 0

    function turn() {
        root.begun = root.first + root.page < rooms.count ? root.first + root.page : 0;
    }

    Item {
        id: room

        anchors.fill: parent

        FilterKeys {
            id: filters

            y: root.low ? room.height - height : 0
            width: room.width - root.lane
            glass: root.glass
            more: root.beside ? root.more : ""
            onTurned: root.turn()
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
            visible: root.paged && !root.beside
            x: room.width - width
            y: root.listTop + (root.rows - 1) * (root.cellHeight + Theme.gap)
            width: root.cellWidth
            height: root.cellHeight
            label: root.more
            onActed: root.turn()
        }

        NoRoom {
            visible: rooms.count === 0
            y: root.low ? 0 : root.listTop
            width: room.width
            height: root.listEnd - y
            glass: root.glass
        }
    }
}
