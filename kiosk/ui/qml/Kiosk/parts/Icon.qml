import QtQuick
import Kiosk

// An icon or glyph of the assets in one ink, drawn at its size.
Image {
    id: root

    required property string name
    required property color ink
    property real size: Theme.body
    property bool turned: Theme.mirrored && !/(caret-|arrow-right|signpost)/.test(name)

    width: Math.round(size)
    height: Math.round(size)
    sourceSize: Qt.size(Math.round(size), Math.round(size))
    visible: name !== ""
    source: name === "" ? "" : Theme.inked(name, ink)
    transform: Mirror {
        item: root
        turned: root.turned
    }
}
