import QtQuick
import Kiosk

// Words in Inter: the cut for large sizes from 30 px on, tracking in em. `px` may be a fraction; Qt rounds pixels.
Text {
    id: root

    property real px: Theme.body
    property real tracking: px < Theme.displayFrom ? -0.02 : -0.006
    property bool tabular: false
    property int weight: 500

    color: Theme.palette.text
    textFormat: Text.PlainText
    font.family: px < Theme.displayFrom ? "Inter" : "Inter Display"
    font.pixelSize: Math.max(1, Math.round(px))
    font.letterSpacing: px * tracking
    font.variableAxes: ({
            "wght": weight
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
}
