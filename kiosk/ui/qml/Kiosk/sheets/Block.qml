pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// One meeting in full: when, what and whose, and below it what can be done with it here. The filled key is the lowest.
Sheet {
    id: root

    readonly property real filledHeight: filled.count > 0 ? Theme.lowest : low ? Theme.target : 0
    readonly property int across: Theme.portrait ? 2 : Math.min(5, Math.max(3, keys.count))
    readonly property int rows: Math.ceil(keys.count / across)
    readonly property real keysTop: room.height - filledHeight - rows * (Theme.target + Theme.gap) + (filledHeight === 0 ? Theme.gap : 0)
    readonly property real line: 1.25 * Theme.head

    Item {
        id: room

        anchors.fill: parent

        Label {
            id: time

            px: Theme.body
            weight: 640
            color: Theme.palette.text2
            text: root.glass.when
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Label {
            id: subject

            y: time.height + Theme.u
            width: room.width
            px: Theme.head
            tracking: -0.02
            weight: 640
            wrapMode: Text.Wrap
            lineHeight: 1
            maximumLineCount: Math.max(1, Math.min(8, Math.floor((root.keysTop - y - organizer.taken - note.taken - (note.beside ? 1 : 4) * Theme.u) / root.line)))
            elide: Text.ElideRight
            text: root.glass.meeting
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Label {
            id: organizer

            readonly property real taken: visible ? height + Theme.u : 0

            visible: text !== ""
            y: subject.y + subject.height + Theme.u
            width: room.width
            px: Theme.body
            elide: Text.ElideRight
            text: root.glass.who
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Label {
            id: note

            readonly property bool beside: Theme.compact && implicitWidth < room.width - time.implicitWidth - 3 * Theme.u
            readonly property real taken: beside ? 0 : height

            x: beside ? room.width - width : 0
            y: beside ? time.y + time.height - height : subject.y + subject.height + organizer.taken + 1.5 * Theme.u
            width: beside ? implicitWidth : room.width
            px: Theme.label
            weight: 450
            color: Theme.palette.text2
            wrapMode: beside ? Text.NoWrap : Text.Wrap
            text: root.glass.notes.join(" ")
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Repeater {
            id: keys

            model: root.glass.menuKeys

            Key {
                required property int index

                glass: root.glass
                px: Theme.label
                beside: Theme.portrait
                width: (room.width - (root.across - 1) * Theme.gap) / root.across
                height: Theme.target
                x: index % root.across * (width + Theme.gap)
                y: root.keysTop + Math.floor(index / root.across) * (height + Theme.gap)
            }
        }

        Repeater {
            id: filled

            model: root.glass.bookKeys

            Key {
                glass: root.glass
                filled: true
                px: Theme.keyFilled
                y: room.height - height
                width: room.width - root.lane
                height: root.filledHeight
            }
        }
    }
}
