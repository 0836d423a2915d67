import QtQuick
import QtQuick.Shapes
import Kiosk

// A code for phones, dark on light in every theme: many readers know no other. A module is a whole number of pixels.
Sheet {
    id: root

    readonly property real millimetre: Theme.shorter / Theme.millimetres
    readonly property int least: Math.ceil(glass.moduleMillimetres * millimetre - 0.000001)
    readonly property real space: Theme.portrait ? Math.min(stand.width, stand.height - hint.height - Theme.gap - lift) : Math.min(stand.height, 0.6 * stand.width)
    readonly property int module: Math.max(least, Math.floor(space / Math.max(1, glass.codeAcross)))

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

        Rectangle {
            id: paper

            y: Theme.portrait ? hint.height + Theme.gap : 0
            width: root.glass.codeAcross > 0 ? root.module * root.glass.codeAcross : root.space
            height: width
            objectName: "code"
            color: "white"
            Accessible.role: Accessible.Graphic
            Accessible.name: root.glass.sheetTitle
            transform: Mirror {
                item: paper
            }

            Shape {
                scale: root.module
                transformOrigin: Item.TopLeft

                ShapePath {
                    fillColor: "black"
                    strokeWidth: -1

                    PathSvg {
                        path: root.glass.codePath
                    }
                }
            }
        }
    }
}
