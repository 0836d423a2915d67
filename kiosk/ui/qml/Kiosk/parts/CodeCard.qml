pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Beside the pairing code: a code for phones, what tells this display from the next one, and two keys (board 09a).
Item {
    id: root

    required property Glass glass
    required property real most
    readonly property bool lying: Theme.above
    // Where a label and what it says do not stand side by side.
    readonly property bool stacked: Theme.compact && Theme.portrait
    readonly property real wide: width - 2 * Theme.pad
    readonly property real space: lying ? 0.42 * wide : Math.min(wide, most - 2 * Theme.pad - pad.implicitHeight - facts.implicitHeight - 2 * Theme.between)
    readonly property real wanted: 2 * Theme.pad + Math.max(paper.width, facts.implicitHeight) + Theme.between + pad.implicitHeight

    QrCode {
        id: paper

        visible: root.glass.codeAcross > 0
        x: root.lying ? Theme.pad : (root.width - width) / 2
        y: Theme.pad
        glass: root.glass
        space: root.space
        Accessible.name: root.glass.plateTitle
    }

    Column {
        id: facts

        x: root.lying ? 2 * Theme.pad + paper.width : Theme.pad
        y: root.lying ? Theme.pad : pad.y - Theme.between - height
        width: root.width - Theme.pad - x

        Repeater {
            model: root.glass.plateLabels

            Item {
                id: fact

                required property int index
                required property string modelData

                width: facts.width
                height: (root.stacked ? 2.6 : 1.9) * Theme.label

                Label {
                    id: label

                    y: root.stacked ? 0.08 * Theme.label : (parent.height - height) / 2
                    px: Theme.label
                    color: Theme.palette.text2
                    text: fact.modelData
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }

                FitText {
                    x: root.stacked ? 0 : parent.width - width
                    y: root.stacked ? label.y + label.height : (parent.height - height) / 2
                    most: Theme.label
                    least: 0.6 * Theme.label
                    room: parent.width - (root.stacked ? 0 : label.width + Theme.gap)
                    weight: 620
                    tabular: true
                    text: root.glass.plateValues[fact.index] ?? ""
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }

                Rectangle {
                    visible: fact.index > 0
                    width: parent.width
                    height: Theme.rule
                    color: Theme.palette.line
                }
            }
        }
    }

    KeyPad {
        id: pad

        x: Theme.pad
        y: root.height - Theme.pad - height
        width: root.wide
        height: implicitHeight
        glass: root.glass
    }
}
