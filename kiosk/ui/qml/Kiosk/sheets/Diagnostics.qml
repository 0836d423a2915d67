pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Is it well? Line by line, beside them what is wrong most, and below what staff can do about it. Small glass has the lines alone.
Sheet {
    id: root

    readonly property bool tight: Theme.compact && !Theme.portrait
    readonly property bool explained: glass.wrong !== "" && !Theme.compact
    readonly property string told: glass.closing !== "" ? glass.closing : glass.notes[0] ?? ""

    titled: !tight

    Item {
        id: room

        readonly property real below: keys.height + Theme.gap
        readonly property real listWidth: root.tight ? width - root.aside : root.explained && !Theme.portrait ? 0.62 * width : width
        readonly property real listHeight: height - below - root.lift - (news.visible ? news.height + Theme.gap : 0)
        readonly property real row: Math.min(listHeight / Math.max(1, lines.count), root.explained && Theme.portrait ? 0.6 * Theme.target : 0.8 * Theme.target)

        anchors.fill: parent

        Repeater {
            id: lines

            model: root.glass.findings

            Finding {
                required property int index

                y: index * room.row
                width: room.listWidth
                height: room.row
                labelWidth: (root.tight ? 0.36 : Theme.portrait ? 0.45 : 0.41) * room.listWidth
                px: Math.min(Theme.label, Math.max(Theme.digits, 0.62 * room.row))
            }
        }

        Label {
            id: news

            visible: text !== ""
            y: room.listHeight + Theme.gap
            width: room.listWidth
            px: Theme.label
            weight: 620
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
            text: root.tight || root.glass.closing === "" ? root.told : ""
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }

        Remedy {
            visible: root.explained
            glass: root.glass
            x: Theme.portrait ? 0 : room.listWidth + 2 * Theme.gap
            y: Theme.portrait ? lines.count * room.row + Theme.gap : 0
            width: room.width - x
            height: room.height - room.below - root.lift - y
        }

        Item {
            id: keys

            readonly property int across: Math.max(1, actions.count)
            readonly property int down: Math.ceil(actions.count / across)

            y: room.height - height - root.lift
            width: room.width
            height: down * Theme.target + (down - 1) * Theme.gap

            Repeater {
                id: actions

                model: root.glass.menuKeys

                Key {
                    required property int index

                    glass: root.glass
                    beside: !Theme.compact
                    x: index % keys.across * (width + Theme.gap)
                    y: Math.floor(index / keys.across) * (height + Theme.gap)
                    width: (keys.width - (keys.across - 1) * Theme.gap) / keys.across
                    height: Theme.target
                }
            }
        }
    }
}
