import QtQuick
import Kiosk

// The shape of the state, so that colour never speaks alone.
Item {
    id: root

    required property string glyph
    required property color ink

    Icon {
        anchors.fill: parent
        visible: root.glyph !== "hold" && root.glyph !== "setup"
        name: visible ? "glyphs/" + root.glyph : ""
        size: root.width
        ink: root.ink
    }

    Spinner {
        anchors.fill: parent
        visible: root.glyph === "hold"
        running: visible
        ink: root.ink
    }
}
