pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Label and value, line by line; or offers, each with a key that takes it.
Grid {
    id: root

    required property Glass glass
    required property real roomLeft
    // Closer together, so that the sentence above them can stay.
    property bool tight: false
    readonly property real pad: (tight ? 0.75 : Theme.compact ? 1 : 1.85) * Theme.u
    readonly property real loose: count * (Theme.target + 2 * (Theme.compact ? 1 : 1.85) * Theme.u)
    readonly property int count: rows.count
    readonly property bool abreast: Theme.flat && glass.titleIcon !== "check"

    columns: abreast ? Math.max(1, count) : 1
    columnSpacing: 2 * Theme.gap

    Repeater {
        id: rows

        model: root.glass.offers

        Item {
            id: cell

            required property int index
            required property string label
            required property string value
            required property string ident
            required property string key
            required property string keyName
            readonly property bool offer: ident !== ""
            readonly property bool fits: offer && index === 0 || y + height <= root.roomLeft + 1

            width: (root.width - (root.columns - 1) * root.columnSpacing) / root.columns
            height: offer ? Theme.target + 2 * root.pad : Math.max(7.15 * Theme.u, valueText.height + 2.8 * Theme.u)

            Rectangle {
                visible: cell.fits && (cell.offer || cell.index > 0)
                width: parent.width
                height: Theme.rule
                color: Theme.palette.line
            }

            Label {
                id: labelText

                visible: cell.fits
                y: cell.offer ? parent.height / 2 - height : 1.4 * Theme.u
                px: Theme.body
                weight: cell.offer ? 640 : 450
                color: cell.offer ? Theme.palette.text : Theme.palette.text2
                text: cell.label
                Accessible.role: Accessible.StaticText
                Accessible.name: cell.offer ? qsTr("%1: %2").arg(cell.label).arg(cell.value) : text
            }

            Label {
                id: valueText

                visible: cell.fits
                x: cell.offer ? 0 : (Theme.compact ? 20 : 15.2 * Theme.text) * Theme.u
                y: cell.offer ? parent.height / 2 + 0.4 * Theme.u : 1.4 * Theme.u
                width: parent.width - x - (cell.offer ? taking.width + Theme.gap : 0)
                px: cell.offer ? Theme.label : Theme.body
                weight: cell.offer || cell.index === rows.count - 1 ? 450 : 620
                color: cell.offer ? Theme.palette.text2 : Theme.palette.text
                wrapMode: Text.Wrap
                text: cell.value
                Accessible.ignored: cell.offer
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }

            Key {
                id: taking

                glass: root.glass
                visible: cell.offer && cell.fits
                anchors.verticalCenter: parent.verticalCenter
                x: parent.width - width
                width: Math.max(Theme.target, 17 * Theme.u, Math.min(implicitWidth, 0.45 * cell.width))
                height: Theme.target
                px: Theme.body
                ident: cell.ident
                name: cell.keyName
                label: cell.key
                shortLabel: ""
                under: ""
                bigFirst: false
                selected: false
                icon: ""
            }
        }
    }
}
