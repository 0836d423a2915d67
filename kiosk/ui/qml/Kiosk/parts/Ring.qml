import QtQuick
import QtQuick.Shapes
import Kiosk

// Time that runs out: a ring that empties, clockwise from the top, with what is left in its middle.
Item {
    id: root

    required property real share
    required property string words
    readonly property real stroke: 0.095 * width

    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Shape {
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeColor: Theme.palette.line
            strokeWidth: root.stroke
            fillColor: "transparent"

            PathAngleArc {
                centerX: root.width / 2
                centerY: root.height / 2
                radiusX: (root.width - root.stroke) / 2
                radiusY: radiusX
                startAngle: 0
                sweepAngle: 360
            }
        }

        ShapePath {
            strokeColor: Theme.palette.inverse
            strokeWidth: root.stroke
            fillColor: "transparent"
            capStyle: ShapePath.FlatCap

            PathAngleArc {
                centerX: root.width / 2
                centerY: root.height / 2
                radiusX: (root.width - root.stroke) / 2
                radiusY: radiusX
                startAngle: -90
                sweepAngle: 360 * Math.max(0, Math.min(1, root.share))
            }
        }
    }

    Label {
        anchors.centerIn: parent
        px: 0.3 * root.width
        tracking: -0.03
        weight: 600
        text: root.words
        Accessible.ignored: true
    }
}
