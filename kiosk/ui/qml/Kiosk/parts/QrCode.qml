import QtQuick
import QtQuick.Shapes
import Kiosk
import KioskGlass

// A code for phones, dark on light in every theme: many readers know no other. A module is a whole number of pixels, and wide enough.
Rectangle {
    id: root

    required property Glass glass
    required property real space
    readonly property real millimetre: Theme.shorter / Theme.millimetres
    readonly property int least: Math.ceil(glass.moduleMillimetres * millimetre - 0.000001)
    readonly property int module: Math.max(least, Math.floor(space / Math.max(1, glass.codeAcross)))

    width: glass.codeAcross > 0 ? module * glass.codeAcross : space
    height: width
    objectName: "code"
    color: "white"
    Accessible.role: Accessible.Graphic
    transform: Mirror {
        item: root
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
