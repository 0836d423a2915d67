import QtQuick
import QtQuick.Shapes
import Kiosk

// A rounded frame of dashes: promised, not confirmed.
Shape {
    id: root

    required property color ink

    ShapePath {
        strokeColor: root.ink
        strokeWidth: Math.max(1, 0.35 * Theme.u)
        strokeStyle: ShapePath.DashLine
        dashPattern: [2, 1.4]
        fillColor: "transparent"

        PathRectangle {
            x: 0.2 * Theme.u
            y: x
            width: root.width - 2 * x
            height: root.height - 2 * x
            radius: Theme.barRadius
        }
    }
}
