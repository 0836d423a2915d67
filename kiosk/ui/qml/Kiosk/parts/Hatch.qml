import QtQuick
import Kiosk

// A tile repeated. Stripes over a plane say that what stands there is old: darker only, so the ink keeps its contrast.
Image {
    required property string name
    required property color ink
    required property real tile

    fillMode: Image.Tile
    sourceSize: Qt.size(Math.round(tile), Math.round(tile))
    source: visible ? Theme.inked(name, ink) : ""
}
