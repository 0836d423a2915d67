import QtQuick
import QtQuick.Shapes
import Kiosk
import KioskGlass

// Staff hold the room's name for three seconds; a ring shows it from 0.6 s on. Nothing tells a passer-by that it is there.
Item {
    id: root

    required property Glass glass
    required property color ink
    readonly property real size: 0.6 * Theme.target

    Accessible.ignored: true

    TapHandler {
        id: finger

        gesturePolicy: TapHandler.WithinBounds
        longPressThreshold: 3
        onLongPressed: root.glass.staffHeld()
    }

    Shape {
        visible: finger.pressed && finger.timeHeld > 0.6 && finger.timeHeld < 3
        x: finger.point.position.x - width / 2
        y: finger.point.position.y - 1.3 * height
        width: root.size
        height: root.size
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeColor: root.ink
            strokeWidth: 0.14 * root.size
            fillColor: "transparent"
            capStyle: ShapePath.FlatCap

            PathAngleArc {
                centerX: root.size / 2
                centerY: root.size / 2
                radiusX: 0.43 * root.size
                radiusY: radiusX
                startAngle: -90
                sweepAngle: 360 * Math.max(0, Math.min(1, (finger.timeHeld - 0.6) / 2.4))
            }
        }
    }
}
