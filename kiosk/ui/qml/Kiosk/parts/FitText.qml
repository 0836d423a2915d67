import QtQuick
import Kiosk

// One line that becomes smaller until it fits its width. Qt's HorizontalFit does not scale letter spacing; this does.
Label {
    id: root

    required property real most
    required property real room
    property real least: 1
    // What must fit in one line: all of it, unless it may be wrapped between words.
    property string measured: text

    tracking: most < Theme.displayFrom ? -0.02 : -0.006
    px: room > 0 && metrics.advanceWidth > room ? Math.max(least, Math.floor(most * room / metrics.advanceWidth)) : most

    TextMetrics {
        id: metrics

        text: root.measured
        font.family: root.most < Theme.displayFrom ? "Inter" : "Inter Display"
        font.pixelSize: Math.max(1, Math.round(root.most))
        font.letterSpacing: Theme.script !== "Arab" ? root.most * root.tracking : 0
        font.variableAxes: ({
                "wght": Theme.weight(root.weight)
            })
        font.features: ({
                "ss03": 1,
                "cv10": 1,
                "calt": 0,
                "tnum": root.tabular ? 1 : 0
            })
    }
}
