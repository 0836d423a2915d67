import QtQuick
import Kiosk

// A code for phones, and what it is for.
Sheet {
    id: root

    readonly property real space: Theme.portrait ? Math.min(stand.width, stand.height - hint.height - Theme.gap - lift) : Math.min(stand.height, 0.6 * stand.width)

    Item {
        id: stand

        anchors.fill: parent

        Label {
            id: hint

            x: Theme.portrait ? 0 : paper.width + 2 * Theme.pad
            y: Theme.portrait ? 0 : (paper.height - height) / 2
            width: parent.width - x
            wrapMode: Text.Wrap
            text: root.glass.notes[0] ?? ""
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        QrCode {
            id: paper

            y: Theme.portrait ? hint.height + Theme.gap : 0
            glass: root.glass
            space: root.space
            Accessible.name: root.glass.sheetTitle
        }
    }
}
