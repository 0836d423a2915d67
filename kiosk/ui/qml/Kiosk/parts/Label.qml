import QtQuick
import Kiosk

// Words in Inter: the cut for large sizes from 30 px on, tracking in em. `px` may be a fraction; Qt rounds pixels.
Text {
    id: root

    property real px: Theme.body
    property real tracking: px < Theme.displayFrom ? -0.02 : -0.006
    property bool tabular: false
    property int weight: 500
    property bool turned: Theme.mirrored
    readonly property bool flushRight: effectiveHorizontalAlignment === Text.AlignRight

    color: Theme.palette.text
    horizontalAlignment: Theme.mirrored ? Text.AlignRight : undefined
    textFormat: Text.PlainText
    font.family: px < Theme.displayFrom ? "Inter" : "Inter Display"
    font.pixelSize: Math.max(1, Math.round(px))
    font.letterSpacing: Theme.script !== "Arab" ? px * tracking : 0
    font.variableAxes: ({
            "wght": Theme.weight(weight)
        })
    font.features: tabular ? ({
            "ss03": 1,
            "cv10": 1,
            "calt": 0,
            "tnum": 1
        }) : ({
            "ss03": 1,
            "cv10": 1,
            "calt": 0
        })
    transform: Mirror {
        item: root
        turned: root.turned
    }
}
